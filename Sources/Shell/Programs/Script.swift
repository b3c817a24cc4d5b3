import Importers
import QueryLanguage

/// Statements to run one after another, under the name that errors are to give.
struct Script {
  let name: String
  /// The next line without its end; nil behind the last.
  let line: () -> String?

  init(name: String, line: @escaping () -> String?) {
    self.name = name
    self.line = line
  }

  /// The script in a file.
  ///
  /// - Throws: an ``ImportError`` when it can't be read.
  init(path: String) throws(ImportError) {
    let text = String(decoding: try FileNames.read(expandingTilde(path)), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).makeIterator()
    self.init(name: path) { lines.next().map(String.init) }
  }
}

extension Session {
  /// Runs a script up to its first error.
  ///
  /// - Returns: whether the run may go on.
  func run(_ script: Script) throws -> Bool {
    var reader = ScriptReader()
    while let line = script.line() {
      for piece in reader.feed(line) {
        guard try run(piece, from: .script(name: script.name)) else { return false }
      }
    }
    guard let piece = reader.finish() else { return true }
    return try run(piece, from: .script(name: script.name))
  }
}
