import Cache
import EnergyModel
import QueryLanguage
import Rendering

/// A log of statements and their outcomes, which can itself be run as a script.
///
/// Outcomes are comments, with the time. Statements that contain a key are left out.
struct StatementLog {
  private let file: OutputFile

  /// Appends to the file; a new one is created private to its owner.
  init(path: String) throws(Failure) {
    file = try OutputFile(path: path, appending: true, mode: 0o600)
  }

  var path: String { file.path }

  /// Logs a statement that is about to run.
  ///
  /// One inside a script is logged as a comment, as the statement that runs the script is there.
  func begin(_ statement: String, isInner: Bool) throws {
    let mark = isInner ? "#   " : ""
    try file.buffer.write(mark + statement.replacing("\n", with: "\n" + mark) + "\n")
    try file.buffer.flush()
  }

  /// Logs the outcome of the statement; `error` is nil if it succeeded.
  func end(_ error: (any Error)?, at stamp: String) throws {
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

  /// Whether a statement contains, or may contain, the key of an account.
  static func holdsKey(_ statement: String) -> Bool {
    let words = Lexer.lex(statement).tokens.map { $0.text.lowercased() }
    let text = statement.lowercased()
    return words.starts(with: ["add", "key"]) || words.contains("api_key")
      // This also finds keys in comments.
      || ["sk_live_", "sk_test_"].contains { text.contains($0) }
  }
}

extension Session {
  /// Echoes and logs a statement as the settings require, runs it, and logs its outcome.
  func runAndRecord(_ tokens: ArraySlice<Token>) throws {
    let statement = statementText
    guard !StatementLog.holdsKey(statement) else { return try run(tokens) }
    if settings.echoes { try workspace.output.echo(statement) }
    // The statement that turns the log off is its last entry; the one that turns it on is not in
    // it.
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

  /// Writes to the log, and turns it off if that fails; returns whether it was written.
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
