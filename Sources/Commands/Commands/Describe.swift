import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let describe = CommandPage(
    Describe.self, summary: "show all about a meter, tariff, saved query or variable",
    details: ["Where several things have the name, all are described."],
    examples: ["describe house", "describe flux_import_2023-07"])
}

/// Lists the facts known about a name.
struct Describe: Command {
  static let form = Form(
    "describe",
    .operand(
      .text("NAME", "a meter, tariff, saved query or variable", .meter(), .tariff(), .savedQuery)),
    .output)

  let name: Located<String>
  let output: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (name, output) = try Describe.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try workspace.output.present(try workspace.description(of: name), output)
    return .nothing
  }
}

extension Workspace {
  /// The facts that the cache and the session hold about a name, as a list.
  ///
  /// - Throws: a ``QueryError`` when nothing has the name.
  fileprivate func description(of name: Located<String>) throws -> ResultTable {
    let cache = try cache()
    let catalog = try cache.catalog()
    var facts = Facts()
    func isMeant(_ other: String?) -> Bool { other?.lowercased() == name.value.lowercased() }
    for point in catalog.points where isMeant(point.alias) || isMeant(point.number) {
      facts.add(point, in: catalog, zone: zone)
    }
    for tariff in catalog.tariffs where isMeant(tariff.name) {
      try TariffFacts(
        tariff: tariff, catalog: catalog, rates: cache, payment: settings.pricing.payment,
        zone: zone,
        today: zone.day(of: now)
      ).add(to: &facts)
    }
    let queries = try cache.savedQueries()
    for query in queries where isMeant(query.name) {
      facts.add(query, definition(of: query))
    }
    let variables = scopes.visible.all
    for variable in variables where isMeant(variable.name) {
      facts.add("variable", variable.name)
      facts.add("value", variable.value)
    }
    guard !facts.rows.isEmpty else {
      let names =
        catalog.points.flatMap { [$0.alias, $0.number].compactMap(\.self) }
        + catalog.tariffs.map(\.name) + queries.map(\.name) + variables.map(\.name)
      throw QueryError.unknown(
        "name", name, among: names,
        hint: "see 'show meters', 'show tariffs', 'show queries', 'show variables'")
    }
    let columns = ResultColumn.named("name", "value")
    let statement = "describe \(quotedIfNeeded(name.value))"
    return ResultTable(
      header: ResultHeader(statement: statement, columns: columns), rows: facts.rows)
  }
}

/// A list of facts: names and values, as rows.
struct Facts {
  private(set) var rows: [ResultRow] = []

  /// Adds a fact; nil values are left out.
  mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    rows.append(ResultRow(cells: [.text(name), .text(value)]))
  }

  mutating func add(_ point: MeterPoint, in catalog: Catalog, zone: ClockZone) {
    add("meter", point.name)
    add("number", point.number)
    add("alias", point.alias)
    add("flow", point.flow.rawValue)
    for record in catalog.meters(of: point) {
      add("serial", record.meter.serial)
      add("unit", record.meter.unit.rawValue)
      add("first reading", record.readings.map { zone.stamp(Instant(halfHour: $0.lowerBound)) })
      add("last reading", record.readings.map { zone.stamp(Instant(halfHour: $0.upperBound)) })
    }
    if catalog.meters(of: point).contains(where: { $0.meter.unit == .m3 }) {
      for value in catalog.calorificValues {
        add("calorific value", "\(value.number.text) MJ/m³ from \(value.from)")
      }
    }
    for agreement in catalog.agreements(of: point) {
      add("agreement", "\(agreement.tariff) \(agreement.timeText(zone))")
    }
  }

  mutating func add(_ query: SavedQuery, _ definition: Definition?) {
    add("saved query", query.name)
    for parameter in definition?.parameters ?? [] {
      add("parameter", parameter.name + (parameter.defaultValue.map { " = \($0)" } ?? ""))
    }
    add("text", text(of: Lexer.lex(query.text).tokens[...], in: query.text))
  }
}
