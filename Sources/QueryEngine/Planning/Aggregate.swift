package import EnergyModel
import QueryLanguage
import Tariffs

/// What is added up of the half-hours of a plan, and by which groups.
package struct Aggregate: Hashable, Sendable {
  package var grouping: Grouping
  /// The same keys, and those that tell meter points and days apart.
  ///
  /// In its groups each local day is rounded to a penny; nil where nothing is rounded by the day.
  package var daily: Grouping?
  package var sums: Sums
  package var charges: Charges

  /// What is wanted besides the quantities and what they cost.
  package struct Sums: Hashable, Sendable {
    /// Export apart from import.
    var separatesExport = false
    /// The cost without VAT, by rate of VAT.
    var withoutVAT = false
    /// Then the cost with it too, where there are several rates of VAT.
    var withVAT = false
    /// What meters in m³ read.
    var volume = false
  }

  /// The standing charges of a period.
  package struct Charges: Hashable, Sendable {
    package var known: [Charge] = []
    package var unknown: [UnknownCharge] = []

    /// The tariffs of which a charge is due and not known for every day, by first use.
    var unknownTariffs: [String] {
      var seen: Set<String> = []
      return unknown.map(\.tariff).filter { seen.insert($0).inserted }
    }
  }

  /// A standing charge that falls due: one a local day and meter point.
  package struct Charge: Hashable, Sendable {
    package var day: LocalDay
    package var price: Price
    package var scan: Int
    package var tariff: String
  }

  /// That a standing charge is due on a local day and nothing says how much.
  package struct UnknownCharge: Hashable, Sendable {
    package var day: LocalDay
    package var scan: Int
    package var tariff: String
  }
}
