package import EnergyModel
package import QueryLanguage
package import Tariffs

/// Turns a query into a plan: every name is looked up once, here.
package struct Planner {
  let query: Query
  let home: Home
  let rates: any RateSource
  let payment: PaymentMethod
  let zone: ClockZone
  let now: Instant

  /// The plan of a query; `now` is the moment that `today` and coverage go by.
  ///
  /// `payment`: which rows of dated tariffs hold, where they differ by it.
  /// - Throws: ``QueryErrors`` for what the query names that is not there, or asks that cannot be;
  ///   what the source of rates throws.
  package static func plan(
    _ query: Query, home: Home, rates: any RateSource, payment: PaymentMethod = .directDebit,
    zone: ClockZone, now: Instant
  ) throws -> Plan {
    let planner = Planner(
      query: query, home: home, rates: rates, payment: payment, zone: zone, now: now)
    do {
      return try planner.plan()
    } catch let error as QueryError {
      throw QueryErrors(error)
    }
  }

  /// Which tariff prices a meter point on which of some days; days without one are left out.
  ///
  /// - Throws: when two tariffs compete for a day.
  package static func tariffUses(
    of point: MeterPoint, unit: MeterUnit, on days: Range<LocalDay>, home: Home, zone: ClockZone
  ) throws(QueryError) -> [TariffUse] {
    try TariffChoice(home: home, zone: zone).uses(for: point, unit: unit, days: days)
  }

  private func plan() throws -> Plan {
    let named = try meterPoints()
    let flows = try flows(named)
    let points = named.filter { flows.contains($0.flow) }
    let records = records(points, flows: flows)
    let context = PeriodContext(
      today: zone.day(of: now), readings: readingDays(records.map(\.record)), years: zone.years)
    let period = query.period ?? Located(.all, at: query.measure.span)
    let days = try period.value.days(in: context, at: period.span)
    let range = zone.range(from: days.lowerBound, to: days.upperBound)
    let unit = try meterUnit(records.map(\.record))
    let prices = try prices(records, flows: flows, days: days)
    let currency = try currency(prices.flatMap(\.uses))
    try checkConditions(unit: unit, currency: currency)

    let scans = try scans(records, prices: prices, range: range)
    let keys = keys(flows: flows)
    let grouping = Grouping(
      keys: measure.isList ? [] : keys, sources: sources(scans, flows: flows, keys: keys),
      rows: scans.map { $0.timeline?.rows ?? [] }, days: days, zone: zone)
    let columns = columns(keys, flows: flows, unit: unit, currency: currency)
    var canonical = query
    canonical.isExplained = false
    return Plan(
      statement: canonical.description, measure: measure, flows: flows, days: days, range: range,
      zone: zone, scans: scans.map { with($0, groupIn: grouping) },
      filter: Filter(query.conditions.map(\.value)), grouping: grouping,
      across: query.across?.value, alternatives: alternativeNames,
      extras: query.extras.map(\.value), charges: try charges(scans, prices: prices, days: days),
      currency: currency, duration: query.duration?.value ?? 0, having: try limits(columns),
      order: try ordering(columns), cut: query.cut, columns: columns,
      tariffUses: distinct(prices.flatMap(\.uses)),
      notes: [period.value.exclusiveEndNote(in: context)].compactMap { $0 }
        + prices.flatMap(\.notes))
  }

  var measure: Measure { query.measure.value }

  func shows(_ extra: Extra) -> Bool { query.extras.contains { $0.value == extra } }

  private func distinct(_ uses: [TariffUse]) -> [TariffUse] {
    uses.enumerated().filter { !uses[..<$0.offset].contains($0.element) }.map(\.element)
  }

  // MARK: Scans

  /// A meter with its meter point.
  struct Record {
    var point: MeterPoint
    var record: Home.MeterRecord
  }

  /// The meters to read.
  ///
  /// Rates can be asked for where there is no meter, or before it has readings.
  private func records(_ points: [MeterPoint], flows: [Flow]) -> [Record] {
    let records = points.flatMap { point in
      home.meters(of: point).map { Record(point: point, record: $0) }
    }
    guard [.rates, .cheapest, .dearest].contains(measure) else { return records }
    let missing = flows.filter { flow in !records.contains { $0.point.flow == flow } }
    return records
      + missing.map { flow in
        Record(
          point: MeterPoint(id: 0, number: "", flow: flow, alias: nil),
          record: Home.MeterRecord(
            meter: Meter(id: 0, meterPointID: 0, serial: "", unit: .kWh), readings: nil))
      }
  }

  private func scans(
    _ records: [Record], prices: [Price], range: TimeRange
  ) throws -> [Plan.Scan] {
    try (0..<max(query.alternatives.count, 1)).flatMap { alternative in
      try records.map { record in
        let price = prices.first { $0.alternative == alternative && $0.point == record.point }
        return Plan.Scan(
          point: record.point, meter: record.record.meter, readings: record.record.readings,
          expected: home.expectedHalfHours(of: record.record, now: now)
            .clamped(to: range.halfHours),
          timeline: try price.map { try timeline($0.uses) }, alternative: alternative,
          sourceGroup: 0)
      }
    }
  }

  private func source(_ scan: Plan.Scan) -> Grouping.Source {
    Grouping.Source(
      flow: scan.point.flow, meter: scan.point, alternative: scan.alternative,
      alternativeName: alternativeNames.isEmpty ? nil : alternativeNames[scan.alternative])
  }

  /// A flow without meters still has its rows.
  private func sources(
    _ scans: [Plan.Scan], flows: [Flow], keys: [GroupKey]
  ) -> [Grouping.Source] {
    let placeholders = flows.flatMap { flow in
      (0..<max(alternativeNames.count, 1)).map { alternative in
        Grouping.Source(
          flow: flow, meter: MeterPoint(id: 0, number: "", flow: flow, alias: nil),
          alternative: alternative,
          alternativeName: alternativeNames.isEmpty ? nil : alternativeNames[alternative])
      }
    }
    return scans.map(source) + (keys.contains(.meter) || measure == .net ? [] : placeholders)
  }

  private func with(_ scan: Plan.Scan, groupIn grouping: Grouping) -> Plan.Scan {
    var scan = scan
    scan.sourceGroup = grouping.sourceGroup(source(scan))
    return scan
  }

  /// The keys asked for, behind those that several alternatives or flows bring by themselves.
  private func keys(flows: [Flow]) -> [GroupKey] {
    var keys = query.keys.map(\.value) + [query.across?.value].compactMap { $0 }
    if flows.count > 1, measure != .net, !keys.contains(.flow) { keys.insert(.flow, at: 0) }
    if !alternativeNames.isEmpty, !keys.contains(.tariff) { keys.insert(.tariff, at: 0) }
    return keys
  }

  /// Empty unless there are several.
  var alternativeNames: [String] {
    guard query.alternatives.count > 1 else { return [] }
    return query.alternatives.map { alternative in
      switch alternative.value {
      case .current: "current"
      case .named(let names):
        names.map { home.tariff(named: $0)?.name ?? $0 }.joined(separator: "+")
      }
    }
  }
}
