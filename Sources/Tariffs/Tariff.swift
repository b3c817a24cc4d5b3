package import EnergyModel

/// What a supplier asks, or pays, for one flow of energy.
package struct Tariff: Hashable, Sendable {
  package var name: String
  /// The flow that it prices and the unit that its readings have; rates are per kWh always.
  package var unit: ReadingUnit
  /// ISO 4217 code, upper case.
  package var currency: String
  /// The local days on which it may be used: from inclusive, until exclusive, nil open.
  package var validFrom: LocalDay?
  package var validUntil: LocalDay?
  package var kind: TariffKind
  /// A local day, in the same unit as a rate and with the same VAT; nil when not known.
  package var standingCharge: Rate?
  package var vat: VAT
  /// Whether it prices by itself only where no other tariff does: one from a rates file, or
  /// imported for comparison.
  package var isSecondary: Bool
  /// The supplier's code, such as `E-1R-AGILE-24-10-01-C`.
  package var code: String?
  /// The supplier's product that it belongs to, where the code does not tell it.
  package var product: String?
  /// The file that it was read from, or the command that made it.
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

  /// Whether both ask the same, wherever they come from.
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

/// The forms that a tariff's rates come in.
package enum TariffKind: Hashable, Sendable {
  /// The same clock times every day; a flat tariff is one band.
  case bands(BandTariff)
  /// Rates with dates, such as Agile's; the rows are read when they are needed.
  case dated
  /// Rates with dates for a day and a night register; without hours of night it prices nothing.
  case registers(NightHours?)
}

/// Whether the rates that a tariff states hold the 5 % of VAT on household energy.
package enum VAT: String, CaseIterable, Hashable, Sendable {
  case included
  case excluded
}

/// A price per kWh or per day, with VAT and without.
package struct Price: Hashable, Sendable {
  /// What the customer pays or is paid.
  package var payable: Rate
  package var withoutVAT: RateWithoutVAT
}

extension Rate {
  /// With 5 % of VAT on top, rounded half-even to micropence.
  package var addingVAT: Rate {
    Rate(micropence: Int64(divide(Int128(micropence) * 105, by: 100, .even)))
  }
}

extension Tariff {
  /// A rate or standing charge as the tariff states it; with VAT it is rounded half-even to
  /// micropence.
  ///
  /// Export income carries no VAT, so an export rate is taken as it stands.
  package func price(_ stated: Rate) -> Price {
    if unit.flow == .export { return Price(payable: stated, withoutVAT: RateWithoutVAT(stated)) }
    switch vat {
    case .included:
      return Price(payable: stated, withoutVAT: RateWithoutVAT(includingVAT: stated))
    case .excluded:
      return Price(payable: stated.addingVAT, withoutVAT: RateWithoutVAT(stated))
    }
  }

  /// A rate or standing charge with dates.
  package func price(_ dated: DatedRate) -> Price {
    let payable = dated.includingVAT
    let isFree = unit.flow == .export
    return Price(
      payable: payable,
      withoutVAT: isFree
        ? RateWithoutVAT(payable)
        : dated.excludingVAT.map { RateWithoutVAT($0) } ?? RateWithoutVAT(includingVAT: payable))
  }
}
