import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

extension VATTable.Fuel: DescribedWord {
  package var summary: String {
    switch self {
    case .electricity: "on electricity that came in; export carries no VAT"
    case .gas: "on gas"
    }
  }
}

extension Session {
  /// Says how much VAT there is on a fuel from a day on.
  func setVAT(_ cursor: inout TokenCursor) throws {
    let fuel = try cursor.topic(VATTable.Fuel.self, of: "set").value
    var rate: VATRate?
    var from: Located<LocalDay>?
    cursor.collecting { (cursor) throws(QueryError) in
      rate = try cursor.reading { (c) throws(QueryError) in try c.percentage() }
      from = try cursor.reading { (c) throws(QueryError) in try c.fromDay(self) }
      try cursor.requireEnd()
    }
    try cursor.finish()
    guard let rate, let from else { preconditionFailure("no parts and no error") }
    let entry = VATTable.Entry(fuel: fuel, from: from.value, rate: rate)
    let table = try change { _ in
    } storing: { writer, _, _ in
      try writer.store(entry)
      return try cache().home(writer).vat
    }
    try tell(
      "VAT on \(fuel.word) is \(rate.text) from \(from.value)"
        + (table.end(of: entry).map { " until \($0)" } ?? ""))
  }

  /// The VAT on each fuel by day.
  func vatTable() throws -> ResultTable {
    let columns =
      ["fuel", "from", "until"].map { ResultColumn(name: $0, title: $0, kind: .text) } + [
        ResultColumn(name: "vat_percent", title: "VAT %", kind: .quotient(places: 2)),
        ResultColumn(name: "source", title: "source", kind: .text),
      ]
    let table = try cache().home().vat
    let rows = table.entries.map { entry in
      func cell(_ day: LocalDay?) -> Cell { day.map { .text($0.description) } ?? .missing }
      return ResultRow(cells: [
        .text(entry.fuel.word), cell(entry.from), cell(table.end(of: entry)),
        .number(entry.rate.number), .text(entry.isBuiltIn ? "built in" : "set"),
      ])
    }
    return ResultTable(head: ResultHead(statement: "show vat", columns: columns), rows: rows)
  }
}

extension TokenCursor {
  /// A rate of VAT such as `20` or `17.5%`.
  fileprivate mutating func percentage() throws(QueryError) -> VATRate {
    let what = "a percentage from 0 to 100 such as 20"
    let typed = try operand(what)
    guard let rate = VATRate(text: typed.value) else {
      throw QueryError("expected \(what), found '\(typed.value)'", at: typed.span)
    }
    return rate
  }
}
