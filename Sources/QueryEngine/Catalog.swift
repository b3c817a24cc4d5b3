package import EnergyModel
package import Tariffs

/// What a cache knows besides the readings: the names that a plan resolves, in one snapshot.
package struct Catalog: Hashable, Sendable {
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
  /// By day; before the first none is known.
  package var calorificValues: [CalorificValue]
  /// The VAT by fuel and day, for rates that do not say it themselves.
  package var vat: VATTable

  package init(
    points: [MeterPoint] = [], meters: [MeterRecord] = [], tariffs: [Tariff] = [],
    agreements: [Agreement] = [], calorificValues: [CalorificValue] = [],
    vat: VATTable = VATTable()
  ) {
    self.points = points
    self.meters = meters
    self.tariffs = tariffs
    self.agreements = agreements
    self.calorificValues = calorificValues
    self.vat = vat
  }

  /// In any case of the letters.
  package func tariff(named name: String) -> Tariff? {
    tariffs.first { $0.name == name } ?? tariffs.first { $0.name.lowercased() == name.lowercased() }
  }

  package func meters(of point: MeterPoint) -> [MeterRecord] {
    meters.filter { $0.meter.meterPointID == point.id }
  }

  /// The agreements of a meter point in order of time, without those that price nothing.
  package func agreements(of point: MeterPoint) -> [Agreement] {
    agreements.filter { $0.meterPointID == point.id && !$0.isEmpty }.sorted { $0.from < $1.from }
  }

  /// When a meter point was left: all of its agreements have ended by then, and it has no later
  /// reading; nil where it was not, or has no agreement.
  package func leavingTime(ofPoint id: Int64) -> Instant? {
    let ends = agreements.filter { $0.meterPointID == id && !$0.isEmpty }.map(\.until)
    guard !ends.contains(nil), let end = ends.compactMap(\.self).max() else { return nil }
    let last = meters.filter { $0.meter.meterPointID == id }.compactMap(\.readings?.upperBound)
    return last.allSatisfy { $0 < end.nextHalfHour } ? end : nil
  }

  /// The half-hours of a meter that should have a reading: from its first until now, or until
  /// another meter of the same meter point took over, or until the home was left.
  ///
  /// Each half-hour of a meter point is expected of one meter; one that began after another and
  /// ended before it is expected to read nothing.
  package func expectedHalfHours(of record: MeterRecord, now: Instant) -> Range<Int> {
    guard let readings = record.readings else { return 0..<0 }
    let point = record.meter.meterPointID
    var (start, successor) = (readings.lowerBound, Int?.none)
    for other in meters where other.meter.meterPointID == point && other.meter != record.meter {
      guard let theirs = other.readings else { continue }
      if (theirs.lowerBound, other.meter.id) < (readings.lowerBound, record.meter.id) {
        start = max(start, theirs.upperBound + 1)
      } else if theirs.upperBound > readings.upperBound {
        let takeover = max(theirs.lowerBound, readings.upperBound + 1)
        successor = min(successor ?? takeover, takeover)
      }
    }
    guard start <= readings.upperBound else { return 0..<0 }
    let left = leavingTime(ofPoint: point)?.nextHalfHour ?? .max
    return start..<(successor ?? max(min(now.halfHour, left), readings.upperBound + 1))
  }
}

/// That a tariff prices a meter point from an instant on until another, which is excluded; nil is
/// open.
///
/// A half-hour belongs to the agreement that holds when it begins.
package struct Agreement: Hashable, Sendable {
  package var meterPointID: Int64
  package var tariff: String
  package var from: Instant
  package var until: Instant?

  package init(meterPointID: Int64, tariff: String, from: Instant, until: Instant?) {
    self.meterPointID = meterPointID
    self.tariff = tariff
    self.from = from
    self.until = until
  }

  /// The numbers of the half-hours that belong to it, up to the last of all where it has no end.
  package var halfHours: Range<Int> {
    let start = from.nextHalfHour
    return start..<max(start, until?.nextHalfHour ?? .max)
  }

  /// Whether it ends before it prices anything, as some of a supplier's do.
  package var isEmpty: Bool { halfHours.isEmpty }

  /// Whether both say what prices the same meter point in some half-hour.
  package func overlaps(_ other: Agreement) -> Bool {
    meterPointID == other.meterPointID && halfHours.overlaps(other.halfHours)
  }
}

/// Where readings come from.
package protocol ReadingSource {
  /// Ends what is made of the readings, as it ends ``scan(meter:days:_:)`` itself.
  var cancellation: Cancellation { get }

  /// Calls `body` for each UTC day in `days` that has readings of the meter, in ascending order.
  ///
  /// The pointer is to the day's 48 quantities in millionths, ``DayReadings/missing`` where there
  /// is none, and is good for the call only.
  func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws

  /// Does the same with what counts of the quantities, and then what the meter itself read.
  func scanCounted(
    meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws

  /// What readings of some half-hours were before they were revised, in order of the revisions.
  func revisions(meter: Meter.ID, halfHours: Range<Int>) throws -> [Revision]
}

extension ReadingSource {
  /// Readings count as they are.
  package func scanCounted(
    meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws {
    try scan(meter: meter, days: days) { try body($0, $1, $1) }
  }
}

/// That a reading got another value.
package struct Revision: Hashable, Sendable {
  package var halfHour: Int
  /// Millionths of a kWh or m³.
  package var previous: Int64
  /// When the newer value arrived.
  package var at: Instant

  package init(halfHour: Int, previous: Int64, at: Instant) {
    self.halfHour = halfHour
    self.previous = previous
    self.at = at
  }
}

/// Where the rows of dated tariffs come from; there may be many, so plans ask for what they need.
package protocol RateSource {
  /// The rows that overlap a time, in order, whatever the way of paying.
  func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> [DatedRate]

  /// The same, with stretches of half-hours as such where the source has them.
  func rates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> DatedRates

  /// The ways of paying that rows of any kind which overlap a time are for; nil stands for all.
  func paymentMethods(
    of tariff: String, overlapping range: TimeRange
  ) throws -> Set<PaymentMethod?>
}

extension RateSource {
  /// All as rows.
  package func rates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> DatedRates {
    DatedRates(rows: try datedRates(of: tariff, kind, overlapping: range))
  }
}

package enum DatedKind: String, Sendable {
  /// Per kWh.
  case unit
  /// Per kWh, for one register of two.
  case day
  case night
  /// Per day.
  case standing
}
