/// Why a text is refused, before it is known where the text came from.
package struct Refusal: Error, Hashable, Sendable {
  /// Counted from 1.
  package var line: Int
  /// What was found and what was expected, without full stop.
  package var message: String

  package init(line: Int, message: String) {
    self.line = line
    self.message = message
  }
}

/// `text` in quotes for a message: cut when long, and without bytes that would steer a terminal.
package func quoted(_ text: String) -> String {
  let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
  let safe = shown.unicodeScalars.map { scalar -> Character in
    scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
  }
  return "'\(String(safe))'"
}
