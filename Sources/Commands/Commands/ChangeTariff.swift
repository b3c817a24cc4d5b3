import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let change = CommandPage(
    ChangeTariff.self, summary: "give a tariff other terms from a day on",
    details: [
      "What is not named stays: the rate of the other hours, the standing charge, and where no hours",
      "are named those with a rate of their own. Days before keep their price. The new terms hold",
      "until the next that have been given; those of the same day are replaced. Prices are typed",
      "as in 'help add'.",
      "'describe' and 'show tariffs' list a tariff's terms.",
    ],
    examples: [
      "change tariff flux_import_2023-07 from 2023-10-01 standing 50p",
      "change tariff cap from 2024-04-01 rate 28p from 00:30 to 05:30 rate 8p",
    ])
}

/// Gives a tariff other rates or another standing charge from a day on.
struct ChangeTariff: Command {
  static let form = Form(
    "change tariff", .operand(.tariff.labelled("NAME")), .operand(.day, after: "from"),
    .option("rate", .price(.unit)), .bandHours, .option("standing", .price(.standing)))
  static let summary = "other rates or another standing charge from a day on"

  let name: Located<String>
  let from: Located<LocalDay>
  let rate: TypedPrice?
  let hours: [AddTariff.Hours]
  let standing: TypedPrice?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (name, from, rate, hours, standing) = try ChangeTariff.form.read(&cursor, in: context)
    guard changesRates || standing != nil else { throw cursor.expected("'rate' or 'standing'") }
    _ = try resolve(in: context.catalog())
  }

  private var changesRates: Bool { rate != nil || !hours.isEmpty }

  /// The tariff as it is, and its terms from the day on; nil if only its standing charge changes,
  /// and its rates are not bands.
  ///
  /// - Throws: a ``QueryError`` when it can't have them.
  private func resolve(
    in catalog: Catalog
  ) throws(QueryError) -> (tariff: Tariff, terms: TariffTerms?) {
    let tariff = try catalog.tariff(name)
    if let first = tariff.validFrom, from.value < first {
      throw QueryError("\(tariff.name) begins on \(first)", at: from.span)
    }
    if let end = tariff.validUntil, from.value >= end {
      throw QueryError("\(tariff.name) ends on \(end)", at: from.span)
    }
    guard var terms = tariff.terms(on: from.value) else {
      guard !changesRates else {
        throw QueryError(
          "the rates of \(tariff.name) have dates", at: name.span,
          hint: "type: import rates FILE for \(quotedIfNeeded(tariff.name))")
      }
      return (tariff, nil)
    }
    terms.from = from.value
    if changesRates { terms.bands = try bands(after: terms.bands, of: tariff) }
    terms.standingCharge = standing?.rate ?? terms.standingCharge
    return (tariff, terms)
  }

  private func bands(after old: BandTariff, of tariff: Tariff) throws(QueryError) -> BandTariff {
    if !hours.isEmpty { return try BandTariff(hours, default: rate?.rate ?? old.defaultRate) }
    guard let rate = rate?.rate else { return old }
    // A tariff that has one rate for all hours may state it as a band.
    if old.bands.count == 1, old.bands[0].label == Band.allDay { return BandTariff(flat: rate) }
    guard old.bandOfSlot.contains(nil) else {
      throw QueryError(
        "every hour of \(tariff.name) has a rate of its own, so there is no other hour to change",
        at: name.span, hint: "state the hours too: rate R from HH:MM to HH:MM rate R")
    }
    do throws(TariffError) {
      return try BandTariff(bands: old.bands, defaultRate: rate)
    } catch {
      throw QueryError(error.description)
    }
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let (outcome, openHours, effects) = try workspace.change { writer, catalog in
      try apply(workspace, writer, catalog)
    }
    try workspace.reporter.info(outcome)
    for line in effects { try workspace.reporter.note(line) }
    if changesRates, !openHours.isEmpty {
      try workspace.reporter.warn("no rate for \(openHours.joined(separator: ", "))")
    }
    let rates = [rate].compactMap(\.self) + hours.map(\.price)
    try workspace.reporter.warn(
      about: rates.map { ("the rate", $0) }
        + [standing].compactMap(\.self).map { ("the standing charge", $0) })
    return .nothing
  }

  /// Makes the change, and gives its outcome, the hours without a rate, and its effect on past
  /// prices.
  private func apply(
    _ workspace: Workspace, _ writer: CacheWriter, _ catalog: Catalog
  ) throws -> (outcome: String, openHours: [String], effects: [String]) {
    let cache = try workspace.cache()
    let (tariff, terms) = try resolve(in: catalog)
    let (changed, charges) = try store(terms, of: tariff, cache, writer, workspace.zone)
    let revisions = RateRevisions(
      of: changed, previous: tariff, stored: [charges].compactMap(\.self), zone: workspace.zone,
      now: workspace.now)
    let outcome = outcome(terms, changed)
    let openHours = terms?.bands.openHours ?? []
    guard !revisions.isEmpty else { return (outcome, openHours, []) }
    var counts = MergeCounts()
    counts.revised = 1
    let entry = try writer.log(
      source: "change tariff", at: workspace.now, counts: counts, revisions: [])
    if let entry { try writer.store(revisions.revisions, of: changed.name, import: entry) }
    let payment = workspace.settings.pricing.payment
    return (outcome, openHours, try revisions.lines(cache, writer, payment: payment))
  }

  /// Stores the terms; the standing charge goes to those with dates where the tariff has such, as
  /// they would win over it.
  ///
  /// - Returns: the tariff after that, and the outcome for charges with dates.
  private func store(
    _ terms: TariffTerms?, of tariff: Tariff, _ cache: Cache, _ writer: CacheWriter,
    _ zone: ClockZone
  ) throws -> (tariff: Tariff, charges: StoredRates?) {
    let dated = try cache.datedRates(of: tariff.name, .standing, overlapping: .always)
    let isDated = standing != nil && (terms == nil || !dated.isEmpty)
    var changed = tariff
    if var terms, changesRates || !isDated {
      if isDated { terms.standingCharge = tariff.standingCharge(on: from.value) }
      changed.setTerms(terms)
      try writer.store(changed)
    }
    guard isDated, let rate = standing?.rate else { return (changed, nil) }
    guard dated.allSatisfy({ $0.paymentMethod == nil }) else {
      throw QueryError(
        "the standing charges of \(tariff.name) differ by payment method", at: name.span,
        hint: "type: import standing FILE for \(quotedIfNeeded(tariff.name))")
    }
    let start = zone.start(of: from.value)
    let isNet = tariff.vat == .excluded
    let charge = DatedRate(
      validFrom: start, validTo: dated.compactMap(\.validFrom).first { $0 > start },
      paymentMethod: nil, excludingVAT: isNet ? rate : nil, includingVAT: isNet ? nil : rate,
      source: "change tariff")
    return (changed, try writer.store([charge], .standing, of: tariff.name))
  }

  /// `go from 2024-04-01 until 2024-07-01: import at £0.28 per kWh, standing £0.5 a day`.
  private func outcome(_ terms: TariffTerms?, _ tariff: Tariff) -> String {
    guard let terms else {
      return "\(tariff.name) from \(from.value): standing \(standing?.rate.inPounds ?? "") a day"
    }
    let until = tariff.end(of: terms).map { " until \($0)" } ?? ""
    let vat = tariff.vat == .excluded ? ", without VAT" : ""
    return "\(tariff.name) from \(from.value)\(until): \(tariff.text(of: terms))\(vat)"
  }
}
