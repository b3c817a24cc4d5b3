package import EnergyModel
package import QueryLanguage
package import Tariffs

/// A query with all its names and dates resolved; running it needs nothing but readings.
package struct Plan: Hashable, Sendable {
  /// One meter's readings and what prices them.
  package struct Scan: Hashable, Sendable {
    package var point: MeterPoint
    package var meter: Meter
    /// All its readings, whatever the period: half-hour numbers; nil without any.
    package var readings: ClosedRange<Int>?
    /// The half-hours of the period that should have a reading.
    package var expected: Range<Int>
    /// Nil when nothing is priced.
    package var timeline: RateTimeline?
    /// The group of source labels that it adds to.
    package var sourceGroup: Int
  }

  package struct Ordering: Hashable, Sendable {
    /// A position in ``Plan/columns``.
    package var column: Int
    package var isDescending: Bool
  }

  /// The query in canonical form.
  package var statement: String
  package var measure: Measure
  package var flows: [Flow]
  /// Local days, the end excluded.
  package var days: Range<LocalDay>
  package var range: TimeRange
  package var zone: ClockZone
  package var scans: [Scan]
  package var grouping: Grouping
  package var showsCoverage: Bool
  package var order: Ordering?
  package var cut: Query.Cut?
  package var columns: [ResultColumn]
  /// Which tariff prices which days, for the reader.
  package var tariffUses: [TariffUse]
  /// Things that the reader should know about how the query was understood.
  package var notes: [String]
}

/// That a tariff prices a meter point on some local days, and why.
package struct TariffUse: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case agreement
    /// Without any agreement: the only tariff of the flow and unit.
    case onlyOne
  }

  package var point: MeterPoint
  package var tariff: String
  package var days: Range<LocalDay>
  package var reason: Reason
}
