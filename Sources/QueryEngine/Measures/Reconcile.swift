import EnergyModel
import QueryLanguage

/// `reconcile`: octowatt's figures beside those of a bill, or beside the supplier's own costs of the
/// half-hours.
enum Reconcile: MeasureRule {
  static let needs = MeasureNeeds(alternatives: .one, keys: .asked, isOfSupplier: true)

  static func needs(of query: Query) -> MeasureNeeds {
    var needs = Reconcile.needs
    if query.billed != nil {
      needs.keys = .fixed([.label(.tariff), .label(.band), .calendar(.day)])
      (needs.hasStanding, needs.isStatement, needs.isOfSupplier) = (true, true, false)
    } else if query.keys.isEmpty {
      (needs.keys, needs.hasStanding) = (.fixed([.calendar(.day)]), true)
    }
    return needs
  }

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    let agrees = maker.text("agrees")
    guard maker.hasKeys else {
      let figures = ["ours", "theirs", "difference", "bound"].map {
        ResultColumn(name: $0, title: $0, kind: .quotient(places: 6))
      }
      return ["flow", "line", "unit"].map(maker.text) + figures + [
        agrees, ResultColumn(name: "explanation", title: "explanation", kind: .remark),
      ]
    }
    return [ResultColumn(name: "halfhours", title: "half-hours", kind: .count)]
      + ["ours", "theirs"].map { maker.money($0, $0) }
      + ["difference", "bound"].map { name in
        // Costs of half-hours have more digits than money in tables, and these say how they differ.
        var column = maker.money(name, name)
        column.kind = .quotient(places: 6)
        return column
      } + [agrees]
  }

  static func report(_ maker: ReportMaker) -> Report {
    var sums = maker.sums
    guard maker.query.billed != nil else {
      return .reconcile(.costs(maker.aggregate(sums), hasKeys: !maker.query.keys.isEmpty))
    }
    sums.withoutVAT = maker.isPriced
    return .reconcile(.bills(maker.aggregate(sums), []))
  }
}
