import JSONText

/// The reason why a file is refused, with its place in the file.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  /// Counted from 1; nil for the file as a whole.
  package var line: Int?
  /// Says what was found and what was expected, without a full stop.
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

/// A remark in an import's report about a file that was accepted.
package struct ImportNote: Hashable, Sendable {
  /// Counted from 1; nil for the file as a whole.
  package var line: Int?
  package var text: String
  /// Whether the file is probably wrong.
  package var isWarning: Bool

  package init(line: Int?, text: String, isWarning: Bool = false) {
    self.line = line
    self.text = text
    self.isWarning = isWarning
  }

  /// The word before it in a report.
  package var kind: String { isWarning ? "warning" : "note" }
}

extension FormatError {
  /// The error with the path of its file.
  func of(_ path: String) -> ImportError {
    ImportError(path: path, line: line, message: message)
  }
}
