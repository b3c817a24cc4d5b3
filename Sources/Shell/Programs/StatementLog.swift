import Cache
import EnergyModel
import QueryLanguage
import Rendering
import Terminal

/// A record of statements and what came of them, which can itself be run as a script.
///
/// Outcomes stand in comments, with the time. What holds a key is left out.
struct StatementLog {
  private let file: OutputFile

  /// Goes on behind what is in the file; a new one can be read by its owner alone.
  init(path: String) throws(Failure) {
    file = try OutputFile(path: path, appending: true, permissions: 0o600)
  }

  var path: String { file.path }

  /// Notes a statement that is about to run.
  ///
  /// One inside a script is noted as a comment, as the statement that runs the script is there.
  func begin(_ statement: String, isInner: Bool) throws {
    let mark = isInner ? "#   " : ""
    try file.buffer.write(mark + statement.replacing("\n", with: "\n" + mark) + "\n")
    try file.buffer.flush()
  }

  /// Notes what came of the statement; `error` is nil when all was well.
  func end(_ error: (any Error)?, at stamp: String) throws {
    let outcome = error.map { "failed" + StatementLog.reason($0) } ?? "ok"
    let line = outcome.split(whereSeparator: \.isNewline).joined(separator: " ")
    try file.buffer.write("# \(stamp) \(line)\n")
    try file.buffer.flush()
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as QueryError: ": " + error.text
    case let error as any Diagnosable: ": " + error.message
    case is AlreadyReported: ""
    default: ": \(error)"
    }
  }

  /// Whether a statement goes into the history of the prompt: not what begins with a space, nor what
  /// holds a key, nor an 'edit', whose outcome is there.
  static func isKept(inHistory text: String) -> Bool {
    let opening = Lexer.lex(text).tokens.first?.text.lowercased()
    return text.first.map { !$0.isWhitespace } ?? false && !holdsKey(text)
      && opening != CommandPage.edit.name
  }

  /// Whether a statement holds, or may hold, the key of an account.
  static func holdsKey(_ statement: String) -> Bool {
    let words = Lexer.lex(statement).tokens.map { $0.text.lowercased() }
    let text = statement.lowercased()
    return words.starts(with: ["add", "key"]) || words.contains("api_key")
      // In a comment, too.
      || ["sk_live_", "sk_test_"].contains { text.contains($0) }
  }
}

extension Session {
  /// Echoes and logs a statement as the settings ask, runs it, and logs its outcome.
  func runAndRecord(_ tokens: ArraySlice<Token>) throws {
    let statement = statementText
    guard !StatementLog.holdsKey(statement) else { return try run(tokens) }
    if settings.echoes { try workspace.output.echo(statement) }
    // What turns the log off is its last entry; what turns it on is not in it.
    var log = workspace.reporter.log
    if try !keep({ try log?.begin(statement, isInner: recordedDepth > 0) }) { log = nil }
    recordedDepth += log == nil ? 0 : 1
    defer { recordedDepth -= log == nil ? 0 : 1 }
    do {
      try run(tokens)
      _ = try keep { try log?.end(nil, at: workspace.zone.stamp(workspace.now)) }
    } catch {
      _ = try keep { try log?.end(error, at: workspace.zone.stamp(workspace.now)) }
      throw error
    }
  }

  /// Writes to the log; one that can't be written is given up, and the answer is false.
  private func keep(_ write: () throws -> Void) throws -> Bool {
    do {
      try write()
      return true
    } catch let error as Failure {
      workspace.reporter.log = nil
      try workspace.reporter.console.report("warning: the log is off: \(error.message.visible)")
      return false
    }
  }
}
