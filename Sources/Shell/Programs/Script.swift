import EnergyModel
import Importers
import QueryLanguage

/// Statements to run one after another, under the name that errors are to give.
struct Script {
  let name: String
  /// The next line without its end; nil behind the last.
  let line: () throws -> String?

  init(name: String, line: @escaping () throws -> String?) {
    self.name = name
    self.line = line
  }

  /// The script in a file.
  ///
  /// - Throws: an ``ImportError`` when it can't be read; ``Cancelled``.
  init(path: String, unless cancellation: Cancellation) throws {
    let bytes = try FileNames.read(expandingTilde(path), unless: cancellation)
    let text = String(decoding: bytes, as: UTF8.self)
    // A carriage return and a newline are one character.
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .makeIterator()
    self.init(name: path) { lines.next().map(String.init) }
  }
}

extension Session {
  /// Runs a script up to its first error.
  ///
  /// - Returns: whether the run may go on.
  func run(_ script: Script) throws -> Bool {
    var reader = ScriptReader()
    var isFirst = true
    while let line = try script.line() {
      let hasMark = isFirst && line.unicodeScalars.first == "\u{FEFF}"
      isFirst = false
      for piece in reader.feed(hasMark ? String(line.unicodeScalars.dropFirst()) : line) {
        guard try run(piece, from: .script(name: script.name)) else { return false }
      }
    }
    guard let piece = reader.finish() else { return true }
    return try run(piece, from: .script(name: script.name))
  }
}
