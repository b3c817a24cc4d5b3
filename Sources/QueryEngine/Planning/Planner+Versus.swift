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
    var periods = [period, other]
    var plans = try periods.map(alone)
    var notes = [asked.value.exclusiveEndNote(in: context)].compactMap(\.self)
    var typed = [asked]
    if case .period(let syntax) = versus.value {
      notes += [syntax.exclusiveEndNote(in: context)].compactMap(\.self)
      typed.append(Located(syntax, at: versus.span))
    }
    if let readings {
      let ends = try zip(plans, typed).map { try elapsedEnd(of: $0, $1, readings) }
      let cut = cut(periods, to: ends)
      if cut != periods {
        let isOver = zip(periods, ends).allSatisfy { $1 == nil || $0.range.end <= now }
        periods = cut
        plans = try periods.map(alone)
        notes.append(cutNote(plans, isOver: isOver))
      }
      if ends.contains(where: { $0 != nil }) { notes += plans[0].silentMeters }
    }
    for flow in Flow.allCases {
      let late = plans.map { $0.daysBeforeReadings(of: flow) }
      guard late[0] != late[1] else { continue }
      notes += zip(["", "versus: "], zip(plans, late)).compactMap { name, late in
        late.0.lateStart(of: flow, days: late.1).map { name + $0 }
      }
    }
    return (plans[0], plans[1], notes)
  }

  /// `isOver`: whether all periods are, of which one then lacks readings at its end.
  private func cutNote(_ plans: [Plan], isOver: Bool) -> String {
    let counts = plans.map { $0.period.days.upperBound.number - $0.period.days.lowerBound.number }
    return (isOver ? "a period is not read to its end" : "a period is not over") + ": both are cut"
      + (counts[0] == counts[1] ? " after \(counted(counts[0], "day"))" : "")
      + ", to \(plans[0].period.endText) and to \(plans[1].period.endText)"
  }

  /// The plan of the query in a period, without the choice of rows.
  private func alone(in period: ResolvedPeriod) throws -> Plan {
    var planner = self
    planner.query.versus = nil
    planner.query.choosesNoRows()
    planner.knownPeriod = period
    return try planner.plan()
  }

  /// The end of the last complete day of a period, which was typed so; nil if it is over, and read to
  /// its end.
  ///
  /// What was read last before the period is no part of it, as a meter that was removed.
  private func elapsedEnd(
    of plan: Plan, _ syntax: Located<PeriodSyntax>, _ readings: some ReadingSource
  ) throws -> LocalDay? {
    let isOver = plan.period.range.end <= now && syntax.value.unitToDate == nil
    let scans = plan.scans.indices.filter {
      plan.scans[$0].alternative == 0 && plan.scans[$0].isRead(in: plan.period.range.halfHours)
    }
    guard plan.scans.contains(where: { $0.readings != nil }),
      !isOver || scans.contains(where: { plan.scans[$0].lags })
    else { return nil }
    var unfiltered = plan
    unfiltered.filter = Filter()
    let days = try CompleteUnits(
      unfiltered, .day, needsRates: false, scans: scans, bounds: [], source: readings)
    if let last = days.complete.last { return last + 1 }
    if isOver { return nil }
    throw QueryError(
      "the period from \(plan.period.startText) to \(plan.period.endText) has no complete day yet",
      at: syntax.span, hint: plan.silentMeters.first)
  }

  /// The periods, cut where the first of some days ends that are known of them.
  private func cut(_ periods: [ResolvedPeriod], to ends: [LocalDay?]) -> [ResolvedPeriod] {
    let known = zip(periods, ends).compactMap { period, end in end.map { (period, $0) } }
    let first = known.min {
      $0.1.number - $0.0.days.lowerBound.number < $1.1.number - $1.0.days.lowerBound.number
    }
    guard let (period, end) = first else { return periods }
    return periods.map { other in
      let end = zone.start(of: period.counterpart(of: end, in: other))
      return ResolvedPeriod(
        from: other.range.start, to: min(end, other.range.end), on: zone)
    }
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
    plan.prices.uses = (first.prices.uses + second.prices.uses).distinct
    let others = second.notes.filter { !first.notes.contains($0) }.map { "versus: \($0)" }
    plan.notes = (notes + first.notes + others).distinct
    plan.report = .versus(versus)
    return plan
  }

  /// Behind the keys, the place of the measure's last column.
  func measuredColumn(_ plan: Plan) -> Int {
    let maker = ColumnMaker(
      currency: plan.prices.currency, unit: .kWh, flows: plan.flows, extras: [],
      isWithoutVAT: isWithoutVAT)
    return measure.rule.columns(maker).count - 1
  }
}

extension Query {
  /// Leaves out what chooses among rows and orders them.
  mutating func choosesNoRows() { (order, cut, having) = (nil, nil, []) }
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

extension Plan {
  /// How many days of the period are before the first reading of a flow, where there is one in it.
  ///
  /// None is expected there, so that coverage does not tell of them.
  fileprivate func daysBeforeReadings(of flow: Flow) -> Int {
    let own = scans.filter { $0.point.flow == flow }
    guard let first = own.compactMap(\.readings?.lowerBound).min(),
      period.range.halfHours.contains(first)
    else { return 0 }
    return period.zone.day(of: Instant(halfHour: first)).number - period.days.lowerBound.number
  }

  /// A note on those days.
  fileprivate func lateStart(of flow: Flow, days: Int) -> String? {
    guard days > 0 else { return nil }
    return "readings of \(flow.rawValue) begin on \(period.days.lowerBound + days), so that "
      + "the first \(counted(days, "day")) of \(period.startText) to \(period.endText) "
      + (days == 1 ? "has none" : "have none")
  }
}

extension Plan.Scan {
  fileprivate func isRead(in halfHours: Range<Int>) -> Bool {
    readings?.overlaps(halfHours) ?? false
  }

  /// Whether its newest reading is earlier than it should be.
  fileprivate var lags: Bool {
    !expected.isEmpty && readings.map { $0.upperBound + 1 < expected.upperBound } ?? false
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
