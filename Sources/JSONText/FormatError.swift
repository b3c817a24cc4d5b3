import EnergyModel

/// An error in the format of a text, at a line of it; the file's name is added by the caller.
package struct FormatError: Error, Hashable, Sendable {
  /// Counted from 1.
  package var line: Int
  /// Says what was found and what was expected, without a full stop.
  package var message: String

  package init(line: Int, message: String) {
    self.line = line
    self.message = message
  }
}

/// `text` in quotes for a message: shortened when long, control characters replaced.
package func quoted(_ text: String) -> String {
  let safe = text.shortened(to: 40).unicodeScalars.map { scalar -> Character in
    scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
  }
  return "'\(String(safe))'"
}
