import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

/// What `show` lists.
enum ShowTopic: String, DescribedWord {
  case meters, tariffs, agreements, keys, imports, revisions, vat, queries, settings, variables,
    history

  var summary: String {
    switch self {
    case .meters: "meter points, their meters and how far the readings reach"
    case .tariffs: "tariffs, the days they are valid on and their rates"
    case .agreements: "which tariff prices which meter, and when: see 'help assign'"
    case .keys: "the API keys for Octopus, but not what they are: see 'help add'"
    case .imports: "what was read into the cache, and what it changed"
    case .revisions: "past prices and readings that an import or fetch changed"
    case .vat: "how much VAT is on electricity and gas, and when: see 'help set'"
    case .queries: "saved queries: see 'help define'"
    case .settings: "how the shell behaves: see 'help settings'"
    case .variables: "what $NAME stands for in this run"
    case .history: "what was typed at the prompt, from the file that keeps it"
    }
  }

  /// The list as a table.
  func table(_ session: Session) throws -> ResultTable {
    switch self {
    case .meters: try session.cache().home().meterTable(zone: session.zone)
    case .tariffs: try session.tariffTable()
    case .agreements: try session.cache().home().agreementTable(zone: session.zone)
    case .keys: try session.keyTable()
    case .imports: try session.importTable()
    case .revisions: try session.revisionTable()
    case .vat: try session.vatTable()
    case .queries: try session.queryTable()
    case .settings: session.settingTable()
    case .variables: session.variableTable()
    case .history: try session.historyTable()
    }
  }
}

extension Command {
  static let show = Command(
    name: "show", usage: ["show LIST [as FORMAT] [into FILE]"],
    summary: "list what there is",
    details: HelpPage.columns(ShowTopic.allCases.map { ($0.word, $0.summary) }),
    examples: ["show meters", "show tariffs as csv"],
    run: { cursor, session in
      cursor.offer(ShowTopic.allCases)
      let typed = try located { () throws(QueryError) in
        try cursor.term("a list (\(ShowTopic.words.joined(separator: ", ")))")
      }
      guard let topic = ShowTopic(word: typed.value) else {
        throw QueryErrors(
          .unknown(
            "list", typed, among: ShowTopic.words,
            hint: "there are: \(ShowTopic.words.joined(separator: ", "))"))
      }
      let output = try cursor.outputToEnd(formats: OutputFormat.allCases.map(\.rawValue))
      let table = try topic.table(session)
      try session.present(output) { sink in try table.send(to: &sink) }
    })
}

extension Session {
  fileprivate func importTable() throws -> ResultTable {
    let columns =
      [
        ResultColumn(name: "at", title: "at", kind: .instant),
        ResultColumn(name: "source", title: "source", kind: .text),
      ] + ["new", "same", "revised"].map { ResultColumn(name: $0, title: $0, kind: .count) }
    let rows = try cache().imports().map { entry in
      let counts = [entry.counts.new, entry.counts.same, entry.counts.revised]
      return ResultRow(
        cells: [.text(zone.stamp(entry.at)), .text(entry.source)]
          + counts.map { .number(FixedPoint($0)) })
    }
    return ResultTable(head: ResultHead(statement: "show imports", columns: columns), rows: rows)
  }
}

extension Home {
  fileprivate func meterTable(zone: ClockZone) -> ResultTable {
    let names = ["meter", "number", "flow", "serial", "unit"]
    let columns =
      names.map { ResultColumn(name: $0, title: $0, kind: .text) }
      + ["first", "last"].map { ResultColumn(name: $0, title: $0, kind: .date) }
    var table = ResultTable(head: ResultHead(statement: "show meters", columns: columns))
    for point in points.sorted(by: { ($0.flow, $0.number) < ($1.flow, $1.number) }) {
      for record in meters(of: point) {
        func stamp(_ halfHour: Int?) -> Cell {
          halfHour.map { .text(zone.stamp(Instant(halfHour: $0))) } ?? .missing
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
