import EnergyModel

/// A bar for each figure: along the clock or the calendar upright, for labels sideways.
enum BarChart {
  static func need(_ spec: ChartSpec) -> String? {
    spec.rows == nil ? nil : "one key besides labels"
  }

  static func picture(_ spec: ChartSpec) -> ChartPicture {
    // Bars above the line and bars below it share a lane.
    var lanes = [0, 0]
    var marks: [ChartMark] = []
    for (index, one) in spec.series.enumerated() {
      switch one.role {
      case .behind: marks += shadows(one, index)
      case .running: marks += LineChart.vertices(one, index)
      case .above:
        marks += bars(one, index, lane: lanes[0])
        lanes[0] += 1
      case .below:
        marks += bars(one, index, lane: lanes[1])
        lanes[1] += 1
      }
    }
    return ChartPicture(
      spec: spec, layout: spec.axis.form == .labels ? .sideways : .upright,
      lanes: max(1, lanes.max() ?? 1), marks: marks)
  }

  private static func bars(_ one: ChartSeries, _ series: Int, lane: Int) -> [ChartMark] {
    one.values.enumerated().compactMap { column, value in
      guard let value else { return nil }
      guard let amount = value.amount else {
        return ChartMark(
          shape: .missing(lane: lane), series: series, column: column, amount: FixedPoint(0))
      }
      return ChartMark(
        shape: .bar(base: FixedPoint(0), lane: lane), series: series, column: column,
        amount: one.drawn(amount), isPartial: value.isPartial)
    }
  }

  /// Bars of another period.
  static func shadows(_ one: ChartSeries, _ series: Int) -> [ChartMark] {
    one.values.enumerated().compactMap { column, value in
      guard let value else { return nil }
      return ChartMark(
        shape: value.amount == nil ? .missing(lane: 0) : .shadow, series: series, column: column,
        amount: value.amount ?? FixedPoint(0), isPartial: value.isPartial)
    }
  }
}
