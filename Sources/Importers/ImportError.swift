/// Why a file is refused, and where in it.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  /// Counted from 1; nil when the file as a whole is meant.
  package var line: Int?
  /// What was found and what was expected, without full stop.
  package var message: String

  package init(path: String, line: Int?, message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  /// `FILE:LINE: message`.
  package var description: String {
    path + (line.map { ":\($0)" } ?? "") + ": " + message
  }
}

/// Something that the report of an import should say of a file that was accepted.
package struct ImportNote: Hashable, Sendable {
  /// Counted from 1; nil when the file as a whole is meant.
  package var line: Int?
  package var text: String
  /// Whether the file probably does not say what its author meant.
  package var isWarning: Bool

  package init(line: Int?, text: String, isWarning: Bool = false) {
    self.line = line
    self.text = text
    self.isWarning = isWarning
  }
}

/// An ``ImportError`` on its way up, before the path of the file is known.
struct Refusal: Error, Hashable {
  var line: Int
  var message: String

  func of(_ path: String) -> ImportError {
    ImportError(path: path, line: line, message: message)
  }
}

/// `text` in quotes for a message: cut when long, and without bytes that would steer a terminal.
func quoted(_ text: String) -> String {
  let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
  let safe = shown.unicodeScalars.map { scalar -> Character in
    scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
  }
  return "'\(String(safe))'"
}
