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
    facts.add("bundle", tariff.bundle)
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
    case .bands:
      for terms in tariff.terms { add(terms, to: &facts) }
    case .dated:
      add(
        standing: tariff.standingCharge,
        in: DayRange(from: tariff.validFrom, until: tariff.validUntil), to: &facts)
      try add(.unit, "unit rate", to: &facts)
    case .registers(let night):
      add(
        standing: tariff.standingCharge,
        in: DayRange(from: tariff.validFrom, until: tariff.validUntil), to: &facts)
      let name = quotedIfNeeded(tariff.name)
      facts.add("night", night?.text ?? "not known; type: set night 00:30-07:30 for \(name)")
      try add(.day, "day rate", to: &facts)
      try add(.night, "night rate", to: &facts)
    }
  }

  /// Adds the prices of some terms, below their days where the tariff has several.
  private func add(_ terms: TariffTerms, to facts: inout Facts) {
    let days = DayRange(from: terms.from, until: tariff.end(of: terms))
    if !tariff.laterTerms.isEmpty { facts.add("terms", text(of: days)) }
    add(standing: terms.standingCharge, in: days, to: &facts)
    for band in terms.bands.bands { facts.add(band.label, text(band.rate, "per kWh", in: days)) }
    facts.add("other hours", terms.bands.defaultRate.map { text($0, "per kWh", in: days) })
    if !terms.bands.openHours.isEmpty {
      facts.add("without a rate", terms.bands.openHours.joined(separator: ", "))
    }
  }

  private func add(standing charge: Rate?, in days: DayRange, to facts: inout Facts) {
    facts.add("standing charge", charge.map { text($0, "a day", in: days) })
  }

  /// `from 2024-04-01 until 2024-07-01, holds today`.
  private func text(of days: DayRange) -> String {
    let bounds = [days.from.map { "from \($0)" }, days.until.map { "until \($0)" }]
    let span = bounds.compactMap(\.self).joined(separator: " ")
    return [span, days.contains(today) ? "holds today" : ""].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// A price with and without VAT, as of today or the nearest of its days; export income carries
  /// none.
  private func text(_ rate: Rate, _ measure: String, in days: DayRange) -> String {
    let day = days.nearest(to: today)
    let price = tariff.price(rate, vat: tariff.vat(on: day, by: catalog.vat))
    return text(price, measure)
  }

  private func text(_ price: Price, _ measure: String) -> String {
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
    add(DatedRate.rows(all, for: payment), of: kind, noun, to: &facts)
    for gap in reach.gaps.prefix(TariffFacts.mostGaps) {
      facts.add(
        "no \(noun)", "from \(zone.shortStamp(gap.start)) until \(zone.shortStamp(gap.end))")
    }
    if reach.gaps.count > TariffFacts.mostGaps {
      facts.add("no \(noun)", "and \(counted(reach.gaps.count - TariffFacts.mostGaps, "more gap"))")
    }
  }

  /// The most rows listed, two years of quarters: more would bury the rest.
  private static let mostRows = 8

  /// Adds the prices of rows that last a day or longer, with their days; where there are many, only
  /// the one that holds today.
  private func add(
    _ rows: [DatedRate], of kind: DatedKind, _ noun: String, to facts: inout Facts
  ) {
    let isShort = rows.contains { row in
      guard let from = row.validFrom, let to = row.validTo else { return false }
      return to.seconds - from.seconds < 23 * 3600
    }
    guard !isShort else { return }
    for row in rows {
      let days = DayRange(
        from: row.validFrom.map { zone.day(of: $0) }, until: row.validTo.map { zone.day(of: $0) })
      guard rows.count <= TariffFacts.mostRows || days.contains(today) else { continue }
      let vat = tariff.vat(on: days.nearest(to: today), by: catalog.vat)
      let price = text(tariff.price(row, vat: vat), kind == .standing ? "a day" : "per kWh")
      facts.add(noun, "\(price); \(text(of: days))")
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
