import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

extension CommandPage {
  static let alias = CommandPage(
    Alias.self, summary: "give a meter another name",
    details: [
      "METER is its alias or number now. Results name it by the alias; the number still works too."
    ],
    examples: ["alias 1000000000017 house"])
}

/// Gives a meter point an alias.
struct Alias: Command {
  static let form = Form(
    "alias", .operand(.meter), .operand(.text("NAME", "a name for the meter")))

  let meter: Located<String>
  let name: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (meter, name) = try Alias.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog())
  }

  /// - Throws: ``QueryError`` when the meter does not exist or can't have the name.
  private func resolve(in catalog: Catalog) throws(QueryError) -> MeterPoint {
    var mistakes = ErrorCollector()
    let point = mistakes.collect(try catalog.point(meter))
    mistakes.collect(
      try NewName.check(name, ofMeterIn: catalog, but: point))
    return try mistakes.finish(with: point)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let point = try workspace.change { writer, catalog in
      let point = try resolve(in: catalog)
      try writer.setAlias(name.value, of: point)
      return point
    }
    let old = point.alias.map { $0 == name.value ? " already" : " and no longer \($0)" }
    try workspace.reporter.info("\(point.number) is called \(name.value)\(old ?? "")")
    return .nothing
  }
}
