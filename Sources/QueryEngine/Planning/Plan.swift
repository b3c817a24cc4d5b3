package import EnergyModel
package import QueryLanguage
package import Tariffs

/// A query with all its names and dates resolved; running it needs nothing but readings.
package struct Plan: Hashable, Sendable {
  /// The query in canonical form.
  package var statement: String
  package var period: Period
  package var flows: [Flow]
  package var scans: [Scan]
  package var filter: Filter
  /// The names of the alternatives, where there are several.
  package var alternatives: [String]
  package var prices: Prices
  package var rows: Rows
  /// Things that the reader should know about how the query was understood.
  package var notes: [String]
  /// What is made of the half-hours.
  package var report: Report

  /// The time that the query is about.
  package struct Period: Hashable, Sendable {
    /// The local days that it touches, the end excluded.
    package var days: Range<LocalDay>
    package var range: TimeRange
    package var zone: ClockZone

    /// The first day, with the time where it does not begin at midnight.
    package var startText: String { zone.shortStamp(range.start) }
    /// The first day that is excluded, or the time of the last at which it ends.
    package var endText: String { zone.shortStamp(range.end) }

    /// Whether it neither begins nor ends inside a day.
    var isOfWholeDays: Bool {
      range == zone.range(from: days.lowerBound, to: days.upperBound)
    }
  }

  /// What money goes by.
  package struct Prices: Hashable, Sendable {
    /// Where money is rounded.
    package var policy: Policy
    /// That of all money in the result: an ISO 4217 code.
    package var currency: String
    /// Which tariff prices what and when, for the reader.
    package var uses: [TariffUse]
    /// What to do about half-hours without a rate: `add a tariff`.
    package var advice: String
  }

  /// What a row has in it, and which rows are wanted.
  package struct Rows: Hashable, Sendable {
    package var columns: [ResultColumn]
    package var having: [Limit]
    package var order: Ordering?
    package var cut: Query.Cut?
  }

  package struct Ordering: Hashable, Sendable {
    /// A position in ``Rows/columns``.
    package var column: Int
    package var isDescending: Bool
  }

  /// A condition on a column of the result.
  package struct Limit: Hashable, Sendable {
    package var column: Int
    package var comparison: Comparison
    package var number: FixedPoint
  }

  /// Whether its figures hang on rates.
  package var isPriced: Bool { scans.contains { $0.timeline != nil } }
}

extension Plan {
  /// One meter's readings and what prices them.
  package struct Scan: Hashable, Sendable {
    package var point: MeterPoint
    package var meter: Meter
    /// All its readings, whatever the period: half-hour numbers; nil without any.
    package var readings: ClosedRange<Int>?
    /// The half-hours of the period that should have a reading.
    package var expected: Range<Int>
    /// Turns m³ into kWh, in order of time; empty where readings count as they are.
    package var heat: [Heat]
    /// Nil when nothing is priced.
    package var timeline: RateTimeline?
    /// The tariffs that the timeline is made of; empty when nothing is priced.
    package var uses: [TariffUse]
    /// The position among the alternatives of `on`.
    package var alternative: Int
  }

  /// A calorific value from the half-hour on in which its first local day begins.
  package struct Heat: Hashable, Sendable {
    package var start: Int
    package var calorificValue: CalorificValue

    /// kWh in the millionths of `volume`, in m³: times 1.02264 for temperature and pressure, times
    /// the calorific value in millionths of MJ/m³, by 3.6; rounded half-even.
    static func millionths(of volume: Int128, calorificValue: Int64) -> Int128 {
      divide(volume * 102_264 * Int128(calorificValue), by: 360_000_000_000, .even)
    }
  }
}

/// That a tariff prices a meter point in some half-hours, and why.
package struct TariffUse: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case agreement
    /// Without any agreement: the only tariff of the flow and unit.
    case onlyOne
    /// Named by `on`.
    case asked
  }

  package var point: MeterPoint
  package var tariff: String
  /// Numbers of half-hours.
  package var halfHours: Range<Int>
  package var reason: Reason

  var range: TimeRange {
    TimeRange(
      start: Instant(halfHour: halfHours.lowerBound), end: Instant(halfHour: halfHours.upperBound))
  }

  /// What it prices when, whatever the reason.
  var extent: TariffUse {
    var extent = self
    extent.reason = .asked
    return extent
  }
}
