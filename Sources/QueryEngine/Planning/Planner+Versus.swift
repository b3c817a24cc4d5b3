import EnergyModel
import QueryLanguage

extension Planner {
  /// The plan of a query with `versus`: two runs of one plan, beside each other.
  ///
  /// `readings`: what shows the last complete day of a period that is not over; without them it is
  /// taken as it is.
  func plan(
    _ versus: Located<VersusSyntax>, _ readings: (any ReadingSource)?
  ) throws -> Plan {
    if let across = query.across {
      throw QueryError("'versus' and 'across' can't be combined", at: across.span)
    }
    let pair = try pair(versus, readings)
    return try joined(pair.first, pair.other, pair.notes)
  }

  /// The plans of the query in both periods, cut to the days that both can have, with notes on them.
  func pair(
    _ versus: Located<VersusSyntax>, _ readings: (any ReadingSource)?
  ) throws -> (first: Plan, other: Plan, notes: [String]) {
    let context = try reach().context
    let asked = askedPeriod
    let period = try asked.value.resolved(in: context, on: zone, at: asked.span)
    let other = try versus.value.resolved(
      beside: period, asked.value, in: context, on: zone, at: versus.span)
    var first = try alone(in: period)
    var second = try alone(in: other)
    var notes = [asked.value.exclusiveEndNote(in: context)].compactMap(\.self)
    var typed = [asked]
    if case .period(let syntax) = versus.value {
      notes += [syntax.exclusiveEndNote(in: context)].compactMap(\.self)
      typed.append(Located(syntax, at: versus.span))
    }
    let elapsed = try readings.flatMap { readings in
      try zip([first, second], typed).compactMap { plan, syntax in
        try elapsedDays(of: plan, syntax, readings)
      }.min()
    }
    if let elapsed {
      first = try alone(in: cut(period, to: elapsed))
      second = try alone(in: cut(other, to: elapsed))
      notes.append(
        "a period is not over: both are cut after \(counted(elapsed, "day")), to "
          + "\(first.period.endText) and to \(second.period.endText)")
    }
    return (first, second, notes)
  }

  /// The plan of the query in a period, without the choice of rows.
  private func alone(in period: ResolvedPeriod) throws -> Plan {
    var query = query
    (query.versus, query.order, query.cut, query.having) = (nil, nil, nil, [])
    var planner = Planner(
      query: query, catalog: catalog, rates: rates, payment: payment, defaultPolicy: defaultPolicy,
      zone: zone, now: now)
    planner.knownPeriod = period
    return try planner.plan()
  }

  /// The days of a period, which was typed so, up to its last complete one; nil if it is over.
  private func elapsedDays(
    of plan: Plan, _ syntax: Located<PeriodSyntax>, _ readings: some ReadingSource
  ) throws -> Int? {
    guard plan.period.range.end > now || syntax.value.unitToDate != nil,
      plan.scans.contains(where: { $0.readings != nil })
    else { return nil }
    let scans = plan.scans.indices.filter { plan.scans[$0].alternative == 0 }
    var unfiltered = plan
    unfiltered.filter = Filter()
    let days = try CompleteUnits(
      unfiltered, .day, needsRates: false, scans: scans, bounds: [], source: readings)
    guard let last = days.complete.last else {
      throw QueryError(
        "the period from \(plan.period.startText) to \(plan.period.endText) has no complete day yet",
        at: syntax.span)
    }
    return last.number + 1 - plan.period.days.lowerBound.number
  }

  private func cut(_ period: ResolvedPeriod, to days: Int) -> ResolvedPeriod {
    let end = zone.start(of: min(period.days.lowerBound + days, period.days.upperBound))
    return ResolvedPeriod(
      from: period.range.start, to: min(end, period.range.end), on: zone)
  }

  private func joined(_ first: Plan, _ second: Plan, _ notes: [String]) throws(QueryError) -> Plan {
    var plan = first
    var canonical = query
    canonical.isExplained = false
    plan.statement = canonical.description
    guard first.prices.currency == second.prices.currency else {
      throw QueryError(
        "the periods are in \(first.prices.currency) and in \(second.prices.currency)",
        at: query.versus?.span)
    }
    guard case .breakdown(let breakdown) = first.report else { return plan }
    let measured = measuredColumn(first)
    let versus = Report.Versus(
      first: first, other: second, keys: breakdown.aggregate.rows.keys, measured: measured,
      compared: measured + (shows(.standing) ? 2 : 0))
    let columns = versus.columns(first.rows.columns)
    plan.rows = Plan.Rows(
      columns: columns, having: try limits(columns), order: try ordering(columns), cut: query.cut,
      rankedColumn: rankedColumn(columns))
    plan.prices.uses = distinct(first.prices.uses + second.prices.uses)
    let others = second.notes.filter { !first.notes.contains($0) }.map { "versus: \($0)" }
    plan.notes = distinct(notes + first.notes + others)
    plan.report = .versus(versus)
    return plan
  }

  /// Behind the keys, the place of the measure's last column.
  private func measuredColumn(_ plan: Plan) -> Int {
    let maker = ColumnMaker(
      currency: plan.prices.currency, unit: .kWh, flows: plan.flows, extras: [],
      isWithoutVAT: isWithoutVAT)
    return measure.rule.columns(maker).count - 1
  }
}

extension Report.Versus {
  /// The columns of both periods: the keys, the figures, those of the other period, and the change.
  func columns(_ own: [ResultColumn]) -> [ResultColumn] {
    let labels = zip(keys, own).flatMap { key, column in
      key.isByPosition ? [column, column.ofOther] : [column]
    }
    let figures = own.dropFirst(keys.count)
    var change = own[keys.count + compared]
    let suffix = change.name.dropFirst(change.shortName.count)
    change.name = "change_" + suffix.drop { $0 == "_" }.replacing("exc_vat_", with: "")
    change.shortName = change.name
    change.title = ["change", change.unitSign].compactMap(\.self).joined(separator: " ")
    return labels + figures + figures.map(\.ofOther) + [
      change, ResultColumn(name: "change", title: "change %", kind: .ratio),
    ]
  }
}

extension ResultColumn {
  /// The same column for the other period.
  fileprivate var ofOther: ResultColumn {
    var column = self
    column.name = "versus_\(name)"
    column.shortName = "versus_\(shortName)"
    column.title = "versus \(title)"
    return column
  }
}

extension GroupKey {
  /// Whether rows of two periods are matched by its place in them, and not by its label.
  var isByPosition: Bool { if case .calendar = self { true } else { false } }
}
