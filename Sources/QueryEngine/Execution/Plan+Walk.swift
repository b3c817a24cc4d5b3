import EnergyModel

extension Plan {
  /// Walks through the half-hours of a scan, including missing ones, segment by segment.
  ///
  /// `halfHours`: those of the period unless given.
  /// `source`: one whose readings count as they do in the plan; see ``readings(from:)``.
  /// `visit` gets the quantities that the plan counts with, and those that the meter read.
  func walk(
    _ scan: Scan, in halfHours: Range<Int>? = nil, over source: some ReadingSource,
    _ visit: (MeterWalk.Segment, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws {
    var walk = MeterWalk(
      halfHours ?? period.range.halfHours, zone: period.zone, series: scan.series)
    try source.scanCounted(meter: scan.meter.id, days: walk.days) { day, values, read in
      try walk.consume(day, values) { segment, counted in
        // Of days that were skipped before this one, which have no readings, there is one pointer.
        let isSkipped = segment.times.lowerBound < day * 48
        try visit(segment, counted, isSkipped ? counted : read + (counted - values))
      }
    }
    try walk.finish { try visit($0, $1, $1) }
  }
}
