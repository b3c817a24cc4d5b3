package import EnergyModel

/// The prices that a supplier charges, or pays, for one flow of energy.
package struct Tariff: Hashable, Sendable {
  package var name: String
  /// The flow that it prices and the unit of its readings; rates are always per kWh.
  package var unit: ReadingUnit
  /// The ISO 4217 code, in upper case.
  package var currency: String
  /// The local days on which it may be used: from `validFrom` to before `validUntil`, nil being
  /// open.
  package var validFrom: LocalDay?
  package var validUntil: LocalDay?
  package var kind: TariffKind
  /// The charge for a local day, in the same unit as a rate and with the same VAT; nil if unknown.
  package var standingCharge: Rate?
  /// Other bands and standing charges from later days on, in order of those days, which are after
  /// `validFrom`; empty unless `kind` is bands.
  package var laterTerms: [TariffTerms] = []
  package var vat: VAT
  /// Whether it prices, without an agreement, only where no primary tariff does: one from a rates
  /// file, or imported for comparison.
  package var isSecondary: Bool
  /// The supplier's code, such as `E-1R-AGILE-24-10-01-C`.
  package var code: String?
  /// The name that tariffs share which are sold only with each other, as Flux import and Flux
  /// export are.
  package var bundle: String?
  /// The supplier's product that it belongs to, where the code does not show it.
  package var product: String?
  /// The file that it was read from, or the command that created it.
  package var source: String?

  package init(
    name: String, unit: ReadingUnit, currency: String = "GBP", validFrom: LocalDay? = nil,
    validUntil: LocalDay? = nil, kind: TariffKind, standingCharge: Rate? = nil,
    vat: VAT = .included, isSecondary: Bool = false, code: String? = nil,
    product: String? = nil, source: String? = nil
  ) {
    self.name = name
    self.unit = unit
    self.currency = currency
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.kind = kind
    self.standingCharge = standingCharge
    self.vat = vat
    self.isSecondary = isSecondary
    self.code = code
    self.product = product
    self.source = source
  }

  /// Whether both have the same terms, wherever they come from.
  package func hasTerms(of other: Tariff) -> Bool {
    var same = other
    same.source = source
    return self == same
  }

  /// Whether it may be used on a local day.
  package func isValid(on day: LocalDay) -> Bool {
    (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day < $0 } ?? true)
  }
}

/// The structure of a tariff's rates.
package enum TariffKind: Hashable, Sendable {
  /// The same clock times every day; a flat tariff is one band.
  case bands(BandTariff)
  /// Rates with dates, such as Agile's; the rows are read when needed.
  case dated
  /// Dated rates for a day and a night register; without night hours it prices nothing.
  case registers(NightHours?)
}
