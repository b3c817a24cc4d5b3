import Commands
import EnergyModel
import QueryLanguage
import Terminal

extension Session {
  /// Echoes and logs a statement as the settings ask, runs it, and logs its outcome.
  ///
  /// One with an API key in it is refused, wherever the key stands: it would be kept as a name or
  /// in a saved query, and shown.
  func runAndRecord(_ tokens: ArraySlice<Token>) throws {
    let statement = statementText
    guard !APIKey.isLikely(in: statement) else {
      throw Failure("a key is never typed in a statement", hint: "type: add key")
    }
    guard !StatementLog.holdsKey(statement, tokens) else { return try run(tokens) }
    if settings.output.echoes { try workspace.output.echo(statement) }
    // The statement that turns the log off is its last entry; the one that turns it on is not in it.
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
