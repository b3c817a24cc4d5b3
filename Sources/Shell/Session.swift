import Cache
package import Commands
package import EnergyModel
import QueryEngine
package import QueryLanguage
package import Terminal

/// A session: it parses each statement into a value, runs it in the workspace, and reports and
/// records the outcome.
package final class Session {
  package let workspace: Workspace
  /// Whether `quit` was run.
  package private(set) var isOver = false
  /// Opens the statement of that number in the history, or the last, in the user's editor, and runs
  /// the result once the current statement is done; nil without a prompt.
  var edit: ((Int?) throws -> Void)?
  /// The number of statements whose log entry has begun and not ended.
  var recordedDepth = 0
  /// The text of the current statement, as typed.
  private(set) var statementText = ""

  /// Creates a session in which `clock` gives the time, unless the settings fix it.
  package init(
    console: Console, zone: ClockZone, cachePath: String, settings: Settings,
    cancellation: Cancellation = .never, clock: @escaping () -> Instant
  ) {
    workspace = Workspace(
      console: console, zone: zone, cachePath: cachePath, settings: settings,
      cancellation: cancellation, clock: clock)
  }

  package var status: ExitStatus { workspace.reporter.status }
  package var settings: Settings { workspace.settings }

  /// Runs the statements of a piece in order, up to the first that fails.
  ///
  /// - Returns: whether the run may continue.
  /// - Throws: only errors that make continuing pointless: a broken pipe on standard output.
  package func run(_ piece: ScriptReader.Piece, from origin: Origin) throws -> Bool {
    // At a prompt, each answer appears below its question.
    if case .prompt = origin { workspace.output.beginAnswer() }
    for tokens in piece.statements where !isOver {
      statementText = source(of: tokens, in: piece.text)
      workspace.beginStatement(text: statementText, tokens, in: piece.text)
      defer { workspace.cacheHandle.endStatement() }
      do {
        try workspace.cancellation.check()
        if workspace.output.abandonReason != nil { throw Cancelled() }
        try runAndRecord(tokens)
        try workspace.noteLostChanges()
        try workspace.output.flush()
      } catch let error as BrokenPipe {
        throw error
      } catch  where isLeaving {
        // Whatever error the statement ended with, the interruption is the cause.
        workspace.output.discard()
        if error is AlreadyReported {
          workspace.reporter.fail(.interrupted)
        } else {
          try workspace.reporter.interrupted(saying: workspace.output.abandonReason)
        }
        return false
      } catch {
        try workspace.output.flush()
        try report(error, in: piece, from: origin)
        guard settings.run.keepsGoing else { return false }
      }
    }
    return !isOver
  }

  /// Whether the user has abandoned everything that is still to run.
  var isLeaving: Bool {
    workspace.cancellation.isRequested || workspace.output.abandonReason != nil
  }

  /// Parses a statement and runs it.
  func run(_ tokens: ArraySlice<Token>) throws {
    workspace.output.beginStatement()
    workspace.cacheHandle.isQuerying =
      tokens.first.map { Parser.opensQuery($0.text.lowercased()) } ?? false
    try run(try statement(of: tokens))
  }

  func statement(of tokens: ArraySlice<Token>) throws -> Statement {
    var cursor = TokenCursor(tokens, variables: workspace.scopes.visible)
    return try Statement(reading: &cursor, in: workspace.readingContext(statementText))
  }

  func run(_ statement: Statement) throws {
    switch statement {
    case .query(let query): try workspace.output.timed { try workspace.answer(query) }
    case .command(let command):
      try workspace.output.timed { try follow(try command.run(in: workspace)) }
    case .setting(let change): try follow(try change.run(workspace))
    }
  }

  private func follow(_ followUp: FollowUp) throws {
    switch followUp {
    case .nothing: break
    case .quit: isOver = true
    case .edit(let number):
      guard let edit else {
        throw Failure("there is no prompt to edit at", hint: "run octowatt without words")
      }
      try edit(number)
    case .query(let saved, let arguments, let span):
      try nested { try run(saved, arguments, at: span) }
    case .script(let path, let arguments):
      try nested { try runScript(path, arguments) }
    case .show(let path, let arguments):
      let echoes = settings.output.echoes
      defer { settings.output.echoes = echoes }
      try nested { try runScript(path, arguments) }
    }
  }

  /// The greeting at the prompt, or the error in opening the cache.
  func banner() throws -> [String] {
    do {
      return Banner(
        path: workspace.cacheHandle.path, catalog: try workspace.cache().catalog(),
        zone: workspace.zone, now: workspace.now,
        columns: workspace.reporter.console.errorWidth ?? .max
      ).lines
    } catch let error as CacheError {
      return [workspace.reporter.console.colored("error: \(error.description.visible)", "31")]
    }
  }

  /// Parses a statement that is still being typed, whose text has `end` bytes.
  func analyse(_ tokens: ArraySlice<Token>, end: Int) -> StatementAnalysis {
    workspace.cacheHandle.withoutWaiting {
      StatementAnalysis(
        tokens, end: end, variables: workspace.scopes.visible, in: workspace.readingContext(""))
    }
  }
}
