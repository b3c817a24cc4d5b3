package import EnergyModel
package import Tariffs

/// What a cache knows besides the readings: the names that a plan resolves, in one snapshot.
package struct Home: Hashable, Sendable {
  /// A meter and how far its readings reach.
  package struct MeterRecord: Hashable, Sendable {
    package var meter: Meter
    /// Half-hour numbers of its first and newest reading; nil without any.
    package var readings: ClosedRange<Int>?

    package init(meter: Meter, readings: ClosedRange<Int>?) {
      self.meter = meter
      self.readings = readings
    }
  }

  package var points: [MeterPoint]
  package var meters: [MeterRecord]
  package var tariffs: [Tariff]
  package var agreements: [Agreement]

  package init(
    points: [MeterPoint] = [], meters: [MeterRecord] = [], tariffs: [Tariff] = [],
    agreements: [Agreement] = []
  ) {
    self.points = points
    self.meters = meters
    self.tariffs = tariffs
    self.agreements = agreements
  }

  package func meters(of point: MeterPoint) -> [MeterRecord] {
    meters.filter { $0.meter.meterPointID == point.id }
  }

  /// The half-hours of a meter that should have a reading: from its first until now, or until
  /// another meter of the same meter point took over.
  package func expectedHalfHours(of record: MeterRecord, now: Instant) -> Range<Int> {
    guard let readings = record.readings else { return 0..<0 }
    let successor = meters.compactMap { other -> Int? in
      guard other.meter.meterPointID == record.meter.meterPointID, let theirs = other.readings,
        theirs.lowerBound > readings.upperBound
      else { return nil }
      return theirs.lowerBound
    }.min()
    return readings.lowerBound..<(successor ?? max(now.halfHour, readings.upperBound + 1))
  }
}

/// That a tariff prices a meter point for some local days; the until day is excluded, nil open.
package struct Agreement: Hashable, Sendable {
  package var meterPointID: Int64
  package var tariff: String
  package var from: LocalDay
  package var until: LocalDay?

  package init(meterPointID: Int64, tariff: String, from: LocalDay, until: LocalDay?) {
    self.meterPointID = meterPointID
    self.tariff = tariff
    self.from = from
    self.until = until
  }

  /// Whether both say what prices the same meter point on some day.
  package func overlaps(_ other: Agreement) -> Bool {
    meterPointID == other.meterPointID && (until.map { other.from < $0 } ?? true)
      && (other.until.map { from < $0 } ?? true)
  }
}

/// Where readings come from.
package protocol ReadingSource {
  /// Calls `body` for each UTC day in `days` that has readings of the meter, in ascending order.
  ///
  /// The pointer is to the day's 48 quantities in millionths, ``DayReadings/missing`` where there
  /// is none, and is good for the call only.
  func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) -> Void
  ) throws
}
