import Cache
import EnergyModel
import QueryLanguage

extension CommandPage {
  static let check = CommandPage(
    Check.self, summary: "look for what is wrong in the cache, row by row",
    details: [
      "Pages and indexes (SQLite's own check), tables and triggers as this version makes them, rows",
      "that belong to others, days of readings, rates and costs against their checksums,",
      "agreements and rates that overlap, agreements on a tariff for another flow, costs without",
      "readings, days, times, units, currencies and numbers of meters that can't be, names, saved",
      "queries that can't run. Each finding names its row and what mends it, and the statement",
      "fails if there is one. Nothing is changed.", "",
      "A row that another program wrote has no checksum: a note says how many there are.",
    ],
    examples: ["check", "check as csv"])
}

/// Looks for what is wrong in the cache.
struct Check: Command {
  static let form = Form("check", .output)

  let output: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    output = try Check.form.read(&cursor, in: context)
  }

  /// - Throws: a ``Failure`` when something is wrong, behind the list of that.
  func run(in workspace: Workspace) throws -> FollowUp {
    let cache = try workspace.cache()
    var report = try cache.check()
    do {
      report.addMistakes(in: try cache.savedQueries())
    } catch CacheError.damaged, CacheError.unreadable {
      // A row that can't be read is a finding already.
    }
    let header = ResultHeader(
      statement: "check",
      columns: ResultColumn.named("row", "finding") + ResultColumn.named("remedy", kind: .remark))
    let rows = report.findings.map { finding in
      ResultRow(cells: [.text(finding.row), .text(finding.problem), .text(finding.remedy)])
    }
    if !rows.isEmpty || output.format != nil || output.path != nil {
      try workspace.output.present(ResultTable(header: header, rows: rows), output)
    }
    for note in report.notes { try workspace.reporter.note(note) }
    guard rows.isEmpty else {
      throw Failure("\(counted(rows.count, "finding")) in the cache", hint: "see 'help check'")
    }
    try workspace.reporter.info("checked \(report.extent): nothing is wrong")
    return .nothing
  }
}

extension CacheReport {
  /// Adds the saved queries that can't be run, as the cache itself does not know the language.
  fileprivate mutating func addMistakes(in queries: [SavedQuery]) {
    for query in queries {
      guard let mistake = Definition.mistake(inStored: query.text) else { continue }
      add(
        "saved_query '\(query.name)'", "can't be run: \(mistake.message)",
        remedy: "forget \(quotedIfNeeded(query.name)), and define it again")
    }
  }

  /// What was looked at: `62 days of readings, 31 of rates`.
  var extent: String {
    let tables = [
      ("reading_day", "of readings"), ("rate_day", "of rates"),
      ("supplier_cost_day", "of the supplier's costs"),
    ]
    let parts = tables.compactMap { table, of in
      days[table].flatMap { $0 > 0 ? "\(counted($0, "day")) \(of)" : nil }
    }
    return parts.isEmpty ? "the cache, which has no readings" : parts.joined(separator: ", ")
  }
}
