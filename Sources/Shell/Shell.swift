import Commands
import EnergyModel
import Glibc
import QueryLanguage
import Terminal

/// Feeds statements to a session: from the command line, from scripts, from a person.
package struct Shell {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// One statement, or several, from the command line.
  ///
  /// - Returns: whether the run may go on.
  package func run(text: String) throws -> Bool {
    try session.run(ScriptReader.Piece(text: text, line: 1), from: .words)
  }

  /// The words of one statement, or several, as the command line has them.
  ///
  /// - Returns: whether the run may go on.
  package func run(words: [String]) throws -> Bool {
    try session.run(
      ScriptReader.Piece(words: words) { access($0, F_OK) == 0 }, from: .words)
  }

  /// A script, statement by statement, up to its first error.
  ///
  /// The path may be `-` for standard input; the arguments are `$1`, `$2`, … in the script.
  ///
  /// - Returns: whether the run may go on.
  package func run(file path: String, arguments: [String] = []) throws -> Bool {
    var variables = Variables()
    for (index, argument) in arguments.enumerated() { variables[String(index + 1)] = argument }
    session.workspace.scopes.enter(variables)
    defer { session.workspace.scopes.leave() }
    if path == "-" { return try runStandardInput() }
    do {
      return try session.run(try Script(path: path, cancellation: session.workspace.cancellation))
    } catch let error as FileError {
      session.workspace.reporter.fail(.usage)
      try session.workspace.reporter.console.report(
        "error: cannot open the script \(path): \(error.reason)".visible)
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

  /// Says which cache is open and what is in it, unless asked for quiet.
  package func greet() throws {
    guard !session.settings.run.isQuiet else { return }
    for line in try session.banner() { try session.workspace.reporter.console.report(line) }
  }

  /// Runs a script before the first prompt.
  ///
  /// What fails in it is said with its place, and keeps nothing else from running.
  package func runStartUp(_ path: String) throws {
    let keepsGoing = session.settings.run.keepsGoing
    session.settings.run.keepsGoing = true
    defer { session.settings.run.keepsGoing = keepsGoing }
    _ = try run(file: path)
  }

  /// Talks to a person until they leave.
  ///
  /// Prompt and echo go to the descriptor `terminal`, which `isDumb` if it can do no more than print.
  package func interact(terminal: Int32, isDumb: Bool) throws {
    try REPL(session, terminal: terminal, isDumb: isDumb).run()
  }
}
