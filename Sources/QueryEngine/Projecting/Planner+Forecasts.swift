import EnergyModel
import QueryLanguage

extension Planner {
  /// What the meters are expected to read in the rest of a period, and how that would have turned
  /// out before.
  ///
  /// - Throws: a ``QueryError`` when there is nothing to come, or too little to go by.
  func projection(
    of records: [Record], in period: ResolvedPeriod, at span: SourceSpan,
    _ readings: some ReadingSource
  ) throws -> Projection {
    let unit = try meterUnit(records, days: period.days)
    let newest = Dictionary(
      grouping: records.filter { $0.record.readings != nil }, by: \.point
    ).compactMapValues { $0.compactMap(\.record.readings?.upperBound).max() }
    try checkNewest(newest.values.max(), period, at: span)
    var forecasts: [Meter.ID: Forecast] = [:]
    var trials: [Flow: [[Backtest.Trial?]]] = [:]
    for point in records.map(\.point).distinct {
      guard let last = newest[point] else { continue }
      let own = records.filter { $0.point == point }
      let left = catalog.leavingTime(ofPoint: point.id).flatMap {
        $0 <= now ? $0.nextHalfHour : nil
      }
      let end = min(period.range.end.halfHour, left ?? .max)
      let start = max(last + 1, period.range.start.halfHour)
      guard start < end, let meter = own.first(where: { $0.record.readings?.upperBound == last })
      else { continue }
      let history = try history(of: own, until: last + 1, unit: unit, readings)
      forecasts[meter.record.meter.id] = try forecast(
        of: point, behind: last, in: start..<end, from: history)
      let flowNewest = newest.filter { $0.key.flow == point.flow }.values.max() ?? last
      let unread = zone.day(of: Instant(halfHour: flowNewest + 1))
      let filter = Filter(query.conditions.map(\.value))
      trials[point.flow, default: []].append(
        PastPeriod.all(period.days, unread: unread).map { history.trial($0, filter, zone: zone) })
    }
    guard !forecasts.isEmpty else {
      guard let last = newest.values.max(), last + 1 >= period.range.end.halfHour else {
        throw QueryError("the meters asked for have been left, so nothing is to come", at: span)
      }
      let stamp = zone.localTime(Instant(halfHour: last)).tableText
      throw QueryError(
        "nothing of the period is to come, as the newest reading is of \(stamp)", at: span,
        hint: "ask for one that is not over, as this month")
    }
    return Projection(
      now: now, forecasts: forecasts,
      backtests: trials.sorted { $0.key < $1.key }.map { flow, trials in
        Backtest(flow: flow, trials: Planner.sums(trials))
      })
  }

  /// Refuses a period without readings before it, and one too far ahead.
  private func checkNewest(
    _ newest: Int?, _ period: ResolvedPeriod, at span: SourceSpan
  ) throws(QueryError) {
    guard let newest else {
      throw QueryError("there are no readings to project from", at: query.measure.span)
    }
    let stamp = zone.localTime(Instant(halfHour: newest)).tableText
    guard period.range.end.halfHour <= newest + 1 + 366 * 48 else {
      throw QueryError(
        "a projection reaches a year beyond the newest reading, which is of \(stamp)", at: span)
    }
  }

  /// What the meters of a point have read, in the unit of the query.
  private func history(
    of records: [Record], until end: Int, unit: MeterUnit, _ readings: some ReadingSource
  ) throws -> ReadingHistory {
    let heated = records.map { ($0.record.meter.id, heat($0.record.meter, in: unit)) }
      .filter { !$0.1.isEmpty }
    let source = HeatReadings(base: readings, heat: Dictionary(heated) { first, _ in first })
    let first = records.compactMap(\.record.readings?.lowerBound).min() ?? end
    return try ReadingHistory(
      // Before the first calorific value, gas in m³ is of no known energy.
      records.map { record in
        let heat = heat(record.record.meter, in: unit)
        return (record.record.meter.id, heat.first?.start ?? .min)
      },
      in: first..<end, zone: zone, source: source)
  }

  private func forecast(
    of point: MeterPoint, behind newest: Int, in halfHours: Range<Int>, from history: ReadingHistory
  ) throws -> Forecast {
    let unread = zone.day(of: Instant(halfHour: newest + 1))
    let profile = history.profile(before: unread)
    guard profile.days.count >= DayProfile.fewestDays else {
      throw QueryError(
        "a projection needs \(DayProfile.fewestDays) complete days of readings; \(point.name) has "
          + "\(profile.days.count)", at: query.measure.span)
    }
    let first = zone.day(of: Instant(halfHour: halfHours.lowerBound))
    let factor = history.seasonalFactor(
      of: first..<zone.nextDay(at: Instant(halfHour: halfHours.upperBound)), after: unread)
    var quantities: [Int64] = []
    try zone.forEachHalfHour(in: halfHours) { _, day, slot in
      let place = DayProfile.place(weekday: day.weekday, slot: slot)
      guard let quantity = profile.quantity(at: place, times: factor) else {
        throw QueryError(
          "none of the last \(profile.days.count) complete days of \(point.name) is a "
            + (day.weekday < 5 ? "weekday" : "day of a weekend"), at: query.measure.span)
      }
      quantities.append(quantity)
    }
    return Forecast(
      point: point, newest: newest, halfHours: halfHours, quantities: quantities,
      days: profile.days, factor: factor)
  }

  /// The trials of all meter points of a flow together; those that could not be projected then are
  /// left out.
  private static func sums(_ trials: [[Backtest.Trial?]]) -> [Backtest.Trial] {
    let count = trials.map(\.count).max() ?? 0
    return (0..<count).compactMap { index in
      let known = trials.compactMap { $0[index] }
      guard var sum = known.first else { return nil }
      for trial in known.dropFirst() {
        sum.actual += trial.actual
        sum.projected += trial.projected
      }
      return sum.projected > 0 ? sum : nil
    }
  }
}
