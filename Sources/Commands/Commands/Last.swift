import EnergyModel
import QueryLanguage

extension CommandPage {
  static let last = CommandPage(
    ShowLast.self, summary: "show the last result again, in full, without asking the cache",
    details: [
      "Results of queries and lists count, texts such as help and explain do not. Nothing is cut,",
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
    if let excess = last.excess {
      throw Failure(
        "the last result has \(excess) are kept", hint: "ask again with 'as' or 'into'")
    }
    try workspace.output.present(output, inFull: true, outline: last.outline) { sink in
      try last.table.send(to: &sink)
    }
    return .nothing
  }
}
