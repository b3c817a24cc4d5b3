import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// What is still to come of a period.
  struct Projection {
    /// The time at which the query was asked, which that of the planner may be beyond.
    var now: Instant
    /// By the meter that is expected to read them.
    var forecasts: [Meter.ID: Forecast]
    var backtests: [Backtest]
    /// Whether the planner plans for what is to come, and not for what was read alone.
    var isOfWhole = false
  }

  /// The plan of a query with `projected`: one plan without what is to come, and one with it.
  func projectedPlan(_ readings: some ReadingSource) throws -> Plan {
    try checkProjected()
    let (_, known, context) = try reach()
    let asked = askedPeriod
    let period = try asked.value.resolved(in: context, on: zone, at: asked.span)
    var projection = try projection(of: known, in: period, at: asked.span, readings)
    let measured = try alone(in: period, at: now, projection)
    projection.isOfWhole = true
    let whole = try alone(in: period, at: period.range.end, projection)
    return try joined(
      measured, whole, projection, notes: [asked.value.exclusiveEndNote(in: context)])
  }

  /// Refuses what would ask for single half-hours, as those to come are means, or for rates.
  private func checkProjected() throws(QueryError) {
    var errors = ErrorCollector()
    for key in query.keys where key.value == .label(.rate) {
      errors.append(
        QueryError(
          "what is projected can't be given by rate, as rates to come may be means", at: key.span))
    }
    for condition in query.conditions {
      guard case .value(let quantity, _, _) = condition.value, quantity != .rate else { continue }
      errors.append(
        QueryError(
          "half-hours to come are means, so 'projected' can't be combined with a condition on "
            + quantity.word, at: condition.span))
    }
    for extra in query.extras where extra.value != .standing {
      errors.append(
        QueryError("'projected' takes no 'with \(extra.value.word)'", at: extra.span))
    }
    try errors.finish()
  }

  private func alone(
    in period: ResolvedPeriod, at now: Instant, _ projection: Projection
  ) throws -> Plan {
    var planner = self
    planner.query.isProjected = false
    planner.query.choosesNoRows()
    (planner.now, planner.knownPeriod, planner.projection) = (now, period, projection)
    return try planner.plan()
  }

  private func joined(
    _ measured: Plan, _ whole: Plan, _ projection: Projection, notes: [String?]
  ) throws(QueryError) -> Plan {
    var plan = whole
    var canonical = query
    canonical.isExplained = false
    plan.statement = canonical.description
    let keyCount = whole.rows.keyCount(of: whole.report)
    let projected = Report.Projected(
      measured: measured, whole: whole, backtests: projection.backtests, keyCount: keyCount,
      figure: figureColumn(behind: keyCount, whole),
      subtractsExport: needs.pairsFlows || needs.isStatement)
    let columns = projected.columns
    plan.rows = Plan.Rows(
      columns: columns, having: try limits(columns), order: try ordering(columns), cut: query.cut,
      rankedColumn: rankedColumn(columns))
    plan.report = .projected(projected)
    plan.notes = (notes.compactMap(\.self) + whole.notes + projected.notes).distinct
    return plan
  }

  /// The place of the measure's last figure, or of the total with the standing charge.
  private func figureColumn(behind keys: Int, _ plan: Plan) -> Int {
    guard case .breakdown = plan.report else { return plan.rows.columns.count - 1 }
    return keys + measuredColumn(plan) + (shows(.standing) ? 2 : 0)
  }

  // MARK: Scans

  /// The half-hours of a meter that should have a reading; where what is to come counts, up to the
  /// newest of its meter point.
  func expectedHalfHours(of record: Catalog.MeterRecord) -> Range<Int> {
    guard let projection else { return catalog.expectedHalfHours(of: record, now: now) }
    let expected = catalog.expectedHalfHours(of: record, now: projection.now)
    guard let forecast = projection.forecasts[record.meter.id] else { return expected }
    return expected.clamped(to: .min..<forecast.newest + 1)
  }

  /// What a meter is expected to read; where rates are not known yet, the price gets mean rates.
  func forecast(
    of record: Record, _ price: Pricing?, _ series: inout [Series]
  ) throws -> Forecast? {
    guard let projection, projection.isOfWhole,
      var forecast = projection.forecasts[record.record.meter.id]
    else { return nil }
    guard let price, case .price(var timeline)? = series.first,
      !timeline.prices(forecast.halfHours, zone: zone)
    else { return forecast }
    let means = try meanRates(over: forecast.days, of: record, price)
    forecast.meanPriced = timeline.fill(forecast.halfHours, zone: zone) { time, slot in
      let day = zone.day(of: Instant(halfHour: time))
      let place = DayProfile.place(weekday: day.weekday, slot: slot)
      let inForce = price.uses.first { $0.halfHours.contains(time) }?.tariff
      guard let name = inForce ?? means.tariff(at: place), let tariff = catalog.tariff(named: name),
        let mean = means.price(at: place, vat: tariff.vat(on: day, by: catalog.vat))
      else { return nil }
      return (name, mean)
    }
    series[0] = .price(timeline)
    return forecast
  }

  /// The mean rates of a meter point on the days that its projection is from.
  private func meanRates(
    over days: [LocalDay], of record: Record, _ price: Pricing
  ) throws -> MeanRates {
    guard let first = days.first, let last = days.last else { return MeanRates() }
    let history = zone.range(from: first, to: last + 1).halfHours
    var uses = price.uses
    if uses.first?.reason == .namedInQuery {
      uses[0].halfHours = history
    } else {
      uses = try tariffs(of: record, in: history)
    }
    return MeanRates(try timeline(uses), over: days, zone: zone)
  }

  private func tariffs(of record: Record, in halfHours: Range<Int>) throws(QueryError)
    -> [TariffUse]
  {
    try TariffChoice(catalog: catalog, zone: zone).uses(
      for: record.point, unit: record.record.meter.unit, halfHours: halfHours)
  }

  /// The tariffs of a meter point, of which the last one in force goes on as long as none follows it.
  func goingOn(
    _ price: Pricing, of record: Record, in halfHours: Range<Int>
  ) throws(QueryError) -> Pricing {
    guard let projection, projection.isOfWhole,
      let forecast = projection.forecasts.values.first(where: { $0.point == price.point })
    else { return price }
    let newest = forecast.newest
    var price = price
    if price.uses.last.map({ $0.halfHours.upperBound <= newest }) ?? true {
      // The tariff may end before the period begins.
      guard var use = try tariffs(of: record, in: newest..<newest + 1).first else { return price }
      let start = max(newest + 1, halfHours.lowerBound)
      use.halfHours = start..<start
      price.uses.append(use)
    }
    let last = price.uses.count - 1
    let use = price.uses[last]
    guard use.halfHours.upperBound < halfHours.upperBound else { return price }
    price.uses[last].halfHours = use.halfHours.lowerBound..<halfHours.upperBound
    let end = zone.shortStamp(Instant(halfHour: use.halfHours.upperBound))
    price.notes.append("\(use.tariff) ends by \(end); it is taken to go on")
    return price
  }
}

extension Plan.Rows {
  /// How many of the columns a row of a report is known by.
  fileprivate func keyCount(of report: Report) -> Int {
    if case .breakdown(let breakdown) = report { return breakdown.aggregate.rows.keys.count }
    return columns.prefix { $0.kind == .text }.count
  }
}
