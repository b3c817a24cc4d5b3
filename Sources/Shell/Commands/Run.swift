import Cache
import EnergyModel
import Glibc
import Importers
import QueryLanguage

extension Command {
  static let run = Command(
    name: "run",
    usage: ["run NAME [VALUE …] [PARAMETER=VALUE …]", "run FILE [VALUE …] [NAME=VALUE …]"],
    summary: "run a saved query, or the statements of a script",
    details: [
      "A saved query takes its values in the order of its parameters, or by name. In a script they",
      "are $1 … $9, or have the names given. A name with / or .octowatt at its end is a file;",
      "otherwise a saved query comes before a file of that name.",
    ],
    examples: ["run monthly", "run monthly p=2023-07", "run examples/july.octowatt"],
    run: { cursor, session in
      let target = try located { () throws(QueryError) in
        try cursor.operand("a saved query or a script", .savedQuery, .script)
      }
      let arguments = try RunArguments(&cursor) { session.definition(named: target.value) }
      try session.run(target, arguments)
    })
}

extension Session {
  /// How deep scripts and saved queries may run one another.
  private static let deepest = 16

  /// Runs a saved query or a script, whichever the name stands for.
  func run(_ target: Located<String>, _ arguments: RunArguments) throws {
    let isName = Definition.isName(target.value)
    if isName, let saved = try cache().savedQuery(named: target.value) {
      try nested(run(saved, arguments, at: target.span))
    } else if !isName || access(expandingTilde(target.value), F_OK) == 0 {
      try nested(runScript(target.value, arguments.forScript()))
    } else {
      let names = try cache().savedQueries().map(\.name)
      throw QueryErrors(
        .unknown("query or script", target, among: names, hint: "see 'show queries'"))
    }
  }

  /// The parts of a saved query; nil when it can't be read any more.
  func definition(of saved: SavedQuery) -> Definition? {
    try? Definition(stored: saved.text, variables: scopes.visible)
  }

  /// The same for the query of a name; nil when there is none, too.
  func definition(named name: String) -> Definition? {
    (try? cache().savedQuery(named: name)).flatMap(definition)
  }

  /// Runs a step inside the statement that runs, unless that goes too deep.
  func nested(_ step: @autoclosure () throws -> Void) throws {
    guard scopes.depth < Session.deepest else {
      throw CommandError("'run' inside 'run' goes \(Session.deepest) deep and no deeper")
    }
    try step()
  }

  private func run(_ saved: SavedQuery, _ arguments: RunArguments, at span: SourceSpan) throws {
    let piece = ScriptReader.Piece(text: saved.text, line: 1)
    let origin = Origin.script(name: saved.name)
    let definition = try reporting(in: piece, from: origin) {
      try Definition(stored: saved.text, variables: scopes.visible)
    }
    scopes.enter(try arguments.bind(to: definition, at: span))
    defer { scopes.leave() }
    try reporting(in: piece, from: origin) { try run(definition.query) }
  }

  /// Runs the statements of a file with these arguments.
  ///
  /// - Throws: ``AlreadyReported`` after an error in it.
  func runScript(_ path: String, _ arguments: Variables) throws {
    let script: Script
    do {
      script = try Script(path: path, unless: cancellation)
    } catch let error as ImportError {
      throw CommandError("cannot open the script \(path): \(error.message)")
    }
    scopes.enter(arguments)
    defer { scopes.leave() }
    guard try run(script) || isOver else { throw AlreadyReported() }
  }

  /// Runs a step whose errors are about another text than the statement's own.
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
