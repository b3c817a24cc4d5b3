import EnergyModel
import QueryLanguage
import Rendering

extension CommandPage {
  static let report = CommandPage(
    ShowReport.self, summary: "a period in pictures: at the terminal, or as one web page",
    details: [
      "What came in and went out by the clock and by the day, its parts by band, the mean rates",
      "where they have dates, the half-hours of each day, the dearest and the cheapest days, gas,",
      "the bill, what has no rate and what is missing. Without a period it is the newest whole",
      "month with readings, without flows all that have any. A file ends in .html; 'open' shows",
      "the page in the browser, with no file named in one that nobody else can read. 'versus' puts",
      "another period behind the bars and beside the totals; if one is not over, both are cut.",
    ],
    examples: [
      "report 2023-07", "report import 2023-07 into july.html", "report 2023-07 open",
      "report 2023-10 versus 2023-07",
    ])
}

/// Draws a period.
struct ShowReport: Command {
  static let form = Form("report", .comparison, .page)

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
      title: maker.title, sections: sections, notes: maker.notes, height: display.chartHeight,
      depth: display.colorDepth)
    try workspace.output.present(output) { form, options, buffer in
      try report.write(form, options: options, to: buffer)
    }
    return .nothing
  }
}

extension ChartReport.Section {
  /// Whether anything is missing or unpriced.
  fileprivate var isIncomplete: Bool {
    figures.summary.isIncomplete
      || [figures.summary.coverage, figures.summary.versusCoverage].contains {
        $0?.isComplete == false
      }
  }
}
