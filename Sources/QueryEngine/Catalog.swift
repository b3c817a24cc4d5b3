package import EnergyModel
package import Tariffs

/// A snapshot of a cache without its readings: the names that a plan resolves, and their data.
package struct Catalog: Hashable, Sendable {
  /// A meter and the range of its readings.
  package struct MeterRecord: Hashable, Sendable {
    package var meter: Meter
    /// The half-hour numbers of its first and newest readings; nil if it has none.
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
  /// The calorific values by day; before the first, none is known.
  package var calorificValues: [CalorificValue]
  /// The VAT by fuel and day, for rates that do not state their own.
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

  /// The tariff with that name, in any case.
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

  /// The instant at which a meter point was left: all its agreements have ended by then, and it has
  /// no later reading.
  ///
  /// Nil where it was not left, or has no agreement.
  package func leavingTime(ofPoint id: Int64) -> Instant? {
    let ends = agreements.filter { $0.meterPointID == id && !$0.isEmpty }.map(\.until)
    guard !ends.contains(nil), let end = ends.compactMap(\.self).max() else { return nil }
    let last = meters.filter { $0.meter.meterPointID == id }.compactMap(\.readings?.upperBound)
    return last.allSatisfy { $0 < end.nextHalfHour } ? end : nil
  }

  /// The half-hours of a meter that should have a reading: from its first until now, or until
  /// another meter of the same meter point took over, or until the home was left.
  ///
  /// Each half-hour of a meter point is expected of one meter only; a meter that began after
  /// another one and ended before it is not expected to read anything.
  func expectedHalfHours(of record: MeterRecord, now: Instant) -> Range<Int> {
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

/// An agreement: a tariff prices a meter point from an instant until another, which is excluded;
/// nil is open.
///
/// A half-hour belongs to the agreement in force when it begins.
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

  /// The numbers of its half-hours, up to the greatest number where it is open.
  package var halfHours: Range<Int> {
    let start = from.nextHalfHour
    return start..<max(start, until?.nextHalfHour ?? .max)
  }

  /// Whether it ends before it prices anything, as some in a supplier's records do.
  package var isEmpty: Bool { halfHours.isEmpty }

  /// Whether both price the same meter point in some half-hour.
  package func overlaps(_ other: Agreement) -> Bool {
    meterPointID == other.meterPointID && halfHours.overlaps(other.halfHours)
  }
}

/// A source of readings.
package protocol ReadingSource {
  /// The cancellation that ends ``scan(meter:days:_:)``, and should end any work on its readings.
  var cancellation: Cancellation { get }

  /// Calls `body` for each UTC day in `days` that has readings of the meter, in ascending order.
  ///
  /// The pointer is to the day's 48 quantities in millionths, ``DayReadings/missing`` where there
  /// is no reading, and is valid only during the call.
  func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws

  /// Scans likewise, passing the quantities that count and then those that the meter itself read.
  func scanCounted(
    meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws

  /// The supplier's own costs of a meter's half-hours on some UTC days.
  func supplierCosts(of meter: Meter.ID, days: Range<Int>) throws -> SupplierCosts

  /// The values that readings had before they were revised, in order of the revisions.
  func revisions(meter: Meter.ID, halfHours: Range<Int>) throws -> [Revision]
}

extension ReadingSource {
  /// By default, readings count as they are.
  package func scanCounted(
    meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws {
    try scan(meter: meter, days: days) { try body($0, $1, $1) }
  }
}

/// A revision of a reading: the value that it had, and when it was replaced.
package struct Revision: Hashable, Sendable {
  package var halfHour: Int
  /// The replaced value in millionths of a kWh or m³.
  package var previous: Int64
  /// The time at which the newer value arrived.
  package var at: Instant

  package init(halfHour: Int, previous: Int64, at: Instant) {
    self.halfHour = halfHour
    self.previous = previous
    self.at = at
  }
}

/// A source of the rows of dated tariffs; as there may be many, plans ask only for those they need.
package protocol RateSource {
  /// The rows that overlap a range of time, in order, for all payment methods.
  func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> [DatedRate]

  /// The same, with stretches of half-hours as such where the source has them.
  func rates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> DatedRates

  /// The payment methods of the rows of any kind that overlap a range; nil is a row for all
  /// methods.
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

package enum DatedKind: String, CaseIterable, Sendable {
  /// A unit rate per kWh.
  case unit
  /// A unit rate per kWh of the day register, of two.
  case day
  case night
  /// A standing charge per day.
  case standing
}
