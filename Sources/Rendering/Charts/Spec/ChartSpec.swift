package import EnergyModel

/// The content of a chart of any kind, made from a typed result alone.
///
/// Figures are as exact as in the table.
package struct ChartSpec: Hashable, Sendable {
  package var title: String
  /// Totals and the average in words.
  package var summary: String
  /// The positions along which the figures stand.
  package var axis: ChartAxis
  /// The rows of a grid, each of which has the whole of `axis`; nil where there is one axis.
  package var rows: ChartAxis?
  package var series: [ChartSeries]
  /// In units of `axis`, within it.
  package var bands: [ChartBand]
  /// The mean of the only series; nil where it would mean nothing.
  package var average: FixedPoint?
  /// Notes on the layout, such as that columns were added up.
  package var remarks: [String] = []
  /// Whether several series come from one row, whose other figures then belong to none alone.
  let sharesRows: Bool
  /// The result that it was made from.
  package var table: ResultTable

  /// How figures of the drawn series are written.
  package var figureText: FigureText { series.first?.figureText ?? FigureText(unit: nil) }

  /// Whether some value is incomplete.
  var hasPartialValues: Bool { series.contains { $0.values.contains { $0?.isPartial == true } } }
  /// Whether some value is missing, apart from those of another period.
  var hasMissingValues: Bool { mainSeries.contains { $0.missingCount > 0 } }
  /// The other period that stands behind the only series.
  var behind: ChartSeries? { series.first { $0.role == .behind } }
  /// What of the other period is missing, in words; nil where nothing is.
  var absenceBehind: String? {
    guard let behind, behind.missingCount > 0 else { return nil }
    return "\(behind.name): \(absence)"
  }

  /// Series that are not there but for comparison or as a sum of the others.
  var mainSeries: [ChartSeries] {
    series.filter { $0.role == .above || $0.role == .below }
  }
}

/// Figures of one name.
package struct ChartSeries: Hashable, Sendable {
  /// As the legend has it; empty where there is but one.
  package var name: String
  package var role: ChartRole
  /// Whether it is another price of what the other series show, and so is never added to them.
  var isAlternative = false
  package var figureText: FigureText
  /// One a position of the axis, and of a grid row by row.
  ///
  /// Nil where there can be nothing, as for an hour that the clock left out; a value without amount
  /// is missing.
  package var values: [ChartValue?]

  /// How many values are missing.
  var missingCount: Int { values.count { $0 != nil && $0?.amount == nil } }

  /// The sum of all values.
  package var sum: FixedPoint {
    values.reduce(FixedPoint(0)) { sum, value in value?.amount.map { sum + $0 } ?? sum }
  }

  /// The amount as it is drawn: below the line it counts negative.
  func drawn(_ amount: FixedPoint) -> FixedPoint { role == .below ? -amount : amount }
}

package struct ChartValue: Hashable, Sendable {
  /// Nil for a missing figure, which is not zero.
  package var amount: FixedPoint?
  /// Whether half-hours that are missing or unpriced touch it.
  package var isPartial: Bool
  /// Its row in the table; several where values were merged.
  var tableRows: ClosedRange<Int>

  package init(amount: FixedPoint?, isPartial: Bool = false, tableRows: ClosedRange<Int>) {
    self.amount = amount
    self.isPartial = isPartial
    self.tableRows = tableRows
  }
}
