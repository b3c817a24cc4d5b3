import EnergyModel

/// Bars of several parts on top of each other; what is below the line grows downwards.
enum StackedChart {
  static func need(_ spec: ChartSpec) -> String? {
    if spec.rows != nil { return "one key besides labels" }
    if spec.series.contains(where: \.isAlternative) { return "parts of a whole, not alternatives" }
    return spec.mainSeries.count < 2 || spec.axis.form == .labels
      ? "a key and parts, as in 'by day, rate'" : nil
  }

  static func picture(_ spec: ChartSpec) -> ChartPicture {
    var marks: [ChartMark] = []
    var tops = [FixedPoint](repeating: FixedPoint(0), count: spec.axis.points.count)
    var bottoms = tops
    var missing = Set<Int>()
    for (index, one) in spec.series.enumerated() {
      switch one.role {
      case .behind:
        marks += BarChart.shadows(one, index)
        continue
      case .running:
        marks += LineChart.vertices(one, index)
        continue
      case .above, .below: break
      }
      for (column, value) in one.values.enumerated() {
        guard let value else { continue }
        guard let amount = value.amount.map(one.drawn) else {
          // One mark is enough for all parts.
          if missing.insert(column).inserted {
            marks.append(
              ChartMark(
                shape: .missing(lane: 0), series: index, column: column, amount: FixedPoint(0)))
          }
          continue
        }
        let base = amount.isNegative ? bottoms[column] : tops[column]
        if amount.isNegative {
          bottoms[column] = base + amount
        } else {
          tops[column] = base + amount
        }
        marks.append(
          ChartMark(
            shape: .bar(base: base, lane: 0), series: index, column: column, amount: amount,
            isPartial: value.isPartial))
      }
    }
    return ChartPicture(spec: spec, layout: .upright, marks: marks)
  }
}
