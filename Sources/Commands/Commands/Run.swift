import Cache
import Glibc
import QueryLanguage
import Terminal

extension CommandPage {
  static let run = CommandPage(
    RunSaved.self, summary: "run a saved query, or the statements of a script",
    details: [
      "A saved query takes its values in the order of its parameters, or by name. In a script they",
      "are $1 … $9, or have the names given. A name with / or .octowatt at its end is a file;",
      "otherwise a saved query comes before a file of that name. One that writes a file and was not",
      "defined on this machine asks first, once; without a terminal it needs --yes.",
    ],
    examples: ["run monthly", "run monthly p=2023-07", "run examples/july.octowatt"])
}

/// Runs a saved query or a script.
struct RunSaved: Command {
  static let form = Form("run", .call)

  let call: Call

  /// A call: the name of a saved query or script, with its arguments.
  struct Call: Sendable {
    var target: Located<String>
    var arguments: RunArguments
  }

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    call = try RunSaved.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let target = call.target
    let isName = Definition.isName(target.value)
    if isName, let saved = try workspace.cache().savedQuery(named: target.value) {
      return .query(saved, arguments: call.arguments, at: target.span)
    }
    if !isName || access(expandingTilde(target.value), F_OK) == 0 {
      return .script(path: target.value, arguments: try call.arguments.forScript())
    }
    let names = try workspace.cache().savedQueries().map(\.name)
    throw QueryError.unknown("query or script", target, among: names, hint: "see 'show queries'")
  }
}

extension FormPart<RunSaved.Call> {
  fileprivate static let call = FormPart(
    usage: "NAME|FILE [VALUE …] [PARAMETER=VALUE …]", isPositional: true
  ) { (cursor, _, context) throws(QueryError) in
    let target = try cursor.operand("a saved query or a script", .savedQuery, .script)
    return RunSaved.Call(
      target: target, arguments: RunArguments(&cursor) { context.definition(named: target.value) })
  }
}
