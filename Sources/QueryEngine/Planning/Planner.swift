package import EnergyModel
package import QueryLanguage
package import Tariffs

/// The planner, which turns a query into a plan: every name is looked up once, here.
package struct Planner {
  var query: Query
  let catalog: Catalog
  let rates: any RateSource
  var payment: PaymentMethod
  /// The rounding policy, unless the query names one.
  let defaultPolicy: Policy
  let zone: ClockZone
  var now: Instant
  /// Where it is known already, the period of the query.
  var knownPeriod: ResolvedPeriod?
  /// What is still to come, where that counts.
  var projection: Projection?
  /// The columns that tell the compared bills apart.
  var billLabels: [BillLabel] = []

  /// Plans a query; `now` is the moment for `today` and coverage.
  ///
  /// `payment`: which rows of dated tariffs hold, where they differ by it.
  /// `policy`: where money is rounded, if the query does not say.
  /// `readings`: what shows the last complete day of a period that is not over, and what projections
  /// are made from.
  /// `bills`: the bills of the file that `billed from` names, where it was read.
  /// - Throws: ``QueryError`` for what the query names that is not there, or asks that cannot be;
  ///   what the source of rates throws.
  package static func plan(
    _ query: Query, catalog: Catalog, rates: any RateSource,
    readings: (any ReadingSource)? = nil, payment: PaymentMethod = .directDebit,
    policy: Policy = .exact, bills: [PrintedBill]? = nil, zone: ClockZone, now: Instant
  ) throws -> Plan {
    let planner = Planner(
      query: query, catalog: catalog, rates: rates, payment: payment, defaultPolicy: policy,
      zone: zone,
      now: now)
    if let versus = query.versus { return try planner.plan(versus, readings) }
    if let billed = query.billed?.value {
      return try planner.plan(bills ?? billed.typed)
    }
    guard query.isProjected, let readings else { return try planner.plan() }
    return try planner.projectedPlan(readings)
  }

  /// The plans of a query of any measure in its period and in that of `versus`, cut to the days that
  /// both can have, with notes on the periods.
  ///
  /// - Throws: what ``plan(_:catalog:rates:readings:payment:policy:zone:now:)`` does.
  package static func pair(
    _ query: Query, versus: Located<VersusSyntax>, catalog: Catalog, rates: any RateSource,
    readings: any ReadingSource, zone: ClockZone, now: Instant
  ) throws -> (first: Plan, other: Plan, notes: [String]) {
    let planner = Planner(
      query: query, catalog: catalog, rates: rates, payment: .directDebit, defaultPolicy: .exact,
      zone: zone, now: now)
    return try planner.pair(versus, readings)
  }

  /// The tariff that prices a meter point in the half-hour of an instant; nil if there is none.
  ///
  /// - Throws: a ``QueryError`` when two tariffs compete for it.
  package static func tariff(
    of point: MeterPoint, unit: MeterUnit, at instant: Instant, catalog: Catalog, zone: ClockZone
  ) throws(QueryError) -> Tariff? {
    let halfHours = instant.halfHour..<instant.halfHour + 1
    let uses = try TariffChoice(catalog: catalog, zone: zone).uses(
      for: point, unit: unit, halfHours: halfHours)
    return uses.first.flatMap { catalog.tariff(named: $0.tariff) }
  }

  /// The flows in reach, the meters to read, and what periods are resolved against.
  func reach() throws(QueryError) -> (flows: [Flow], known: [Record], context: PeriodContext) {
    let named = try meterPoints()
    let flows = try flows(named)
    let known = records(named.filter { flows.contains($0.flow) }, flows: flows)
    let context = PeriodContext(
      today: zone.day(of: now), readings: readingDays(known.map(\.record)), years: zone.years)
    return (flows, known, context)
  }

  /// The period as typed; all readings without one.
  var askedPeriod: Located<PeriodSyntax> {
    query.period ?? Located(.all, at: query.measure.span)
  }

  func plan() throws -> Plan {
    let (reachable, known, context) = try reach()
    let asked = askedPeriod
    let resolved =
      try knownPeriod ?? asked.value.resolved(in: context, on: zone, at: asked.span)
    let (days, range) = (resolved.days, resolved.range)
    let period = Plan.Period(days: days, range: range, zone: zone)
    try checkParts(of: period, at: asked.span)
    let flows = flows(reachable, readIn: range, known)
    let records = known.filter { flows.contains($0.point.flow) }
    let unreadFlows = flowsWithoutReadings(known, besides: flows, in: range)
    let unit = try meterUnit(records, days: days)
    var sets = try sets(flows)
    if sets.count > Ceiling.alternatives {
      let span = query.alternatives.first?.span ?? query.measure.span
      throw Ceiling.tooManyAlternatives(sets.count, at: span)
    }
    var notes = [knownPeriod == nil ? asked.value.exclusiveEndNote(in: context) : nil]
      .compactMap(\.self)
    notes += unreadFlows.map { "\($0.rawValue) is left out: it has no readings in the period" }
    notes += excluded(flows).map { "\($0.tariff.name) is left out: \($0.reason)" }
    if needs.alternatives == .compared, !namesCurrent {
      do throws(QueryError) {
        let uses = try prices(records, on: [sets[0]], flows: flows, in: period).flatMap(\.uses)
        for set in query.alternatives.isEmpty ? Array(sets.dropFirst()) : [] {
          let others = try self.prices(records, on: [set], flows: flows, in: period).flatMap(\.uses)
          if others.map(\.withoutReason) == uses.map(\.withoutReason) {
            sets.removeAll { $0 == set }
          }
        }
        let isDue = records.contains {
          !days.clamped(to: pricedDays(of: $0.point, days)).isEmpty
        }
        if isDue, uses.isEmpty { throw QueryError("no tariff applies in the period") }
      } catch {
        sets.removeFirst()
        notes += error.mistakes.map { "there is no current cost to compare with: \($0.text)" }
      }
    }
    let prices = try prices(records, on: sets, flows: flows, in: period)
    let currency = try currency(prices.flatMap(\.uses))
    try checkConditions(unit: unit, currency: currency)
    try checkPower(unit: unit)
    try checkSupplier(currency: currency)
    try checkMeans()

    let alternatives = alternativeNames(sets)
    let scans = try scans(records, prices: prices, sets: sets.count, in: unit, range: range)
    let keys = keys(flows: flows, alternatives: alternatives)
    try checkSpark()
    let charges = try charges(scans, prices: prices, days: days)
    notes += prices.flatMap(\.notes) + heatNotes(scans, days: days)
    notes += flatRateNote(prices.flatMap(\.uses))
    notes += try paymentNotes(prices.flatMap(\.uses))
    notes += charges.unknownTariffs.map {
      "the standing charge of \($0) is not known for every day"
    }
    let columns = columns(keys, flows: flows, unit: unit, currency: currency)
    let policy = try policy(in: period)
    let rows = Plan.Rows(
      columns: columns, having: try limits(columns), order: try ordering(columns), cut: query.cut,
      rankedColumn: rankedColumn(columns))
    var canonical = query
    canonical.isExplained = false
    return Plan(
      statement: canonical.description, period: period, flows: flows, scans: scans,
      filter: Filter(query.conditions.map(\.value)), power: query.power?.value,
      alternatives: alternatives,
      prices: Plan.Prices(
        policy: policy, currency: currency, uses: prices.flatMap(\.uses).distinct,
        advice: "add a tariff"
          + (measure.clauses.contains(.on) ? ", or: \(measure.word) … on NAME" : "")),
      rows: rows, notes: notes.distinct,
      report: try measure.rule.report(
        ReportMaker(
          query: query, period: period, flows: flows, unreadFlows: unreadFlows, scans: scans,
          alternatives: alternatives, policy: policy, keys: keys, charges: charges)))
  }

  var measure: Measure { query.measure.value }

  var needs: MeasureNeeds { measure.rule.needs(of: query) }

  func shows(_ extra: Extra) -> Bool { query.extras.contains { $0.value == extra } }

  // MARK: Scans

  /// A meter with its meter point.
  struct Record {
    var point: MeterPoint
    var record: Catalog.MeterRecord
  }

  /// The meters to read.
  ///
  /// Rates can be asked for where there is no meter, or before it has readings.
  private func records(_ points: [MeterPoint], flows: [Flow]) -> [Record] {
    let records = points.flatMap { point in
      catalog.meters(of: point).map { Record(point: point, record: $0) }
    }
    guard !needs.readsMeters else { return records }
    let missing = flows.filter { flow in !records.contains { $0.point.flow == flow } }
    return records
      + missing.map { flow in
        Record(
          point: MeterPoint(id: 0, number: "", flow: flow, alias: nil),
          record: Catalog.MeterRecord(
            meter: Meter(id: 0, meterPointID: 0, serial: "", unit: .kWh), readings: nil))
      }
  }

  private func scans(
    _ records: [Record], prices: [Pricing], sets: Int, in unit: MeterUnit, range: TimeRange
  ) throws -> [Plan.Scan] {
    let pricesOfPoint = Dictionary(grouping: prices, by: \.point)
    return try (0..<sets).flatMap { alternative in
      try records.map { record in
        let price = pricesOfPoint[record.point]?.first { $0.alternative == alternative }
        var series = try [.price, needs.series].compactMap(\.self).compactMap {
          try self.series($0, price)
        }
        let forecast = try forecast(of: record, price, &series)
        return Plan.Scan(
          point: record.point, meter: record.record.meter, readings: record.record.readings,
          expected: expectedHalfHours(of: record.record).clamped(to: range.halfHours),
          heat: heat(record.record.meter, in: unit),
          series: series, uses: price?.uses ?? [], alternative: alternative, forecast: forecast)
      }
    }
  }

  /// The keys of the query, after those that several alternatives or flows add by themselves.
  private func keys(flows: [Flow], alternatives: [String]) -> [GroupKey] {
    switch needs.keys {
    case .none: return []
    case .fixed(let keys): return keys
    case .asked: break
    }
    var keys = query.keys.map(\.value) + [query.across?.value].compactMap { $0 }
    if flows.count > 1, !needs.pairsFlows, !keys.contains(.source(.flow)) {
      keys.insert(.source(.flow), at: 0)
    }
    if !alternatives.isEmpty, !keys.contains(.label(.tariff)) {
      keys.insert(.label(.tariff), at: 0)
    }
    return keys
  }
}
