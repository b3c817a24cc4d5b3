/// The half-hours of one UTC day of one meter.
package struct DayReadings: Hashable, Sendable {
  /// Stands for a half-hour without a reading; readings are never negative.
  package static let missing: Int64 = -1
  package static let blank = [Int64](repeating: missing, count: 48)
  /// 100,000 kWh or m³ in millionths: more than that in half an hour is refused.
  package static let limit: Int64 = 100_000 * 1_000_000

  /// Days since 1970-01-01, in UTC.
  package var day: Int
  /// 48 quantities in millionths of a kWh (or of a m³), ``missing`` where there is none.
  package var values: [Int64]

  package init(day: Int, values: [Int64] = DayReadings.blank) {
    self.day = day
    self.values = values
  }
}

/// How a file or an answer names a meter.
package struct MeterKey: Hashable, Sendable {
  /// MPAN or MPRN.
  package var number: String
  package var serial: String
  package var unit: ReadingUnit

  package init(number: String, serial: String, unit: ReadingUnit) {
    self.number = number
    self.serial = serial
    self.unit = unit
  }
}

/// Readings of one meter on their way into the cache, by UTC day in ascending order.
package struct ReadingBatch: Hashable, Sendable {
  package var meter: MeterKey
  package var days: [DayReadings]

  package init(meter: MeterKey, days: [DayReadings]) {
    self.meter = meter
    self.days = days
  }

  /// How many half-hours have a reading.
  package var count: Int {
    days.reduce(0) { sum, day in
      sum + day.values.count { $0 != DayReadings.missing }
    }
  }
}
