import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// The tariffs that price a meter point in one of the alternatives.
  struct Pricing {
    var point: MeterPoint
    var alternative: Int
    var uses: [TariffUse]
    var notes: [String] = []
  }

  /// Whether the result depends on rates.
  var needsRates: Bool {
    switch needs.rates {
    case .always: return true
    case .never: return false
    case .whereAsked:
      let keys = query.keys.map(\.value) + [query.across?.value].compactMap { $0 }
      return keys.contains { if case .label = $0 { true } else { false } }
        || Filter(query.conditions.map(\.value)).needsRates
    }
  }

  /// Whether the result includes standing charges.
  var needsStanding: Bool {
    needs.hasStanding || shows(.standing)
  }

  /// The tariffs of each meter point in each of the sets; empty where nothing is priced.
  func prices(
    _ records: [Record], on sets: [Located<Query.TariffSet>], flows: [Flow], in period: Plan.Period
  ) throws(QueryError) -> [Pricing] {
    guard needsRates else { return [] }
    var prices: [Pricing] = []
    var errors = ErrorCollector()
    for (alternative, set) in sets.enumerated() {
      guard let substitutes = errors.collect(try substitutes(of: set, flows: flows)) else {
        continue
      }
      for record in records
      where !prices.contains(where: {
        $0.alternative == alternative && $0.point == record.point
      }) {
        let substitute = substitutes.first { $0.tariff.unit.flow == record.point.flow }
        let price = errors.collect(try price(record, alternative, on: substitute, in: period))
        if let price { prices.append(price) }
      }
    }
    try errors.finish()
    return prices
  }

  private func price(
    _ record: Record, _ alternative: Int, on substitute: Substitute?, in period: Plan.Period
  ) throws(QueryError) -> Pricing {
    let days = period.days.clamped(to: pricedDays(of: record.point, period.days))
    let halfHours = zone.range(from: days.lowerBound, to: days.upperBound).halfHours
      .clamped(to: period.range.halfHours)
    guard let substitute else {
      let uses = try TariffChoice(catalog: catalog, zone: zone).uses(
        for: record.point, unit: record.record.meter.unit, halfHours: halfHours)
      return try goingOn(
        Pricing(point: record.point, alternative: alternative, uses: uses), of: record,
        in: halfHours)
    }
    let tariff = substitute.tariff
    let use = TariffUse(
      point: record.point, tariff: tariff.name, flatRate: substitute.flatRate,
      halfHours: halfHours, reason: .namedInQuery, isFetched: tariff.code != nil)
    var price = Pricing(
      point: record.point, alternative: alternative, uses: days.isEmpty ? [] : [use])
    if !days.isEmpty,
      !tariff.isValid(on: days.lowerBound) || !tariff.isValid(on: days.upperBound - 1)
    {
      let isAsked = !query.alternatives.isEmpty
      price.notes.append(
        "\(tariff.name) is not valid throughout; it was used anyway"
          + (isAsked ? ", as asked" : ""))
    }
    return price
  }

  /// The days on which a tariff matters: from the first reading or agreement until now; for
  /// `rates`, all days.
  func pricedDays(of point: MeterPoint, _ days: Range<LocalDay>) -> Range<LocalDay> {
    if !needs.readsMeters { return days }
    let reach = readingDays(catalog.meters(of: point))
    let agreed = catalog.agreements.filter { $0.meterPointID == point.id }.map(\.from).min()
      .map { zone.day(of: $0) }
    guard let first = [reach?.lowerBound, agreed].compactMap({ $0 }).min() else {
      return days.lowerBound..<days.lowerBound
    }
    let today = zone.day(of: now)
    return first..<max(first, reach?.upperBound ?? today, today) + 1
  }

  /// The rates in force, from the uses of one meter point.
  func timeline(_ uses: [TariffUse]) throws -> RateTimeline {
    var timeline = RateTimeline()
    for use in uses {
      guard let tariff = tariff(of: use) else { continue }
      let range = use.range
      switch tariff.kind {
      case .bands: timeline.append(tariff, in: use.halfHours, vat: catalog.vat, zone: zone)
      case .dated:
        let rates = try rates.rates(of: use.tariff, .unit, overlapping: range)
          .rates(for: payment)
        timeline.append(tariff, dated: rates, in: use.halfHours, vat: catalog.vat, zone: zone)
      case .registers(let hours):
        guard let hours else { throw withoutNight(tariff) }
        let rates = RegisterRates(
          day: try dated(use.tariff, .day, range), night: try dated(use.tariff, .night, range))
        timeline.append(
          tariff, rates, night: hours, in: use.halfHours, vat: catalog.vat, zone: zone)
      }
    }
    return timeline
  }

  func withoutNight(_ tariff: Tariff) -> QueryError {
    QueryError(
      "\(tariff.name) has day and night rates, but its night hours are not set",
      hint:
        "with your meter's hours, type: set night 00:30-07:30 for \(quotedIfNeeded(tariff.name))"
    )
  }

  /// The rows of a dated tariff for the chosen payment method.
  private func dated(
    _ tariff: String, _ kind: DatedKind, _ range: TimeRange
  ) throws -> [DatedRate] {
    DatedRate.rows(
      try rates.datedRates(of: tariff, kind, overlapping: range), for: payment)
  }

  /// Notes on tariffs whose rates differ by payment method, and the method chosen.
  func paymentNotes(_ uses: [TariffUse]) throws -> [String] {
    var differing: [String] = []
    var others: [String] = []
    for use in uses {
      guard let tariff = tariff(of: use) else { continue }
      if use.flatRate != nil { continue }
      // Of band tariffs, only a standing charge can have dates.
      if case .bands = tariff.kind, !needsStanding { continue }
      let ways = try rates.paymentMethods(of: use.tariff, overlapping: use.range)
      if PaymentMethod.allCases.allSatisfy(ways.contains) {
        differing.append(use.tariff)
      } else if !ways.isEmpty, !ways.contains(payment), !ways.contains(nil) {
        others.append(use.tariff)
      }
    }
    func names(_ tariffs: [String]) -> String { tariffs.distinct.joined(separator: ", ") }
    return [
      differing.isEmpty
        ? nil
        : "rates of \(names(differing)) differ by payment method; those for \(payment.word) were "
          + "used: see '.payment'",
      others.isEmpty
        ? nil : "no rates of \(names(others)) are for \(payment.word): see '.payment'",
    ].compactMap(\.self)
  }

  /// The standing charges of the period: one for each local day at whose start the meter point has
  /// a tariff; and the days on which a tariff that should have a charge does not state it.
  func charges(
    _ scans: [Plan.Scan], prices: [Pricing], days: Range<LocalDay>
  ) throws -> Aggregate.Charges {
    var charges = Aggregate.Charges()
    guard needsStanding else { return charges }
    let keys = query.keys + [query.across].compactMap { $0 }
    if let key = keys.first(where: { $0.value.isShorterThanADay }) {
      throw QueryError(
        "a standing charge is per day, so it can't be given by \(key.value.word)", at: key.span)
    }
    if let condition = query.conditions.first {
      throw QueryError("a standing charge can't be combined with 'where'", at: condition.span)
    }
    for price in prices {
      let scan = scans.firstIndex {
        $0.point == price.point && $0.alternative == price.alternative
      }
      guard let scan else { continue }
      for use in price.uses {
        guard use.flatRate == nil, let tariff = tariff(of: use) else { continue }
        let dated = try dated(use.tariff, .standing, use.range)
        let isDue = try hasStandingCharge(tariff)
        let days = zone.daysBeginning(in: use.halfHours)
        for number in days.lowerBound.number..<days.upperBound.number {
          let day = LocalDay(number: number)
          guard let price = standingCharge(of: tariff, dated, on: day) else {
            if isDue {
              charges.unknown.append(
                Aggregate.UnknownCharge(day: day, scan: scan, tariff: tariff.name))
            }
            continue
          }
          charges.known.append(
            Aggregate.Charge(day: day, price: price, scan: scan, tariff: use.tariff))
        }
      }
    }
    return charges
  }

  /// Whether a day without a stated standing charge lacks one: most export tariffs have none at
  /// all.
  private func hasStandingCharge(_ tariff: Tariff) throws -> Bool {
    try tariff.unit.flow != .export
      || !rates.datedRates(of: tariff.name, .standing, overlapping: .always).isEmpty
  }

  /// The row in force at local midnight, or else the tariff's own charge.
  private func standingCharge(
    of tariff: Tariff, _ dated: [DatedRate], on day: LocalDay
  ) -> Price? {
    let midnight = zone.start(of: day)
    let row = dated.first { $0.holds(at: midnight) }
    let vat = tariff.vat(on: day, by: catalog.vat)
    return row.map { tariff.price($0, vat: vat) }
      ?? tariff.standingCharge(on: day).map { tariff.price($0, vat: vat) }
  }

  func currency(_ uses: [TariffUse]) throws(QueryError) -> String {
    var found: [(currency: String, tariff: String)] = []
    for use in uses {
      guard let tariff = tariff(of: use),
        !found.contains(where: { $0.currency == tariff.currency })
      else { continue }
      found.append((tariff.currency, tariff.name))
    }
    guard found.count <= 1 else {
      throw QueryError(
        "'\(found[0].tariff)' is in \(found[0].currency) and '\(found[1].tariff)' in "
          + "\(found[1].currency)",
        hint: "ask for \(query.alternatives.isEmpty ? "a period with" : "tariffs of") one currency")
    }
    return found.first?.currency ?? "GBP"
  }
}
