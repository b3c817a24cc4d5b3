import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

extension CommandPage {
  static let report = CommandPage(
    ShowReport.self, summary: "a period in pictures: at the terminal, or as one web page",
    details: [
      "What came in and went out by the clock and by the day, its parts by band, the half-hours",
      "of each day, the dearest days, the bill, and what is missing. Without a period it is the",
      "newest whole month with readings, without flows all that have any. A file ends in .html.",
    ],
    examples: ["report 2023-07", "report import 2023-07 into july.html"])
}

/// Draws a period.
struct ShowReport: Command {
  static let form = Form("report", .selection, .output)

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
  private var unit: String {
    dayCount <= 62 ? "day" : dayCount <= 430 ? "week" : "month"
  }

  func sections() throws -> [ChartReport.Section] {
    guard !flows.isEmpty else { return [] }
    var queries: [String] = []
    let isNet = flows.contains(.import) && flows.contains(.export)
    for measure in isNet ? ["net"] : flows.filter({ $0 != .gas }).map({ "cost \($0.rawValue)" }) {
      queries += ["\(measure) by halfhour", "\(measure) by \(unit) with cumulative"]
    }
    if flows.contains(.import) {
      queries += ["cost import by \(unit), band", "usage import by \(unit), halfhour"]
      if dayCount > 7 {
        queries.append("cost import by day order by cost desc limit 5")
      }
    }
    if flows.contains(.export) { queries.append("usage export by \(unit), halfhour") }
    if flows.contains(.gas) { queries.append("usage gas by \(unit)") }
    let electric = flows.filter { $0 != .gas }.map(\.rawValue)
    if !electric.isEmpty, isOfWholeDays {
      queries.append("bill \(electric.joined(separator: ", "))")
    }
    return try queries.compactMap(section) + missing()
  }

  private var isOfWholeDays: Bool {
    plan.period.range
      == workspace.zone.range(from: plan.period.days.lowerBound, to: plan.period.days.upperBound)
  }

  /// The section on missing readings; empty where none are missing.
  private func missing() throws -> [ChartReport.Section] {
    let section = try section("gaps \(flows.map(\.rawValue).joined(separator: ", "))")
    return [section].compactMap(\.self).filter { !$0.isWhole }
  }

  /// Nil for a query whose result has nothing to draw, as one with a single band.
  private func section(_ text: String) throws -> ChartReport.Section? {
    var query = try Parser.query(Lexer.lex(text).tokens[...])
    query.period = Located(period, at: 0..<0)
    query.meters = meters
    let plan = try workspace.plan(query)
    var table = ResultTable()
    try Executor.run(plan, source: try workspace.cache(), into: &table)
    let outline = workspace.outline(of: query, plan)
    guard !table.rows.isEmpty || text.hasPrefix("gaps") else { return nil }
    let bands = Set(plan.scans.compactMap(\.timeline).flatMap(\.rows).map(\.band))
    if query.keys.contains(where: { $0.value == .label(.band) }), !(2...8).contains(bands.count) {
      return nil
    }
    let (drawn, request) = try outline.drawn(table)
    return ChartReport.Section(drawn: drawn, request: request, figures: table)
  }
}

extension ChartReport.Section {
  /// Whether anything is missing or unpriced.
  fileprivate var isIncomplete: Bool { !isWhole || figures.summary.isIncomplete }
  fileprivate var isWhole: Bool { figures.summary.coverage?.isComplete ?? true }
}
