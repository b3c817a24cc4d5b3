import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

/// The queries of a report, and their pictures.
struct ReportSections {
  private let workspace: Workspace
  private let period: PeriodSyntax
  private let meters: [Located<String>]
  private let flows: [Flow]
  private let plan: Plan
  /// That of the period beside it, and how it is named in queries.
  private let other: (plan: Plan, versus: VersusSyntax)?
  /// The plans of the costs of the flows that have some.
  private var priced: [Flow: Plan] = [:]
  /// The flows whose figures can stand beside those of the other period.
  private var comparable: Set<Flow> = []
  /// Notes on the periods, as that both were cut.
  private(set) var notes: [String] = []

  init(_ selection: Query, _ workspace: Workspace) throws {
    self.workspace = workspace
    var gaps = selection
    gaps.period = try selection.period ?? ReportSections.newestMonth(selection, workspace)
    let whole = try workspace.plan(gaps)
    meters = selection.meters
    flows = Flow.allCases.filter(whole.hasReadings)
    guard let versus = selection.versus, !flows.isEmpty else {
      (plan, other, period) = (whole, nil, gaps.period?.value ?? .all)
      priced = try pricedPlans()
      return
    }
    // Only flows that are drawn decide after which day the periods are cut.
    gaps.flows = flows.map { Located($0, at: 0..<0) }
    let pair = try workspace.pair(gaps, versus: versus)
    (plan, notes) = (pair.first, pair.notes)
    other = (pair.other, pair.other.period.syntax.map(VersusSyntax.period) ?? versus.value)
    period = pair.first.period.syntax ?? gaps.period?.value ?? .all
    priced = try pricedPlans()
    for flow in flows { try compare(flow, with: pair.other) }
  }

  private func pricedPlans() throws -> [Flow: Plan] {
    try flows.reduce(into: [:]) { plans, flow in plans[flow] = try pricedPlan(of: flow) }
  }

  /// Finds whether a flow can be compared; if not, a note says why.
  private mutating func compare(_ flow: Flow, with other: Plan) throws {
    guard other.hasReadings(flow) else {
      notes.append(
        "\(flow.rawValue) is not compared: it has no readings from "
          + "\(other.period.startText) to \(other.period.endText)")
      return
    }
    do {
      _ = try workspace.plan(beside(query(measure(of: flow), [flow])))
      comparable.insert(flow)
      // Nothing is missing before the first reading, but nothing was counted either.
      for plan in [plan, other] {
        guard let first = plan.firstDay(of: flow), first > plan.period.days.lowerBound else {
          continue
        }
        notes.append(
          "\(flow.rawValue) has no readings before \(first), so of the days from "
            + "\(plan.period.startText) on only a part is compared")
      }
    } catch let error as QueryError {
      notes.append("\(flow.rawValue) is not compared: \(error.message)")
    }
  }

  /// The month of the newest reading before this month.
  private static func newestMonth(
    _ selection: Query, _ workspace: Workspace
  ) throws -> Located<PeriodSyntax>? {
    let newest = try workspace.plan(selection).scans.compactMap(\.readings?.upperBound).max()
    guard let newest else { return nil }
    let lastMonth = workspace.zone.day(of: workspace.now).firstOfMonth - 1
    let day = min(workspace.zone.day(of: Instant(halfHour: newest)), lastMonth)
    let (year, month, _) = day.civil
    return Located(.unit(.month(year: year, month)), at: selection.measure.span)
  }

  var periodText: String { "from \(plan.period.startText) to \(plan.period.endText)" }

  var title: String {
    let names = flows.map(\.rawValue)
    let last = names.last ?? ""
    let list = names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + last : last
    return "\(list.prefix(1).uppercased())\(list.dropFirst()), "
      + ([plan] + [other?.plan].compactMap(\.self)).map { plan in
        ResultPeriod(plan.period.range, zone: workspace.zone).name
      }.joined(separator: " versus ")
  }

  private var dayCount: Int {
    plan.period.days.upperBound.number - plan.period.days.lowerBound.number
  }

  /// The unit of time of which the period has some dozens.
  private var unit: GroupKey { .calendar(.dozens(inDays: dayCount)) }

  func sections() throws -> [ChartReport.Section] {
    var sections = try overview.map { try section($0) }
    if let plan = priced[.import] {
      if (2...8).contains(plan.bandCount(upTo: 9)) {
        sections.append(try section(query(.cost, [.import], by: [unit, .label(.band)])))
      }
      let both = try workspace.plan(compared(query(.cost, [.import])))
      if both.hasDatedRates { sections.append(try rates()) }
    }
    if flows.contains(.import) {
      sections.append(try section(query(.usage, [.import], by: [unit, .cyclic(.halfhour)])))
      if priced[.import] != nil { sections += try extremeDays() }
    }
    if flows.contains(.export) {
      sections.append(try section(query(.usage, [.export], by: [unit, .cyclic(.halfhour)])))
    }
    if flows.contains(.gas) {
      sections.append(try section(compared(query(measure(of: .gas), [.gas], by: [unit]))))
    }
    let withCosts = flows.filter { priced[$0] != nil }
    if !withCosts.isEmpty, plan.period.syntax != nil {
      sections.append(try section(query(.bill, withCosts)))
    }
    let known = sections.compactMap(\.self)
    let lacksRates = known.contains { ($0.figures.summary.coverage?.unpriced ?? 0) > 0 }
    let gaps = try [lacksRates ? unpriced(withCosts) : nil, flows.isEmpty ? nil : missing()]
    return known + gaps.compactMap(\.self)
  }

  /// Electricity by the clock and in time: import beside export where both have costs, or with another
  /// period the net cost, and then each flow beside itself.
  private var overview: [Query] {
    let electric = flows.filter { $0 != .gas }
    let isNet = priced[.import] != nil && priced[.export] != nil
    guard comparable.isDisjoint(with: electric) else {
      let net = isNet ? [compared(query(.net, [], by: [unit]))] : []
      return net
        + electric.flatMap { flow in
          [GroupKey.cyclic(.halfhour), unit].map {
            compared(query(measure(of: flow), [flow], by: [$0]))
          }
        }
    }
    return (isNet ? [[]] : electric.map { [$0] }).flatMap { flows in
      let measure = flows.first.map(measure(of:)) ?? .net
      return [
        query(measure, flows, by: [.cyclic(.halfhour)]),
        query(measure, flows, by: [unit], with: [.cumulative]),
      ]
    }
  }

  private func measure(of flow: Flow) -> Measure { priced[flow] == nil ? .usage : .cost }

  /// The plan of a flow's costs; nil where it lacks a tariff, or gas calorific values.
  private func pricedPlan(of flow: Flow) throws -> Plan? {
    do {
      let plan = try workspace.plan(query(.cost, [flow]))
      return plan.prices.uses.isEmpty ? nil : plan
    } catch is QueryError {
      return nil
    }
  }

  /// A query about the report's period and meters.
  private func query(
    _ measure: Measure, _ flows: [Flow], by keys: [GroupKey] = [], with extras: [Extra] = []
  ) -> Query {
    func located<Value>(_ value: Value) -> Located<Value> { Located(value, at: 0..<0) }
    var query = Query(measure: located(measure))
    query.flows = flows.map(located)
    query.period = located(period)
    query.keys = keys.map(located)
    query.meters = meters
    query.extras = extras.map(located)
    return query
  }

  /// The query with the other period beside it, where all its flows can be compared.
  private func compared(_ query: Query) -> Query {
    let flows = query.measure.value == .net ? [.import, .export] : query.flows.map(\.value)
    return comparable.isSuperset(of: flows) ? beside(query) : query
  }

  private func beside(_ query: Query) -> Query {
    var query = query
    query.versus = other.map { Located($0.versus, at: 0..<0) }
    return query
  }

  /// The answer to a query, and what it is drawn by.
  private func answer(
    _ query: Query
  ) throws -> (table: ResultTable, plan: Plan, outline: ChartOutline) {
    let plan = try workspace.plan(query)
    var table = ResultTable()
    try Executor.run(plan, source: try workspace.cache(), into: &table)
    return (table, plan, workspace.outline(of: query, plan))
  }

  /// Nil for a query whose result has nothing to draw.
  private func section(_ query: Query) throws -> ChartReport.Section? {
    let (table, _, outline) = try answer(query)
    guard !table.rows.isEmpty else { return nil }
    let (drawn, request) = try outline.drawn(table)
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }
}

/// Sections that show other figures than a query's own picture.
extension ReportSections {
  /// The mean rates of import; nil where there are none.
  private func rates() throws -> ChartReport.Section? {
    let unit = GroupKey.calendar(dayCount <= 62 ? .day : .month)
    let query = compared(query(.cost, [.import], by: [unit], with: [.price]))
    let (table, _, outline) = try answer(query)
    guard !table.rows.isEmpty else { return nil }
    var (drawn, request) = try outline.drawn(table)
    let column = drawn.column("average_rate")
    guard drawn.rows.contains(where: { $0.cells[column] != .missing }) else { return nil }
    for index in request.figures.indices {
      request.figures[index].column =
        request.figures[index].role == .behind ? drawn.column("versus_average_rate") : column
    }
    request.heading = "Mean rate of import by \(unit.word)"
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }

  /// The five dearest and the five cheapest days of import, where there are as many of each.
  ///
  /// A day of which something is missing may seem cheap, and so is never among the cheapest.
  private func extremeDays() throws -> [ChartReport.Section] {
    var query = query(.cost, [.import], by: [.calendar(.day)])
    let (all, _, outline) = try answer(query)
    return try [true, false].compactMap { areDearest in
      var table = all
      if !areDearest { table.rows.removeAll(where: \.isIncomplete) }
      let isPartial = table.rows.count < all.rows.count
      let cost = table.column("cost")
      let costs = table.rows.enumerated().compactMap { index, row in
        row.cells[cost].number.map { (index: index, cost: $0) }
      }
      guard costs.count >= 10 else { return nil }
      let sorted = costs.sorted { left, right in
        if left.cost == right.cost { return left.index < right.index }
        return (left.cost > right.cost) == areDearest
      }
      table.summary.rowsInAll = costs.count
      table.rows = sorted.prefix(5).map { table.rows[$0.index] }
      query.order = Query.Ordering(
        column: Located("cost", at: 0..<0), isDescending: areDearest)
      table.header.statement = query.description
      var (drawn, request) = try outline.drawn(table)
      request.heading =
        areDearest
        ? "Dearest days of import" : "Cheapest \(isPartial ? "complete " : "")days of import"
      return ChartReport.Section(drawn: drawn, request: request, figures: table)
    }
  }

  /// The half-hours that have a reading but no rate; nil where there are none.
  private func unpriced(_ flows: [Flow]) throws -> ChartReport.Section? {
    let query = query(.cost, flows, by: [.calendar(.day)], with: [.coverage])
    var (table, plan, outline) = try answer(query)
    guard let day = table.header.columns.firstIndex(where: { $0.name == "day" }),
      let counted = table.header.columns.firstIndex(where: { $0.name == "unpriced" })
    else { return nil }
    table.rows.removeAll { $0.cells[counted].number.map { $0.digits == 0 } ?? true }
    guard !table.rows.isEmpty else { return nil }
    var counts: [LocalDay: Int] = [:]
    for row in table.rows {
      guard case .day(let day) = row.cells[day], let count = row.cells[counted].number else {
        continue
      }
      counts[day, default: 0] += Int(count.digits)
    }
    var (drawn, request) = try outline.calendar(
      counts, over: plan.period.days, of: table, name: "half-hours without a rate")
    request.heading = "Half-hours without a rate"
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }

  /// The missing readings; nil where none are missing.
  private func missing() throws -> ChartReport.Section? {
    let (table, _, outline) = try answer(query(.gaps, flows))
    guard !table.rows.isEmpty else { return nil }
    let (drawn, request) = try outline.drawn(table)
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }
}

extension Plan {
  /// Whether a flow is read in the period.
  fileprivate func hasReadings(_ flow: Flow) -> Bool {
    scans.contains { scan in
      scan.point.flow == flow && scan.readings.map { period.range.halfHours.overlaps($0) } ?? false
    }
  }

  /// The local day of a flow's first reading.
  fileprivate func firstDay(of flow: Flow) -> LocalDay? {
    let first = scans.filter { $0.point.flow == flow }.compactMap(\.readings?.lowerBound).min()
    return first.map { period.zone.day(of: Instant(halfHour: $0)) }
  }

  /// How many bands the rates have, counted up to `most`.
  fileprivate func bandCount(upTo most: Int) -> Int {
    var bands: Set<String> = []
    for scan in scans {
      for row in scan.timeline?.rows ?? RateRows() where bands.insert(row.band).inserted {
        if bands.count >= most { return most }
      }
    }
    return bands.count
  }

  /// Whether a rate holds for some time only, or one tariff follows another.
  fileprivate var hasDatedRates: Bool {
    Set(prices.uses.map(\.tariff)).count > 1
      || scans.contains { $0.timeline?.rows.contains { $0.dates != nil } ?? false }
  }
}

extension Plan.Period {
  /// Its days as they can be typed; nil where it has parts of days.
  fileprivate var syntax: PeriodSyntax? {
    guard range == zone.range(from: days.lowerBound, to: days.upperBound) else { return nil }
    let ends = [days.lowerBound, days.upperBound - 1].map {
      Located(PeriodBound.day($0), at: 0..<0)
    }
    return .between(ends[0], ends[1], through: true)
  }
}
