import Commands
import EnergyModel
import Glibc
import QueryLanguage
import Terminal

/// Feeds statements to a session from the command line, scripts or a prompt.
package struct Shell {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Runs one or more statements from the command line.
  ///
  /// - Returns: whether the run may continue.
  package func run(text: String) throws -> Bool {
    try session.run(ScriptReader.Piece(text: text, line: 1), from: .words)
  }

  /// Runs the words of one or more statements, as the command line has them.
  ///
  /// - Returns: whether the run may continue.
  package func run(words: [String]) throws -> Bool {
    try session.run(
      ScriptReader.Piece(words: words) { access($0, F_OK) == 0 }, from: .words)
  }

  /// Runs a script up to its first error.
  ///
  /// The path may be `-` for standard input; the arguments are `$1`, `$2`, … in the script.
  ///
  /// - Returns: whether the run may continue.
  package func run(file path: String, arguments: [String] = []) throws -> Bool {
    var variables = Variables()
    for (index, argument) in arguments.enumerated() { variables[String(index + 1)] = argument }
    session.workspace.scopes.enter(variables)
    defer { session.workspace.scopes.leave() }
    if path == "-" { return try runStandardInput() }
    do {
      return try session.run(try Script(path: path, cancellation: session.workspace.cancellation))
    } catch let error as UnopenedScript {
      session.workspace.reporter.fail(error.exitStatus)
      try session.workspace.reporter.console.report("error: \(error.text)".visible)
      return false
    }
  }

  package func runStandardInput() throws -> Bool {
    let reader = PlainReader()
    let cancellation = session.workspace.cancellation
    do {
      return try session.run(
        Script(name: "<stdin>") { try reader.next(cancellation: cancellation) })
    } catch let error as Failure {
      session.workspace.reporter.fail(.usage)
      try session.workspace.reporter.console.report("error: \(error.text)".visible)
      return false
    }
  }

  // MARK: At a terminal

  /// Prints the cache's path and the state of its readings, unless quiet.
  package func greet() throws {
    guard !session.settings.run.isQuiet else { return }
    let console = session.workspace.reporter.console
    for line in try session.banner().flatMap(console.wrapped) { try console.report(line) }
  }

  /// Runs a script before the first prompt.
  ///
  /// An error in it is reported with its place, and does not keep the prompt from starting.
  package func runStartUp(_ path: String) throws {
    let keepsGoing = session.settings.run.keepsGoing
    session.settings.run.keepsGoing = true
    defer { session.settings.run.keepsGoing = keepsGoing }
    _ = try run(file: path)
  }

  /// Runs the prompt until the user leaves.
  ///
  /// Prompt and echo go to the descriptor `terminal`; `isDumb` tells that it can only print.
  package func interact(terminal: Int32, isDumb: Bool) throws {
    try REPL(session, terminal: terminal, isDumb: isDumb).run()
  }
}
