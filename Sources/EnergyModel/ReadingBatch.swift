/// The half-hours of one UTC day of one meter.
package struct DayReadings: Hashable, Sendable {
  /// The value of a half-hour without a reading; readings are never negative.
  package static let missing: Int64 = -1
  package static let blank = [Int64](repeating: missing, count: 48)
  /// The largest reading accepted for a half-hour: 100,000 kWh or m³, in millionths.
  package static let limit: Int64 = 100_000 * 1_000_000

  /// The day, in days since 1970-01-01 UTC.
  package var day: Int
  /// 48 quantities in millionths of a kWh or m³, ``missing`` where there is no reading.
  package var values: [Int64]

  package init(day: Int, values: [Int64] = DayReadings.blank) {
    self.day = day
    self.values = values
  }
}

/// The meter point number and serial by which a file or an API answer names a meter.
package struct MeterKey: Hashable, Sendable {
  /// The MPAN or MPRN.
  package var number: String
  package var serial: String
  package var unit: ReadingUnit

  package init(number: String, serial: String, unit: ReadingUnit) {
    self.number = number
    self.serial = serial
    self.unit = unit
  }
}

/// The readings of one meter on their way into the cache, by UTC day in ascending order.
package struct ReadingBatch: Hashable, Sendable {
  package var meter: MeterKey
  package var days: CompactDays

  package init(meter: MeterKey, days: CompactDays) {
    self.meter = meter
    self.days = days
  }

  /// The number of half-hours that have a reading.
  package var count: Int {
    days.reduce(0) { sum, day in
      sum + day.values.count { $0 != DayReadings.missing }
    }
  }
}
