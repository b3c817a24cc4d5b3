import EnergyModel
import Glibc
import Importers
import QueryLanguage

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

  /// A script, statement by statement, up to its first error.
  ///
  /// The path may be `-` for standard input; the arguments are `$1`, `$2`, … in the script.
  ///
  /// - Returns: whether the run may go on.
  package func run(file path: String, arguments: [String] = []) throws -> Bool {
    var variables = Variables()
    for (index, argument) in arguments.enumerated() { variables[String(index + 1)] = argument }
    session.scopes.enter(variables)
    defer { session.scopes.leave() }
    if path == "-" { return try runStandardInput() }
    do {
      return try session.run(try Script(path: path, unless: session.cancellation))
    } catch let error as ImportError {
      session.fail(.usage)
      try session.console.report("error: cannot open the script \(path): \(error.message)")
      return false
    }
  }

  package func runStandardInput() throws -> Bool {
    let reader = PlainReader()
    let cancellation = session.cancellation
    return try session.run(Script(name: "<stdin>") { try reader.next(unless: cancellation) })
  }

  // MARK: At a terminal

  /// Says which cache is open and what is in it, unless asked for quiet.
  package func greet() throws {
    guard !session.settings.isQuiet else { return }
    for line in try session.banner() { try session.console.report(line) }
  }

  /// Runs a script before the first prompt.
  ///
  /// What fails in it is said with its place, and keeps nothing else from running.
  package func runStartUp(_ path: String) throws {
    let keepsGoing = session.settings.keepsGoing
    session.settings.keepsGoing = true
    defer { session.settings.keepsGoing = keepsGoing }
    _ = try run(file: path)
  }

  private static let prompt = "octowatt> "
  private static let continuation = "     ...> "

  /// Talks to a person until they leave.
  ///
  /// Prompt and echo go to the descriptor `terminal`. Without `historyPath` there is no history
  /// file.
  package func interact(terminal: Int32, historyPath: String?) throws {
    if let historyPath { FileNames.makeFolders(above: historyPath) }
    let warn: (String) -> Void = { session.console.progress("warning: \($0)\n") }
    let editor = ReadlineEditor(output: terminal, historyPath: historyPath, report: warn)
    guard let editor else {
      _ = try runStandardInput()
      return
    }
    session.ask = { question in
      if case .line(let answer) = editor.line(prompt: question) { answer } else { nil }
    }
    var reader = ScriptReader(indentContinues: false)
    var typed: [String] = []
    while !session.isOver {
      Interrupt.forget()
      let input = editor.line(prompt: reader.isInside ? Shell.continuation : Shell.prompt)
      switch input {
      case .end:
        try session.console.report("")
        return
      case .interrupted:
        reader = ScriptReader(indentContinues: false)
        typed = []
      case .line(let line):
        typed.append(line)
        let pieces = reader.feed(line)
        if !reader.isInside {
          let entry = typed.joined(separator: "\n")
          typed = []
          if entry.contains(where: { !$0.isWhitespace }), !StatementLog.holdsKey(entry) {
            editor.remember(entry)
          }
        }
        for piece in pieces where !session.cancellation.isRequested {
          _ = try session.run(piece, from: .prompt(columns: Shell.prompt.count))
        }
      }
    }
  }
}
