import Cache
import EnergyModel
import QueryLanguage

extension CommandPage {
  static let undo = CommandPage(
    Undo.self, summary: "take back the last change of the cache, or the last N",
    details: [
      "Each statement that changed the cache is one change, whatever it was: an import of several",
      "files, a fetch, 'add', 'drop', 'set', 'define' and the like. They are taken back newest",
      "first, all N or none. One that another program made since this one began stops it, and is",
      "named: type it again to take that back all the same. API keys, files and settings are not",
      "in the cache, and stay. The last 100 changes are kept, and of these what fits a tenth of the",
      "cache's file, or 1 MB. There is no redo. See 'show changes'.",
    ],
    examples: ["show changes", "undo pretend", "undo"])
}

/// Takes back the newest changes of the cache.
struct Undo: Command {
  static let form = Form(
    "undo", .changeCount, .flag("pretend", "show what would be taken back, and change nothing"))

  let count: Int?
  let pretends: Bool

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (count, pretends) = try Undo.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let taken: [ChangeTakenBack]
    do {
      taken = try workspace.cache().takeBack(count ?? 1, pretending: pretends)
    } catch let obstacle as UndoObstacle {
      throw workspace.failure(obstacle)
    }
    for step in taken {
      let rows = step.rowText.map { " (\($0))" } ?? ""
      try workspace.reporter.info(
        "\(pretends ? "would take back" : "taken back"): \(step.change.author.statement)\(rows), "
          + workspace.origin(of: step.change))
    }
    if pretends { try workspace.reporter.info("nothing was written, because of 'pretend'") }
    return .nothing
  }
}

extension FormPart<Int?> {
  fileprivate static let changeCount = FormPart(
    usage: "[N]", start: Start(begins: { $0.peek?.text.first?.isNumber ?? false }),
    defaultValue: .some(nil)
  ) { (cursor, _, _) throws(QueryError) in try cursor.count("a number of changes") }
}

extension ChangeTakenBack {
  /// The number of things that it changed, without what belongs to one of them: `2 meters, 1
  /// tariff`; nil if there are none but such parts.
  fileprivate var rowText: String? {
    let texts = rows.compactMap { row in
      ChangeTakenBack.nouns[row.table].map { counted(row.count, $0) }
    }
    return texts.isEmpty ? nil : texts.joined(separator: ", ")
  }

  private static let nouns = [
    "meter_point": "meter point", "meter": "meter", "reading_day": "reading day",
    "supplier_cost_day": "cost day", "tariff": "tariff",
    "tariff_term": "later term", "dated_rate": "rate", "rate_day": "rate day",
    "agreement": "agreement", "calorific_value": "calorific value", "vat_rate": "VAT rate",
    "saved_query": "saved query",
  ]
}

extension Workspace {
  /// When a change was made, and by whom if not here: `made 2023-11-02 10:04 by 4711@lenovo`.
  fileprivate func origin(of change: CacheChange) -> String {
    let process = change.author.process
    return "made \(zone.shortStamp(change.author.at))"
      + (process == settings.run.process ? "" : " by \(process)")
  }

  fileprivate func failure(_ obstacle: UndoObstacle) -> Failure {
    switch obstacle {
    case .tooFew(let list):
      let lost = list.letGo.map { "; older ones, until \(zone.shortStamp($0)), are not kept" } ?? ""
      guard !list.changes.isEmpty else { return Failure("there is no change to take back\(lost)") }
      return Failure(
        "there \(list.changes.count == 1 ? "is" : "are") only "
          + "\(counted(list.changes.count, "change")) to take back\(lost)",
        hint: "see 'show changes'")
    case .others(let changes):
      guard let newest = changes.last else { return Failure("another program changed the cache") }
      let more = changes.count == 1 ? "" : ", the last of \(changes.count)"
      return Failure(
        "nothing was taken back: another program made a change since this one began: "
          + "\(newest.author.statement), \(origin(of: newest))\(more)",
        hint: "to take it back all the same, type that again")
    case .differs(let row, let change):
      return Failure(
        "nothing was taken back: \(row) is no longer as change \(change.id) left it: "
          + "a program other than octowatt changed the cache")
    case .notRecorded:
      return Failure("changes are not kept: this system's SQLite tells nothing of them")
    }
  }
}
