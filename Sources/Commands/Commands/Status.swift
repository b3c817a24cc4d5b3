import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let status = CommandPage(
    ShowStatus.self, summary: "for each meter, what was read, what is missing and what prices it",
    details: [
      "Stale means that the newest reading is over two days old. The last column says what to do."
    ],
    examples: ["status"])
}

/// Reports the readings, gaps and current tariff of each meter.
struct ShowStatus: Command {
  static let form = Form("status", .output)

  let output: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    output = try ShowStatus.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let cache = try workspace.cache()
    var howToFetch = "add key"
    do {
      if try !workspace.network.keys.isEmpty { howToFetch = "fetch readings" }
    } catch {
      try workspace.reporter.note("\(error)")
    }
    let report = StatusReport(
      catalog: try cache.catalog(), cache: cache, payment: workspace.settings.pricing.payment,
      zone: workspace.zone, now: workspace.now, howToFetch: howToFetch,
      cancellation: workspace.cancellation)
    let table = try report.table()
    try workspace.output.present(table, output)
    if table.rows.isEmpty {
      try workspace.reporter.note("the cache is empty; see 'help start'")
    }
    for note in try report.supplierNotes() { try workspace.reporter.note(note) }
    return .nothing
  }
}

/// Computes the status of each meter of the cache.
private struct StatusReport {
  let catalog: Catalog
  let cache: Cache
  let payment: PaymentMethod
  let zone: ClockZone
  let now: Instant
  /// The command to type for readings from Octopus.
  let howToFetch: String
  let cancellation: Cancellation

  func table() throws -> ResultTable {
    let columns =
      ResultColumn.named("meter", "flow") + ResultColumn.named("first", "last", kind: .date)
      + ResultColumn.named("missing", "unpriced", kind: .count)
      + ResultColumn.named("tariff", "until") + ResultColumn.named("advice", kind: .remark)
    var table = ResultTable(header: ResultHeader(statement: "status", columns: columns))
    for point in catalog.points.sorted(by: { ($0.flow, $0.number) < ($1.flow, $1.number) }) {
      table.append(ResultRow(cells: try cells(point)))
    }
    return table
  }

  /// Notes on the meter points of which the supplier's own costs are known.
  func supplierNotes() throws -> [String] {
    try catalog.points.compactMap { point in
      let extents = try catalog.meters(of: point).compactMap { record in
        try record.readings.flatMap { readings in
          let first = readings.lowerBound.flooredDivision(by: 48)
          let last = readings.upperBound.flooredDivision(by: 48)
          return try cache.supplierCosts(of: record.meter.id, days: first..<last + 1).halfHours
        }
      }
      guard let days = zone.days(of: extents) else { return nil }
      return "\(point.name) has the supplier's own costs from \(days.lowerBound) through "
        + "\(days.upperBound); see 'help supplier'"
    }
  }

  private func cells(_ point: MeterPoint) throws -> [Cell] {
    let extents = catalog.meters(of: point).compactMap(\.readings)
    let first = extents.map(\.lowerBound).min()
    let last = catalog.lastReading(of: point)
    let coverage = try coverage(point)
    let tariff = tariff(of: point)
    func stamp(_ halfHour: Int?) -> Cell {
      halfHour.map { .time(zone.localTime(Instant(halfHour: $0))) } ?? .missing
    }
    return [
      .text(point.name), .text(point.flow.rawValue), stamp(first), stamp(last),
      .number(FixedPoint(coverage.expected - coverage.present)),
      coverage.unpriced.map { .number(FixedPoint($0)) } ?? .missing,
      tariff.map { .text($0.name) } ?? .missing,
      end(of: tariff, for: point).map { .text($0) } ?? .missing,
      .text(advice(point, last: last, coverage: coverage, tariff: tariff)),
    ]
  }

  /// The coverage, computed by the engine that also answers queries.
  private func coverage(
    _ point: MeterPoint
  ) throws -> (expected: Int, present: Int, unpriced: Int?) {
    func count(_ measure: Measure) throws -> Coverage {
      var query = Query(measure: Located(measure, at: 0..<0))
      query.meters = [Located(point.number, at: 0..<0)]
      let readings = catalog.meters(of: point).compactMap(\.readings)
      if let first = readings.map(\.lowerBound).min(), let last = readings.map(\.upperBound).max() {
        // Up to now, and not only to the newest reading: late readings are missing.
        let day = zone.day(of: Instant(halfHour: first))
        let end = max(zone.day(of: now), zone.day(of: Instant(halfHour: last)))
        query.period = Located(
          .between(Located(.day(day), at: 0..<0), Located(.day(end), at: 0..<0), through: true),
          at: 0..<0)
      }
      var table = ResultTable()
      try Executor.run(
        try Planner.plan(
          query, catalog: catalog, rates: cache, payment: payment, zone: zone, now: now),
        source: cache, into: &table)
      return table.summary.coverage ?? Coverage()
    }
    let usage = try count(.usage)
    // If two tariffs compete, or gas is in m³, there is no cost, and `advice` says so.
    let cost: Coverage?
    do { cost = try count(.cost) } catch is QueryError { cost = nil }
    try cancellation.check()
    return (usage.expected, usage.present, cost?.unpriced)
  }

  /// The tariff that prices a meter point now.
  private func tariff(of point: MeterPoint) -> Tariff? {
    guard let meter = catalog.meters(of: point).last?.meter else { return nil }
    return try? Planner.tariff(of: point, unit: meter.unit, at: now, catalog: catalog, zone: zone)
  }

  /// The end of the current tariff, or of the agreement on it.
  private func end(of tariff: Tariff?, for point: MeterPoint) -> String? {
    guard let tariff else { return nil }
    let agreement = catalog.agreements(of: point).first { $0.halfHours.contains(now.halfHour) }
    let validity = tariff.validUntil.map { zone.start(of: $0) }
    return [agreement?.until, validity].compactMap(\.self).min().map { zone.dayOrStamp($0) }
  }

  private func advice(
    _ point: MeterPoint, last: Int?,
    coverage: (expected: Int, present: Int, unpriced: Int?), tariff: Tariff?
  ) -> String {
    if catalog.meters(of: point).isEmpty { return point.missingMeterAdvice }
    if last == nil { return "no readings: import FILE… or \(howToFetch)" }
    if let advice = calorificAdvice(point) { return advice }
    if let time = catalog.leavingTime(of: point, at: now) {
      return "left on \(zone.shortStamp(time))"
    }
    if let days = catalog.staleDays(of: point, at: now) {
      return "stale for \(days) days: import newer readings or \(howToFetch)"
    }
    if coverage.unpriced == nil { return "not priced: see 'explain cost \(point.flow.rawValue)'" }
    if coverage.unpriced != 0, tariff?.fetchCode != nil {
      return "rates are missing: fetch rates"
    }
    if coverage.unpriced != 0 || tariff == nil { return "import a tariff for the days without one" }
    if coverage.expected > coverage.present {
      return "gaps; see: gaps meter \(quotedIfNeeded(point.name))"
    }
    return "all well"
  }

  /// The obstacle to pricing gas in m³; nil when there is none.
  private func calorificAdvice(_ point: MeterPoint) -> String? {
    let readings = catalog.meters(of: point).filter { $0.meter.unit == .m3 }.compactMap(\.readings)
    guard let first = readings.map(\.lowerBound).min() else { return nil }
    let day = zone.day(of: Instant(halfHour: first))
    let known = catalog.calorificValues.first?.from
    guard known.map({ $0 > day }) ?? true else { return nil }
    return "no calorific value" + (known.map { " before \($0)" } ?? "")
      + "; from the bill: set calorific value V from \(day)"
  }
}
