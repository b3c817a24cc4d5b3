import EnergyModel
import QueryLanguage

/// `cost`: energy and what it cost; for export, what it earned.
enum Cost: MeasureRule {
  static let needs = MeasureNeeds(keys: .asked)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    let cost = maker.cost("cost", maker.flows == [.export] ? "income" : "cost")
    return [maker.usage(maker.unit), cost] + maker.extraColumns(running: cost, countsUnpriced: true)
  }

  static func report(_ maker: ReportMaker) throws(QueryError) -> Report {
    try maker.breakdown(.cost, maker.sums)
  }

  static func cells(_ figures: Figures) -> [Cell] {
    [figures.usage(figures.sums[0]), figures.money(figures.sums[0])]
  }
}
