import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

extension CommandPage {
  static let report = CommandPage(
    ShowReport.self, summary: "a period in pictures: at the terminal, or as one web page",
    details: [
      "What came in and went out by the clock and by the day, its parts by band, the mean rates",
      "where they have dates, the half-hours of each day, the dearest and the cheapest days, gas,",
      "the bill, what has no rate and what is missing. Without a period it is the newest whole",
      "month with readings, without flows all that have any. A file ends in .html; 'open' shows",
      "the page in the browser, with no file named in one that nobody else can read.",
    ],
    examples: [
      "report 2023-07", "report import 2023-07 into july.html", "report 2023-07 open",
    ])
}

/// Draws a period.
struct ShowReport: Command {
  static let form = Form("report", .selection, .page)

  let selection: Query
  let output: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (selection, output) = try ShowReport.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let maker = try ReportSections(selection, workspace)
    let sections = try maker.sections()
    guard !sections.isEmpty else { throw Failure("no readings \(maker.periodText) to draw") }
    for section in sections where section.isIncomplete { workspace.reporter.noteIncomplete() }
    let display = workspace.settings.display
    let report = ChartReport(
      title: maker.title, sections: sections, height: display.chartHeight,
      depth: display.colorDepth)
    try workspace.output.present(output) { form, options, buffer in
      try report.write(form, options: options, to: buffer)
    }
    return .nothing
  }
}

/// The queries of a report, and their pictures.
private struct ReportSections {
  private let workspace: Workspace
  private let period: PeriodSyntax
  private let meters: [Located<String>]
  private let flows: [Flow]
  private let plan: Plan

  init(_ selection: Query, _ workspace: Workspace) throws {
    self.workspace = workspace
    var gaps = selection
    gaps.period = try selection.period ?? ReportSections.newestMonth(selection, workspace)
    let plan = try workspace.plan(gaps)
    self.plan = plan
    period = gaps.period?.value ?? .all
    meters = selection.meters
    let halfHours = plan.period.range.halfHours
    flows = Flow.allCases.filter { flow in
      plan.scans.contains { scan in
        scan.point.flow == flow && scan.readings.map { halfHours.overlaps($0) } ?? false
      }
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
      + ResultPeriod(plan.period.range, zone: workspace.zone).name
  }

  private var dayCount: Int {
    plan.period.days.upperBound.number - plan.period.days.lowerBound.number
  }

  /// The unit of time of which the period has some dozens.
  private var unit: GroupKey {
    .calendar(dayCount <= 62 ? .day : dayCount <= 430 ? .week : .month)
  }

  func sections() throws -> [ChartReport.Section] {
    guard !flows.isEmpty else { return [] }
    let electric = flows.filter { $0 != .gas }
    var queries: [Query] = []
    let isNet = electric.count == 2
    for flows in isNet ? [[]] : electric.map({ [$0] }) {
      let measure = isNet ? Measure.net : .cost
      queries.append(query(measure, flows, by: [.cyclic(.halfhour)]))
      queries.append(query(measure, flows, by: [unit], with: [.cumulative]))
    }
    var sections = try queries.compactMap { try section($0) }
    if flows.contains(.import) {
      sections += [
        try section(query(.cost, [.import], by: [unit, .label(.band)])), try rates(),
        try section(query(.usage, [.import], by: [unit, .cyclic(.halfhour)])),
        try days(areDearest: true), try days(areDearest: false),
      ].compactMap(\.self)
    }
    queries = []
    if flows.contains(.export) {
      queries.append(query(.usage, [.export], by: [unit, .cyclic(.halfhour)]))
    }
    if flows.contains(.gas) {
      queries.append(query(isPriced(.gas) ? .cost : .usage, [.gas], by: [unit]))
    }
    let billed = flows.filter(isPriced)
    if !billed.isEmpty, isOfWholeDays { queries.append(query(.bill, billed)) }
    sections += try queries.compactMap { try section($0) }
    return try sections + [unpriced(billed), missing()].compactMap(\.self)
  }

  private var isOfWholeDays: Bool {
    plan.period.range
      == workspace.zone.range(from: plan.period.days.lowerBound, to: plan.period.days.upperBound)
  }

  /// Whether a flow has costs: gas may lack a tariff or calorific values.
  private func isPriced(_ flow: Flow) -> Bool {
    guard flow == .gas else { return true }
    guard let plan = try? workspace.plan(query(.cost, [.gas])) else { return false }
    return !plan.prices.uses.isEmpty
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

  /// The answer to a query, and what it is drawn by.
  private func answer(
    _ query: Query
  ) throws -> (table: ResultTable, plan: Plan, outline: ChartOutline) {
    let plan = try workspace.plan(query)
    var table = ResultTable()
    try Executor.run(plan, source: try workspace.cache(), into: &table)
    return (table, plan, workspace.outline(of: query, plan))
  }

  /// Nil for a query whose result has nothing to draw, as one with a single band.
  private func section(_ query: Query) throws -> ChartReport.Section? {
    let (table, plan, outline) = try answer(query)
    guard !table.rows.isEmpty else { return nil }
    if query.keys.contains(where: { $0.value == .label(.band) }),
      !(2...8).contains(plan.distinctBands(atMost: 9))
    {
      return nil
    }
    let (drawn, request) = try outline.drawn(table)
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }
}

/// Sections that show other figures than a query's own picture.
extension ReportSections {
  /// The mean rates of import; nil where no rate has dates.
  private func rates() throws -> ChartReport.Section? {
    let unit = GroupKey.calendar(dayCount <= 62 ? .day : .month)
    let (table, plan, outline) = try answer(query(.cost, [.import], by: [unit], with: [.price]))
    guard plan.hasDatedRates, !table.rows.isEmpty else { return nil }
    var (drawn, request) = try outline.drawn(table)
    let column = drawn.column("average_rate")
    guard drawn.rows.contains(where: { $0.cells[column] != .missing }) else { return nil }
    request.figures = [ChartFigure(column: column, name: "")]
    request.heading = "Mean rate of import by \(unit.word)"
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }

  /// The five dearest or cheapest days of import, where there are twice as many.
  ///
  /// A day of which something is missing may seem cheap, and so is never among the cheapest.
  private func days(areDearest: Bool) throws -> ChartReport.Section? {
    var query = query(.cost, [.import], by: [.calendar(.day)])
    query.order = Query.Ordering(
      column: Located("cost", at: 0..<0), isDescending: areDearest)
    var (table, _, outline) = try answer(query)
    let isPartial = table.rows.contains(where: \.isIncomplete)
    if !areDearest { table.rows.removeAll(where: \.isIncomplete) }
    guard table.rows.count >= 10 else { return nil }
    table.summary.rowsInAll = table.rows.count
    table.rows = Array(table.rows.prefix(5))
    var (drawn, request) = try outline.drawn(table)
    request.heading =
      areDearest
      ? "Dearest days of import" : "Cheapest \(isPartial ? "complete " : "")days of import"
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }

  /// The half-hours that have a reading but no rate; nil where there are none.
  private func unpriced(_ flows: [Flow]) throws -> ChartReport.Section? {
    guard !flows.isEmpty else { return nil }
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
  /// How many bands the rates have, counted up to `most`.
  fileprivate func distinctBands(atMost most: Int) -> Int {
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

extension ChartReport.Section {
  /// Whether anything is missing or unpriced.
  fileprivate var isIncomplete: Bool {
    !(figures.summary.coverage?.isComplete ?? true) || figures.summary.isIncomplete
  }
}
