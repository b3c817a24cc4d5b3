import EnergyModel

/// A field for each position of each row, in which colour stands for the figure.
enum Heatmap {
  static func need(_ spec: ChartSpec) -> String? {
    if spec.rows == nil { return "two keys, as in 'by day, halfhour'" }
    return spec.series.count > 1 ? "figures of one flow or label" : nil
  }

  static func picture(_ spec: ChartSpec) -> ChartPicture {
    ChartPicture(spec: spec, layout: .colours, marks: cells(spec))
  }

  /// The first series row by row.
  static func cells(_ spec: ChartSpec) -> [ChartMark] {
    let width = spec.axis.points.count
    return spec.series[0].values.enumerated().compactMap { place, value in
      guard let value else { return nil }
      return ChartMark(
        shape: value.amount == nil ? .missing(lane: 0) : .cell, series: 0, column: place % width,
        row: place / width, amount: value.amount.map(spec.series[0].drawn) ?? FixedPoint(0),
        isPartial: value.isPartial)
    }
  }
}
