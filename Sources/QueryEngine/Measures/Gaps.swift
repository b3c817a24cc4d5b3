import EnergyModel
import QueryLanguage

/// `gaps`: the maximal runs of half-hours of each meter without a reading.
enum Gaps: MeasureRule {
  static let needs = MeasureNeeds(rates: .never, flows: .all)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    [
      maker.text("meter"), maker.text("flow"), maker.instant("start"), maker.instant("end"),
      ResultColumn(name: "halfhours", title: "half-hours", kind: .count),
    ]
  }

  static func report(_ maker: ReportMaker) -> Report { .gaps }
}

/// The rows of `gaps`: the maximal runs of half-hours of each meter without a reading.
struct GapList {
  let plan: Plan

  func write(from source: some ReadingSource, to sink: inout some ResultSink) throws {
    try plan.list(to: &sink, cancellation: source.cancellation) { selection, sink in
      var coverage = Coverage()
      for scan in plan.scans {
        var gap: Range<Int>?
        var gaps: [Range<Int>] = []
        try plan.walk(scan, over: source) { stretch, values, _ in
          for (index, time) in stretch.times.enumerated() {
            if values[index] >= 0 {
              coverage.present += 1
              coverage.expected += 1
              if let open = gap { gaps.append(open) }
              gap = nil
            } else if scan.expected.contains(time) {
              coverage.expected += 1
              gap = (gap?.lowerBound ?? time)..<time + 1
            }
          }
        }
        if let gap { gaps.append(gap) }
        for gap in gaps {
          let stamps = [gap.lowerBound, gap.upperBound].map {
            Cell.time(plan.period.zone.localTime(Instant(halfHour: $0)))
          }
          let row = ResultRow(
            cells: [.text(scan.point.name), .text(scan.point.flow.rawValue)] + stamps
              + [.number(FixedPoint(gap.count))])
          try selection.append(row, to: &sink)
        }
      }
      return ResultSummary(coverage: coverage, notes: plan.notes(coverage))
    }
  }
}
