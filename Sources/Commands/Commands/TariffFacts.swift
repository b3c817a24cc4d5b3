import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// The facts about one tariff, down to its rates.
struct TariffFacts {
  let tariff: Tariff
  let catalog: Catalog
  let rates: any RateSource
  /// The payment method, for dated rates that differ by it.
  let payment: PaymentMethod
  let zone: ClockZone
  let today: LocalDay

  /// The most gaps listed: more would bury the rest.
  private static let mostGaps = 5

  func add(to facts: inout Facts) throws {
    facts.add("tariff", tariff.name)
    facts.add("flow", tariff.unit.flow.rawValue)
    facts.add("currency", tariff.currency)
    facts.add("valid from", tariff.validFrom?.description)
    facts.add("valid until", tariff.validUntil?.description)
    facts.add("VAT", tariff.unit.flow == .export ? "none" : tariff.vat.text)
    facts.add("code", tariff.code)
    facts.add("product", tariff.product)
    facts.add("standing charge", tariff.standingCharge.map { text($0, "a day") })
    try addRates(to: &facts)
    try add(.standing, "standing charge", to: &facts)
    try addPayments(to: &facts)
    for point in catalog.points {
      for agreement in catalog.agreements(of: point) where agreement.tariff == tariff.name {
        facts.add("agreement", "\(point.name) \(agreement.timeText(zone))")
      }
    }
  }

  private func addRates(to facts: inout Facts) throws {
    switch tariff.kind {
    case .bands(let bands):
      for band in bands.bands { facts.add(band.label, text(band.rate, "per kWh")) }
      facts.add("other hours", bands.defaultRate.map { text($0, "per kWh") })
      if !bands.openHours.isEmpty {
        facts.add("without a rate", bands.openHours.joined(separator: ", "))
      }
    case .dated:
      try add(.unit, "unit rate", to: &facts)
    case .registers(let night):
      let name = quotedIfNeeded(tariff.name)
      facts.add("night", night?.text ?? "not known; type: set night 00:30-07:30 for \(name)")
      try add(.day, "day rate", to: &facts)
      try add(.night, "night rate", to: &facts)
    }
  }

  /// A price with and without VAT, as of today or the nearest day of the tariff's validity; export
  /// income carries none.
  private func text(_ rate: Rate, _ measure: String) -> String {
    let last = tariff.validUntil.map { min(today, $0 - 1) } ?? today
    let day = max(last, tariff.validFrom ?? last)
    let price = tariff.price(rate, vat: tariff.vat(on: day, by: catalog.vat))
    let text = "\(price.payable.inMajorUnit.text) \(tariff.currency) \(measure)"
    if tariff.unit.flow == .export { return text }
    return "\(text), \(price.withoutVAT.text) without VAT"
  }

  // MARK: Dated rows

  /// Adds the number of rows of a kind, the range that they cover, and the gaps in it.
  private func add(_ kind: DatedKind, _ noun: String, to facts: inout Facts) throws {
    let all = try rates.datedRates(of: tariff.name, kind, overlapping: .always)
    guard !all.isEmpty else {
      if kind != .standing { facts.add(noun + "s", "none") }
      return
    }
    let count = String(all.count).groupedByThousands
    guard let reach = RateCoverage(DatedRate.rows(all, for: payment)) else {
      return facts.add(noun + "s", "\(count), none for \(payment.word)")
    }
    let start = reach.start.map { " from \(zone.shortStamp($0))" } ?? ""
    let end = reach.end.map { " until \(zone.shortStamp($0))" } ?? ", with no end"
    facts.add(noun + "s", count + start + end)
    for gap in reach.gaps.prefix(TariffFacts.mostGaps) {
      facts.add(
        "no \(noun)", "from \(zone.shortStamp(gap.start)) until \(zone.shortStamp(gap.end))")
    }
    if reach.gaps.count > TariffFacts.mostGaps {
      facts.add("no \(noun)", "and \(counted(reach.gaps.count - TariffFacts.mostGaps, "more gap"))")
    }
  }

  private func addPayments(to facts: inout Facts) throws {
    let ways = try rates.paymentMethods(of: tariff.name, overlapping: .always)
    let named = PaymentMethod.allCases.filter(ways.contains).map(\.word)
    guard !named.isEmpty else { return }
    facts.add("payment methods", named.joined(separator: ", "))
  }
}

extension VAT {
  /// The VAT of its rates: `included`, `20% included`.
  fileprivate var text: String {
    switch self {
    case .included: "included"
    case .excluded: "excluded"
    case .percentage(let rate): "\(rate.text) included"
    }
  }
}
