package import EnergyModel
package import QueryLanguage
import Tariffs

/// Turns a query into a plan: every name is looked up once, here.
package struct Planner {
  private let query: Query
  private let home: Home
  private let zone: ClockZone
  private let now: Instant

  /// The plan of a query; `now` is the moment that `today` and coverage go by.
  ///
  /// - Throws: what the query names that is not there, or asks that cannot be.
  package static func plan(
    _ query: Query, home: Home, zone: ClockZone, now: Instant
  ) throws(QueryErrors) -> Plan {
    try Planner(query: query, home: home, zone: zone, now: now).plan()
  }

  /// Which tariff prices a meter point on which of some days; days without one are left out.
  ///
  /// - Throws: when two tariffs compete for a day.
  package static func tariffUses(
    of point: MeterPoint, unit: MeterUnit, on days: Range<LocalDay>, home: Home, zone: ClockZone
  ) throws(QueryError) -> [TariffUse] {
    try TariffChoice(home: home, zone: zone).uses(for: point, unit: unit, days: days)
  }

  private func plan() throws(QueryErrors) -> Plan {
    let points = try meterPoints()
    let flows = query.flows.isEmpty ? defaultFlows(points) : query.flows.map(\.value).sorted()
    do throws(QueryError) {
      return try plan(points.filter { flows.contains($0.flow) }, flows: flows)
    } catch {
      throw QueryErrors(error)
    }
  }

  private func plan(_ points: [MeterPoint], flows: [Flow]) throws(QueryError) -> Plan {
    let records = points.flatMap { point in home.meters(of: point).map { (point, $0) } }
    let context = PeriodContext(
      today: zone.day(of: now), readings: readingDays(records.map(\.1)), years: zone.years)
    let period = query.period ?? Located(.all, at: query.measure.span)
    let days = try period.value.days(in: context, at: period.span)
    let range = zone.range(from: days.lowerBound, to: days.upperBound)
    let unit = try meterUnit(records.map(\.1))
    let uses = query.measure.value == .cost ? try tariffUses(records, days) : [:]
    let currency = try currency(points.flatMap { uses[$0.id] ?? [] })

    let keys =
      (flows.count > 1 && !query.keys.contains { $0.value == .flow } ? [.flow] : [])
      + query.keys.map(\.value)
    // A flow without meters still has its rows.
    let placeholders = flows.map { flow in
      Grouping.Source(flow: flow, meter: MeterPoint(id: 0, number: "", flow: flow, alias: nil))
    }
    let sources =
      records.map { Grouping.Source(flow: $0.0.flow, meter: $0.0) }
      + (keys.contains(.meter) ? [] : placeholders)
    let grouping = Grouping(keys: keys, sources: sources, days: days, zone: zone)
    let choice = TariffChoice(home: home, zone: zone)
    let scans = records.map { point, record in
      Plan.Scan(
        point: point, meter: record.meter, readings: record.readings,
        expected: home.expectedHalfHours(of: record, now: now).clamped(to: range.halfHours),
        timeline: uses[point.id].map { choice.timeline($0) },
        sourceGroup: grouping.sourceGroup(.init(flow: point.flow, meter: point)))
    }
    let columns = columns(keys, flows: flows, unit: unit, currency: currency)
    var canonical = query
    canonical.isExplained = false
    return Plan(
      statement: canonical.description, measure: query.measure.value, flows: flows, days: days,
      range: range, zone: zone, scans: scans, grouping: grouping,
      showsCoverage: shows(.coverage), order: try ordering(columns), cut: query.cut,
      columns: columns,
      tariffUses: points.flatMap { uses[$0.id] ?? [] },
      notes: [period.value.exclusiveEndNote(in: context)].compactMap { $0 })
  }

  private func shows(_ extra: Extra) -> Bool { query.extras.contains { $0.value == extra } }

  // MARK: Meters

  /// The meter points asked for by name, or all of them.
  private func meterPoints() throws(QueryErrors) -> [MeterPoint] {
    let sorted = home.points.sorted { ($0.flow, $0.number) < ($1.flow, $1.number) }
    guard !query.meters.isEmpty else { return sorted }
    var errors: [QueryError] = []
    var found: [MeterPoint] = []
    for name in query.meters {
      let typed = name.value.lowercased()
      let matches = sorted.filter { $0.number == typed || $0.alias?.lowercased() == typed }
      if matches.isEmpty {
        let names = sorted.flatMap { [$0.alias, $0.number].compactMap { $0 } }
        errors.append(.unknown("meter", name, among: names, hint: "see 'show meters'"))
      }
      if !query.flows.isEmpty, let match = matches.first,
        !query.flows.contains(where: { $0.value == match.flow })
      {
        errors.append(
          QueryError("\(match.name) is a meter of \(match.flow.rawValue)", at: name.span))
      }
      found += matches.filter { !found.contains($0) }
    }
    guard errors.isEmpty else { throw QueryErrors(errors) }
    return found
  }

  private func defaultFlows(_ points: [MeterPoint]) -> [Flow] {
    query.meters.isEmpty ? [.import] : Array(Set(points.map(\.flow))).sorted()
  }

  private func readingDays(_ records: [Home.MeterRecord]) -> ClosedRange<LocalDay>? {
    let ranges = records.compactMap(\.readings)
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max()
    else { return nil }
    return zone.day(of: Instant(halfHour: first))...zone.day(of: Instant(halfHour: last))
  }

  private func meterUnit(_ records: [Home.MeterRecord]) throws(QueryError) -> MeterUnit {
    let units = Set(records.map(\.meter.unit))
    guard units.count <= 1 else {
      throw QueryError(
        "kWh and m³ can't be added up", hint: "ask for the gas meter in m³ by itself")
    }
    let unit = units.first ?? .kWh
    guard unit == .kWh || query.measure.value == .usage else {
      throw QueryError(
        "gas in m³ has no cost here: rates are per kWh", at: query.measure.span,
        hint: "ask for its usage")
    }
    return unit
  }

  // MARK: Money

  /// The tariffs of each meter point on the days of the period from its first reading on.
  private func tariffUses(
    _ records: [(MeterPoint, Home.MeterRecord)], _ days: Range<LocalDay>
  ) throws(QueryError) -> [MeterPoint.ID: [TariffUse]] {
    var uses: [MeterPoint.ID: [TariffUse]] = [:]
    for (point, record) in records where uses[point.id] == nil {
      let reach = readingDays(home.meters(of: point)).map { $0.lowerBound..<$0.upperBound + 1 }
      uses[point.id] = try TariffChoice(home: home, zone: zone).uses(
        for: point, unit: record.meter.unit,
        days: days.clamped(to: reach ?? days.lowerBound..<days.lowerBound))
    }
    return uses
  }

  private func currency(_ uses: [TariffUse]) throws(QueryError) -> String {
    var found: [(currency: String, tariff: String)] = []
    for use in uses {
      guard let tariff = home.tariffs.first(where: { $0.name == use.tariff }),
        !found.contains(where: { $0.currency == tariff.currency })
      else { continue }
      found.append((tariff.currency, tariff.name))
    }
    guard found.count <= 1 else {
      throw QueryError(
        "'\(found[0].tariff)' is in \(found[0].currency) and '\(found[1].tariff)' in "
          + "\(found[1].currency)", hint: "ask for a period with one currency")
    }
    return found.first?.currency ?? "GBP"
  }

  // MARK: Columns

  private func columns(
    _ keys: [GroupKey], flows: [Flow], unit: MeterUnit, currency: String
  ) -> [ResultColumn] {
    var columns = keys.map { ResultColumn(name: $0.word, title: $0.word, kind: .text) }
    columns.append(
      unit == .kWh
        ? ResultColumn(name: "usage_kwh", title: "usage kWh", unit: "kWh", kind: .energy)
        : ResultColumn(name: "usage_m3", title: "usage m³", unit: "m3", kind: .energy))
    if query.measure.value == .cost {
      let places = keys.contains(where: \.isShorterThanADay) ? 4 : 2
      columns.append(
        ResultColumn(
          name: "cost_\(currency.lowercased())",
          title: "\(flows == [.export] ? "income" : "cost") \(currencySign(currency))",
          unit: currency, kind: .money(places: places)))
    }
    if shows(.coverage) {
      let names =
        ["halfhours", "expected"] + (query.measure.value == .cost ? ["unpriced"] : [])
      columns += names.map { ResultColumn(name: $0, title: $0, kind: .count) }
    }
    return columns
  }

  private func ordering(_ columns: [ResultColumn]) throws(QueryError) -> Plan.Ordering? {
    guard let order = query.order else { return nil }
    let typed = order.column.value.lowercased()
    // `usage` and `cost` stand for the columns that carry a unit in their name.
    let names = columns.map { $0.kind == .text || $0.unit == nil ? $0.name : shortName($0.name) }
    let exact = columns.firstIndex { $0.name == typed }
    guard let column = exact ?? names.firstIndex(of: typed) else {
      throw .unknown(
        "column", order.column, among: names + columns.map(\.name),
        hint: "the columns are \(columns.map(\.name).joined(separator: ", "))")
    }
    return Plan.Ordering(column: column, isDescending: order.isDescending)
  }

  private func shortName(_ name: String) -> String {
    name.lastIndex(of: "_").map { String(name[..<$0]) } ?? name
  }
}

/// `£` for GBP, and so on; the code itself where the sign is not widely known.
package func currencySign(_ code: String) -> String {
  ["GBP": "£", "EUR": "€", "USD": "$"][code] ?? code
}
