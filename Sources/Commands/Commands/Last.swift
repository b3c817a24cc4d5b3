import EnergyModel
import QueryLanguage

extension CommandPage {
  static let last = CommandPage(
    ShowLast.self, summary: "show the last result again, in full, without running its query",
    details: [
      "A result is that of a query or list, not a text such as help or explain. Nothing is cut,",
      "however narrow the terminal. Results of over \(KeptResult.most) rows are not kept.",
      "'last chart' draws what a query gave: see 'help chart'.",
      "Before a unit, as in 'last month', it is part of a period: see 'help periods'.",
    ],
    examples: ["last as csv", "last into july.json"])
}

/// Shows the last result again.
struct ShowLast: Command {
  static let form = Form("last", .drawing)

  let output: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    output = try ShowLast.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    guard let last = workspace.output.last else { throw Failure("there is no result yet") }
    if let exceededLimit = last.exceededLimit {
      throw Failure(
        "the last result has \(exceededLimit) are kept", hint: "run it again with 'as' or 'into'")
    }
    try workspace.output.present(output, inFull: true, outline: last.outline) { sink in
      try last.table.send(to: &sink)
    }
    return .nothing
  }
}
