import EnergyModel
import Rendering

extension Command {
  static let last = Command(
    name: "last", usage: ["last [as FORMAT] [into FILE]"],
    summary: "show the last result again, in full, without asking the cache",
    details: [
      "Results of queries and lists count, texts such as help and explain do not. Nothing is cut,",
      "however narrow the terminal. Results of over \(KeptResult.most) rows are not kept.",
      "Before a unit, as in 'last month', it is part of a period: see 'help periods'.",
    ],
    examples: ["last as csv", "last into july.json"],
    run: { cursor, session in
      let output = try cursor.outputToEnd(formats: OutputFormat.allCases.map(\.rawValue))
      guard let last = session.last else { throw CommandError("there is no result yet") }
      if let excess = last.excess {
        throw CommandError(
          "the last result has \(excess) are kept",
          hint: "ask again with 'as' or 'into'")
      }
      try session.present(output, inFull: true) { sink in try last.table.send(to: &sink) }
    })
}
