package import EnergyModel
package import QueryLanguage
import Tariffs

/// A query with all its names and dates resolved; running it needs nothing but readings.
package struct Plan: Hashable, Sendable {
  /// The query in canonical form.
  package var statement: String
  package var period: Period
  package var flows: [Flow]
  package var scans: [Scan]
  package var filter: Filter
  /// The part of each half-hour's energy that counts; nil for all of it.
  package var power: PowerPart?
  /// The names of the alternatives, where there are several.
  package var alternatives: [String]
  package var prices: Prices
  package var rows: Rows
  /// Notes for the reader on how the query was understood.
  package var notes: [String]
  /// The report made from the half-hours.
  package var report: Report

  /// The period of the query.
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

  /// The pricing of a plan.
  package struct Prices: Hashable, Sendable {
    /// The rounding policy.
    package var policy: Policy
    /// The currency of all money in the result, as an ISO 4217 code.
    package var currency: String
    /// The use of each tariff, for the reader.
    package var uses: [TariffUse]
    /// The remedy for half-hours without a rate: `add a tariff`.
    package var advice: String
  }

  /// The columns of the rows, and the selection and order of the rows.
  package struct Rows: Hashable, Sendable {
    package var columns: [ResultColumn]
    package var having: [Limit]
    package var order: Ordering?
    package var cut: Query.RowLimit?
    /// The column that `top` and `bottom` go by, as an index into ``columns``.
    var rankedColumn: Int
  }

  package struct Ordering: Hashable, Sendable {
    /// An index into ``Rows/columns``.
    package var column: Int
    package var isDescending: Bool
  }

  /// A condition on a column of the result.
  package struct Limit: Hashable, Sendable {
    package var column: Int
    package var comparison: Comparison
    package var number: FixedPoint
  }

  /// Whether its figures depend on rates.
  package var isPriced: Bool { scans.contains { $0.series.first?.kind == .price } }
}

extension Plan {
  /// The scan of one meter's readings, with the rates that price them.
  package struct Scan: Hashable, Sendable {
    package var point: MeterPoint
    package var meter: Meter
    /// The half-hours from its first reading to its newest, whatever the period; nil if it has
    /// none.
    package var readings: ClosedRange<Int>?
    /// The half-hours of the period that should have a reading.
    package var expected: Range<Int>
    /// The calorific values that convert m³ to kWh, in order of time; empty where none is needed.
    package var heat: [Heat]
    /// The factors for each kWh: its price, where anything is priced.
    package var series: [Series]
    /// The tariffs that the price is made of; empty when nothing is priced.
    package var uses: [TariffUse]
    /// The index of its alternative of `on`.
    package var alternative: Int
    /// What it is expected to read; nil where only readings count.
    package var forecast: Forecast?
  }

  /// A calorific value, from the half-hour in which its first local day begins.
  package struct Heat: Hashable, Sendable {
    package var start: Int
    package var calorificValue: CalorificValue

    /// Converts gas in m³ to kWh, in the millionths of `volume`: × 1.02264 for temperature and
    /// pressure, × the calorific value in millionths of MJ/m³, ÷ 3.6; rounded half-even.
    static func millionths(of volume: Int128, calorificValue: Int64) -> Int128 {
      divide(volume * 102_264 * Int128(calorificValue), by: 360_000_000_000, .even)
    }
  }
}

/// The use of a tariff to price a meter point in some half-hours, with the reason.
package struct TariffUse: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case agreement
    /// There is no agreement, and it is the only tariff for the flow and unit.
    case onlyValidTariff
    /// It is named by `on`.
    case namedInQuery
  }

  package var point: MeterPoint
  package var tariff: String
  /// The rate that is typed in place of a tariff, whose name is then its text.
  package var flatRate: Rate?
  /// The half-hour numbers.
  package var halfHours: Range<Int>
  package var reason: Reason
  /// Whether it has the code of a tariff whose rates can be fetched.
  var isFetched = false

  var range: TimeRange {
    TimeRange(
      start: Instant(halfHour: halfHours.lowerBound), end: Instant(halfHour: halfHours.upperBound))
  }

  /// The same use whatever its reason, for comparison.
  var withoutReason: TariffUse {
    var withoutReason = self
    withoutReason.reason = .namedInQuery
    return withoutReason
  }
}
