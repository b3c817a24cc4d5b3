import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// The topics of `show`.
enum ShowTopic: String, DescribedWord {
  case meters, tariffs, agreements, keys, imports, revisions, changes, vat, queries, settings,
    variables, history

  var summary: String {
    switch self {
    case .meters: "meter points, their meters and how far the readings reach"
    case .tariffs: "tariffs, the days they are valid on and their rates"
    case .agreements: "which tariff prices which meter, and when: see 'help assign'"
    case .keys: "the names of the Octopus API keys, masked: see 'help add'"
    case .imports: "what was imported into the cache, and what it changed"
    case .revisions: "past prices and readings that an import or fetch changed"
    case .changes: "what changed the cache, and can be taken back: see 'help undo'"
    case .vat: "how much VAT is on electricity and gas, and when: see 'help set'"
    case .queries: "saved queries: see 'help define'"
    case .settings: "the shell's settings: see 'help settings'"
    case .variables: "what $NAME stands for in this run"
    case .history: "what was typed at the prompt"
    }
  }

  /// The list as a table.
  func table(_ workspace: Workspace) throws -> ResultTable {
    switch self {
    case .meters: try workspace.catalog().meterTable(zone: workspace.zone)
    case .tariffs: try workspace.tariffTable()
    case .agreements: try workspace.catalog().agreementTable(zone: workspace.zone)
    case .keys: try workspace.keyTable()
    case .imports: try workspace.importTable()
    case .revisions: try workspace.revisionTable()
    case .changes: try workspace.changeTable()
    case .vat: try workspace.vatTable()
    case .queries: try workspace.queryTable()
    case .settings: workspace.settingTable()
    case .variables: workspace.variableTable()
    case .history: try workspace.historyTable()
    }
  }
}

extension CommandPage {
  static let show = CommandPage(
    Show.self, summary: "list what is in the cache and the shell",
    details: HelpPage.columns(ShowTopic.allCases.map { ($0.word, $0.summary) })
      + ["", "'limit N' shows the first N rows, of history and changes the last."],
    examples: ["show meters", "show tariffs as csv", "show history limit 20"])
}

/// Lists the things of one kind.
struct Show: Command {
  static let form = Form(
    "show", .operand(.list), .option("limit", .count("N", "a number of rows"), "so many rows"),
    .output)

  let topic: ShowTopic
  let limit: Int?
  let output: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (topic, limit, output) = try Show.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    var table = try topic.table(workspace)
    if let limit, table.rows.count > limit {
      table.summary.rowsInAll = table.rows.count
      // The newest, which is last, is what is looked for.
      let isByTime = [.history, .changes].contains(topic)
      table.rows = Array(isByTime ? table.rows.suffix(limit) : table.rows.prefix(limit))
    }
    try workspace.output.present(table, output)
    return .nothing
  }
}

extension Operand<ShowTopic> {
  fileprivate static let list = Operand("LIST", "a list") { (cursor, _) throws(QueryError) in
    cursor.expect(ShowTopic.allCases)
    let lists = ShowTopic.words.joined(separator: ", ")
    let typed = try cursor.term("a list (\(lists))")
    guard let topic = ShowTopic(word: typed.value) else {
      throw .unknown("list", typed, among: ShowTopic.words, hint: "there are: \(lists)")
    }
    return topic
  }
}

extension Workspace {
  fileprivate func importTable() throws -> ResultTable {
    let columns =
      ResultColumn.named("at", kind: .instant) + ResultColumn.named("source")
      + ResultColumn.named("new", "same", "revised", kind: .count)
    let rows = try cache().imports().map { entry in
      let counts = [entry.counts.new, entry.counts.same, entry.counts.revised]
      return ResultRow(
        cells: [.time(zone.localTime(entry.at)), .text(entry.source)]
          + counts.map { .number(FixedPoint($0)) })
    }
    return ResultTable(
      header: ResultHeader(statement: "show imports", columns: columns), rows: rows)
  }
}

extension Catalog {
  fileprivate func meterTable(zone: ClockZone) -> ResultTable {
    let columns =
      ResultColumn.named("meter", "number", "flow", "serial", "unit")
      + ResultColumn.named("first", "last", kind: .date)
    var table = ResultTable(header: ResultHeader(statement: "show meters", columns: columns))
    for point in points.sorted(by: { ($0.flow, $0.number) < ($1.flow, $1.number) }) {
      for record in meters(of: point) {
        func stamp(_ halfHour: Int?) -> Cell {
          halfHour.map { .time(zone.localTime(Instant(halfHour: $0))) } ?? .missing
        }
        table.append(
          ResultRow(cells: [
            .text(point.name), .text(point.number), .text(point.flow.rawValue),
            .text(record.meter.serial), .text(record.meter.unit.rawValue),
            stamp(record.readings?.lowerBound), stamp(record.readings?.upperBound),
          ]))
      }
    }
    return table
  }
}
