import Cache
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let rename = CommandPage(
    RenameTariff.self, summary: "give a tariff another name",
    details: [
      "Its rates and its agreements stay. Saved queries keep the name that they were given."
    ],
    examples: ["rename tariff flux_import_2023-07 to flux-july"])
}

/// Renames a tariff.
struct RenameTariff: Command {
  static let form = Form(
    "rename tariff", .operand(.tariff.labelled("NAME")),
    .operand(.text("NAME", "a name for the tariff"), after: "to"))

  let tariff: Located<String>
  let name: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (tariff, name) = try RenameTariff.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog())
  }

  /// - Throws: ``QueryError`` when the tariff does not exist or can't have the name.
  private func resolve(in catalog: Catalog) throws(QueryError) -> Tariff {
    var mistakes = ErrorCollector()
    let tariff = mistakes.collect(try catalog.tariff(self.tariff))
    mistakes.collect(
      try NewName.check(name, ofTariffIn: catalog, but: tariff))
    return try mistakes.finish(with: tariff)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let tariff = try workspace.change { writer, catalog in
      let tariff = try resolve(in: catalog)
      try writer.rename(tariff, to: name.value)
      return tariff
    }
    let isSame = tariff.name == name.value
    try workspace.reporter.info("\(tariff.name) is called \(name.value)\(isSame ? " already" : "")")
    return .nothing
  }
}
