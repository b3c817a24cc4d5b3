import Cache
import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// Scripts and saved queries run inside a statement.
extension Session {
  /// The greatest depth to which scripts and saved queries may run one another.
  private static let deepest = 16

  /// Runs a step inside the current statement, unless it is nested too deeply.
  func nested(_ step: () throws -> Void) throws {
    guard workspace.scopes.depth < Session.deepest else {
      throw Failure("'run' inside 'run' can be nested \(Session.deepest) deep at most")
    }
    try step()
  }

  func run(_ saved: SavedQuery, _ arguments: RunArguments, at span: SourceSpan) throws {
    let piece = ScriptReader.Piece(text: saved.text, line: 1)
    let origin = Origin.script(name: saved.name)
    let definition = try reporting(in: piece, from: origin) {
      try Definition(stored: saved.text, variables: workspace.scopes.visible)
    }
    workspace.scopes.enter(try arguments.bind(to: definition, at: span))
    defer { workspace.scopes.leave() }
    try reporting(in: piece, from: origin) {
      let statement = try statement(of: definition.query)
      if case .query(let query) = statement, try !workspace.allows(saved, query) { return }
      workspace.output.beginStatement()
      try run(statement)
    }
  }

  /// Runs the statements of a file with these arguments.
  ///
  /// - Throws: ``UnopenedScript``; ``AlreadyReported`` after an error in the file.
  func runScript(_ path: String, _ arguments: Variables) throws {
    let script = try Script(path: path, cancellation: workspace.cancellation)
    workspace.scopes.enter(arguments)
    defer { workspace.scopes.leave() }
    guard try run(script) || isOver else { throw AlreadyReported() }
  }

  /// Runs a step whose errors refer to a text other than the statement's own.
  private func reporting<Result>(
    in piece: ScriptReader.Piece, from origin: Origin, _ step: () throws -> Result
  ) throws -> Result {
    do {
      return try step()
    } catch let error where error is BrokenPipe || error is Cancelled {
      throw error
    } catch {
      try report(error, in: piece, from: origin)
      throw AlreadyReported()
    }
  }
}
