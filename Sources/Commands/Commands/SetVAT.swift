import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension VATTable.Fuel: DescribedWord {
  package var summary: String {
    switch self {
    case .electricity: "on electricity from the grid; export carries no VAT"
    case .gas: "on gas"
    }
  }
}

/// Sets the VAT on a fuel from a day on.
struct SetVAT: Command {
  static let form = Form(
    "set vat", .operand(.fuel), .operand(.percentage),
    .clause("from", .day, "the day from which it holds"))
  static let summary = "the rate of VAT on a fuel"

  let fuel: VATTable.Fuel
  let rate: VATRate
  let from: Located<LocalDay>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (fuel, rate, from) = try SetVAT.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let entry = VATTable.Entry(fuel: fuel, from: from.value, rate: rate)
    let cache = try workspace.cache()
    let table = try cache.write { writer in
      try writer.store(entry)
      return try cache.catalog(writer).vat
    }
    try workspace.reporter.info(
      "VAT on \(fuel.word) is \(rate.text) from \(from.value)"
        + (table.end(of: entry).map { " until \($0)" } ?? ""))
    return .nothing
  }
}

extension Operand<VATTable.Fuel> {
  fileprivate static let fuel = Operand("electricity|gas", "'electricity' or 'gas'") {
    (cursor, _) throws(QueryError) in
    cursor.expect(VATTable.Fuel.allCases)
    let typed = try cursor.term("'electricity' or 'gas'")
    guard let fuel = VATTable.Fuel(word: typed.value) else {
      throw .unknown(
        "word", typed, among: VATTable.Fuel.words,
        hint: "'set vat' takes 'electricity' or 'gas'")
    }
    return fuel
  }
}

extension Operand<VATRate> {
  fileprivate static let percentage = Operand("PERCENT", "a percentage from 0 to 100 such as 20") {
    (cursor, _) throws(QueryError) in
    let what = "a percentage from 0 to 100 such as 20"
    let typed = try cursor.operand(what)
    guard let rate = VATRate(text: typed.value) else {
      throw QueryError("expected \(what), found '\(typed.value)'", at: typed.span)
    }
    return rate
  }
}

extension Workspace {
  /// The VAT on each fuel by day, as a list.
  func vatTable() throws -> ResultTable {
    let percent = ResultColumn(name: "vat_percent", title: "VAT %", kind: .quotient(places: 2))
    let columns =
      ResultColumn.named("fuel", "from", "until") + [percent] + ResultColumn.named("source")
    let table = try cache().catalog().vat
    let rows = table.entries.map { entry in
      func cell(_ day: LocalDay?) -> Cell { day.map { .text($0.description) } ?? .missing }
      return ResultRow(cells: [
        .text(entry.fuel.word), cell(entry.from), cell(table.end(of: entry)),
        .number(entry.rate.number), .text(entry.isBuiltIn ? "built in" : "set"),
      ])
    }
    return ResultTable(header: ResultHeader(statement: "show vat", columns: columns), rows: rows)
  }
}
