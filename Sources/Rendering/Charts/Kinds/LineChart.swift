import EnergyModel

/// A line a series, with a hole where a figure is missing.
enum LineChart {
  static func need(_ spec: ChartSpec) -> String? {
    if spec.rows != nil { return "one key besides labels" }
    return spec.axis.form == .labels || spec.axis.form == .weekdays
      ? "a key of the clock or the calendar" : nil
  }

  static func picture(_ spec: ChartSpec) -> ChartPicture {
    ChartPicture(
      spec: spec, layout: .upright,
      marks: spec.series.enumerated().flatMap { index, one in
        vertices(one, index, isStep: spec.axis.form == .time)
      })
  }

  static func vertices(_ one: ChartSeries, _ series: Int, isStep: Bool = false) -> [ChartMark] {
    var isJoined = false
    return one.values.enumerated().compactMap { column, value in
      guard let value, let amount = value.amount else {
        isJoined = false
        // What has no sum or mean yet is not missing: the bars say what is.
        guard one.role != .running else { return nil }
        return value.map { _ in
          ChartMark(shape: .missing(lane: 0), series: series, column: column, amount: FixedPoint(0))
        }
      }
      defer { isJoined = true }
      return ChartMark(
        shape: isStep ? .step(isJoined: isJoined) : .vertex(isJoined: isJoined), series: series,
        column: column,
        amount: one.drawn(amount), isPartial: value.isPartial)
    }
  }
}
