import Cache
import EnergyModel
package import QueryLanguage
import Terminal

/// A log of statements and their outcomes, which can itself be run as a script.
///
/// Outcomes are comments, with the time. Statements that contain a key are left out.
package struct StatementLog {
  private let file: OutputFile

  /// Appends to the file; a new one is created private to its owner.
  init(path: String) throws(Failure) {
    file = try OutputFile(path: path, appending: true, permissions: 0o600)
  }

  var path: String { file.path }

  /// Logs a statement that is about to run.
  ///
  /// One inside a script is logged as a comment, as the statement that runs the script is there.
  package func begin(_ statement: String, isInner: Bool) throws {
    let mark = isInner ? "#   " : ""
    try file.buffer.write(mark + statement.replacing("\n", with: "\n" + mark) + "\n")
    try file.buffer.flush()
  }

  /// Logs the outcome of the statement; `error` is nil if it succeeded.
  package func end(_ error: (any Error)?, at stamp: String) throws {
    let outcome = error.map { "failed" + StatementLog.reason($0) } ?? "ok"
    let line = outcome.split(whereSeparator: \.isNewline).joined(separator: " ")
    try file.buffer.write("# \(stamp) \(line)\n")
    try file.buffer.flush()
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as any Diagnosable: ": " + error.message
    case is AlreadyReported: ""
    default: ": \(error)"
    }
  }

  /// Whether a statement goes into the history of the prompt: not what begins with a space, nor what
  /// holds a key, nor an 'edit', whose outcome is there.
  package static func isKept(inHistory piece: ScriptReader.Piece) -> Bool {
    let statements = piece.statements
    return piece.text.first.map { !$0.isWhitespace } ?? false
      && !statements.contains { holdsKey(piece.text, $0) }
      && statements.first?.first?.text.lowercased() != CommandPage.edit.name
  }

  /// Whether a statement contains, or may contain, the key of an account; `tokens` are its own, and
  /// `statement` may be text around it too.
  package static func holdsKey(_ statement: String, _ tokens: ArraySlice<Token>) -> Bool {
    let words = tokens.map { $0.text.lowercased() }
    return words.starts(with: ["add", "key"]) || words.contains("api_key")
      // This also finds keys in comments.
      || APIKey.isLikely(in: statement)
  }
}
