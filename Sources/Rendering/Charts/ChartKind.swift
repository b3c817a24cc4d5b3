package import QueryLanguage

/// The drawing of a spec by each kind.
extension ChartKind {
  /// The requirement that a spec does not meet; nil where the kind can draw it.
  func need(_ spec: ChartSpec) -> String? {
    switch self {
    case .bar: BarChart.need(spec)
    case .line: LineChart.need(spec)
    case .stacked: StackedChart.need(spec)
    case .heatmap: Heatmap.need(spec)
    case .spark: SparkChart.need(spec)
    }
  }

  /// The picture of a spec that the kind can draw.
  private func draw(_ spec: ChartSpec) -> ChartPicture {
    switch self {
    case .bar: BarChart.picture(spec)
    case .line: LineChart.picture(spec)
    case .stacked: StackedChart.picture(spec)
    case .heatmap: Heatmap.picture(spec)
    case .spark: SparkChart.picture(spec)
    }
  }

  /// The picture of a spec.
  ///
  /// - Throws: ``ChartError/unsuitable(_:needs:able:)``, which names the kinds that can.
  package func picture(_ spec: ChartSpec) throws(ChartError) -> ChartPicture {
    if let need = need(spec) {
      let able = ChartKind.allCases.filter { $0.need(spec) == nil }
      throw .unsuitable(self, needs: need, able: able)
    }
    return draw(spec)
  }

  /// The kind that suits a spec, where no more than `mostBars` bars can be told apart.
  package static func suiting(_ spec: ChartSpec, mostBars: Int) -> ChartKind {
    if spec.rows != nil { return .heatmap }
    let parts = spec.mainSeries
    let isStacked = [ChartRole.above, .below].contains { role in
      parts.count { $0.role == role } > 1
    }
    if isStacked, StackedChart.need(spec) == nil { return .stacked }
    if spec.axis.points.count > mostBars, LineChart.need(spec) == nil { return .line }
    return .bar
  }
}
