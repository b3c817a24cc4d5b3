import EnergyModel
import QueryLanguage

/// `usage`: energy read.
enum Usage: MeasureRule {
  static let needs = MeasureNeeds(rates: .whereAsked, keys: .asked)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    [maker.usage(maker.unit)] + maker.extraColumns(running: maker.usage(maker.unit))
  }

  static func report(_ maker: ReportMaker) throws(QueryError) -> Report {
    try maker.breakdown(.usage, maker.sums)
  }

  static func cells(_ figures: Figures) -> [Cell] { [figures.usage(figures.sums[0])] }
}
