package import EnergyModel
package import QueryLanguage
import Tariffs

/// The aggregation of a plan's half-hours: the sums, and the groups.
package struct Aggregate: Hashable, Sendable {
  package var grouping: Grouping
  /// What the rows are means over; nil where they are sums.
  package var means: Means?
  /// The same keys followed by those for meter points and days.
  ///
  /// In its groups each local day is rounded to a penny; nil where nothing is rounded by the day.
  package var daily: Grouping?
  package var sums: Sums
  package var charges: Charges

  /// The sums needed besides quantities and costs.
  package struct Sums: Hashable, Sendable {
    /// The series whose products are shown.
    var series = Series.Kind.price
    /// Whether export is kept apart from import.
    var separatesExport = false
    /// Whether the cost without VAT is summed by rate of VAT.
    var withoutVAT = false
    /// Whether, where there are several rates of VAT, the cost with it is also summed for each.
    var withVAT = false
    /// Whether the volume read by meters in m³ is summed.
    var volume = false
  }

  /// Means over complete units of time: the groups are by the unit too, and each row is the mean of
  /// some of them.
  package struct Means: Hashable, Sendable {
    package var unit: GroupKey.Calendar
    /// The groups without the unit: a row each.
    package var rows: Grouping
    /// The keys whose values are never added up, and so have complete units of their own.
    var partKeys: [GroupKey]
    /// Whether a half-hour is complete only with a rate.
    var needsRates: Bool
  }

  /// The grouping of the rows.
  package var rows: Grouping { means?.rows ?? grouping }

  /// The standing charges of a period.
  package struct Charges: Hashable, Sendable {
    package var known: [Charge] = []
    package var unknown: [UnknownCharge] = []

    /// The tariffs with a charge due that is not known for every day, in order of first use.
    var unknownTariffs: [String] { unknown.map(\.tariff).distinct }
  }

  /// A standing charge that is due: one for each local day and meter point.
  package struct Charge: Hashable, Sendable {
    package var day: LocalDay
    package var price: Price
    package var scan: Int
    package var tariff: String
  }

  /// A standing charge that is due on a local day without its amount being known.
  package struct UnknownCharge: Hashable, Sendable {
    package var day: LocalDay
    package var scan: Int
    package var tariff: String
  }
}
