import EnergyModel

/// One line of small bars for each row of a grid, or for each series.
enum SparkChart {
  static func need(_ spec: ChartSpec) -> String? {
    if spec.rows != nil, spec.series.count > 1 { return "figures of one flow or label" }
    return spec.rows == nil && spec.axis.form == .labels
      ? "a key of the clock or the calendar" : nil
  }

  static func picture(_ spec: ChartSpec) -> ChartPicture {
    guard spec.rows == nil else {
      return ChartPicture(spec: spec, layout: .heights, marks: Heatmap.cells(spec))
    }
    // Each series is a row of a grid with one.
    var grid = spec
    grid.rows = .labels(spec.series.map(\.name), name: "")
    var whole = spec.series[0]
    whole.values = spec.series.flatMap { one in
      one.values.map { value -> ChartValue? in
        guard var value else { return nil }
        value.amount = value.amount.map(one.drawn)
        return value
      }
    }
    (whole.name, whole.role) = ("", .above)
    grid.series = [whole]
    return ChartPicture(spec: grid, layout: .heights, marks: Heatmap.cells(grid))
  }
}
