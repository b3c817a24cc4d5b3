import JSONText

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

  /// The word that a report puts before it.
  package var kind: String { isWarning ? "warning" : "note" }
}

extension Refusal {
  /// The error that it is once the path of the file is known.
  func of(_ path: String) -> ImportError {
    ImportError(path: path, line: line, message: message)
  }
}
