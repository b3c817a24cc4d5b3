import EnergyModel

extension Plan {
  /// Goes through the readings of a scan, those that are missing too, stretch by stretch.
  ///
  /// `halfHours`: some of the period, or all.
  /// `visit` gets the quantities that the plan counts with, and those that the meter read.
  func walk(
    _ scan: Scan, over source: some ReadingSource, in halfHours: Range<Int>? = nil,
    _ visit: (MeterWalk.Stretch, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws {
    var walk = MeterWalk(
      halfHours ?? period.range.halfHours, zone: period.zone, timeline: scan.timeline)
    guard let rule = QuantityRule(scan, prices.policy) else {
      try source.scan(meter: scan.meter.id, days: walk.days) { day, values in
        try walk.take(day, values) { try visit($0, $1, $1) }
      }
      return try walk.finish { try visit($0, $1, $1) }
    }
    var counted = DayReadings.blank
    try source.scan(meter: scan.meter.id, days: walk.days) { day, read in
      rule.apply(to: read, of: day, into: &counted)
      try counted.withUnsafeBufferPointer { counted in
        guard let values = counted.baseAddress else { return }
        try walk.take(day, values) { try visit($0, $1, read + ($1 - values)) }
      }
    }
    try walk.finish { try visit($0, $1, $1) }
  }
}

/// What becomes of a reading before it is counted and priced.
private struct QuantityRule {
  private let heat: [Plan.Heat]
  private let roundsToHundredths: Bool

  /// Nil where readings count as they are.
  init?(_ scan: Plan.Scan, _ policy: Policy) {
    heat = scan.heat
    roundsToHundredths = policy == .guide && scan.timeline != nil
    guard roundsToHundredths || !heat.isEmpty else { return nil }
  }

  /// Works on the 48 readings of a UTC day, in millionths.
  func apply(to read: UnsafePointer<Int64>, of day: Int, into counted: inout [Int64]) {
    for slot in 0..<48 {
      guard read[slot] != DayReadings.missing else {
        counted[slot] = DayReadings.missing
        continue
      }
      var quantity = Int128(read[slot])
      if let heat = heat.last(where: { $0.start <= day * 48 + slot }) {
        quantity = Plan.Heat.millionths(of: quantity, calorificValue: heat.calorificValue.value)
      }
      if roundsToHundredths { quantity = divide(quantity, by: 10_000, .even) * 10_000 }
      // 100,000 m³ are 1.4 million kWh at the most.
      counted[slot] = Int64(quantity)
    }
  }
}
