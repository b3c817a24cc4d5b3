import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

extension CommandPage {
  static let `import` = CommandPage(
    Import.self, summary: "read configurations, readings and rates into the cache",
    details: HelpPage.columns(Import.form.options.map { ($0.usage, $0.summary) }) + [
      "", "KIND is \(FileKind.allCases.map(\.rawValue).joined(separator: ", ")): see 'help files'.",
      "Paths may hold ~ and * ? [ ]. A file is imported whole or not at all.",
    ],
    examples: [
      "import examples/home/config.json", "import examples/home/*.json create meters",
      "import consumption.csv for house", "import rates agile.json for agile as import",
    ])
}

/// Imports files into the cache.
struct Import: Command {
  static let form = Form(
    "import", .kind, .files,
    .flag("for comparison", "tariffs that price only where no other does"),
    .option("for", .owner, "the meter of a CSV, or the tariff of rates or charges"),
    .option("number", .number, "the number of a meter that is created with a name"),
    .option("as", .flow, "the flow of a meter or tariff that is created"),
    .option("register", .register, "rates of one register of two, as on Economy 7"),
    .flag("create meters", "create the meters that are not in the cache"),
    .flag("replace", "overwrite tariffs of the same name, or many rates with one"),
    .flag("pretend", "show what would change, and change nothing"))

  let kind: FileKind?
  let paths: [String]
  let isForComparison: Bool
  /// The meter point or tariff that the file is for.
  let name: Located<String>?
  /// The number of a meter point that is created with `name` as its alias.
  let number: Located<String>?
  let flow: Located<Flow>?
  /// The register whose rates a file holds, where a tariff has two.
  let register: DatedKind?
  let createsMeters: Bool
  let replaces: Bool
  let pretends: Bool

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (
      kind, paths, isForComparison, name, number, flow, register, createsMeters, replaces, pretends
    ) =
      try Import.form.read(&cursor, in: context)
    if let number, name == nil {
      throw QueryError("'number' needs 'for' and a name for the meter", at: number.span)
    }
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try ImportRun(self, workspace).run()
    return .nothing
  }
}

extension FormPart<FileKind?> {
  fileprivate static let kind = FormPart(
    usage: "[KIND]", isPositional: true, defaultValue: .some(nil)
  ) {
    (cursor, _, _) throws(QueryError) in
    cursor.expect(FileKind.allCases.map { .word($0.rawValue, summary: $0.summary, isRare: false) })
    guard let kind = cursor.word.flatMap(FileKind.init(rawValue:)) else { return nil }
    cursor.next()
    return kind
  }
}

extension FormPart<[String]> {
  fileprivate static let files = FormPart(
    usage: "FILE…",
    start: Start(
      begins: { [.word, .string].contains($0.peek?.kind) },
      expect: { cursor, _ in cursor.expect(.file) }),
    isRepeatable: true, missing: "a file"
  ) { (cursor, earlier, _) throws(QueryError) in
    (earlier ?? []) + [try cursor.operand("a file or an option of import", .file).value]
  }
}

extension Operand<Located<String>> {
  fileprivate static let owner = text(
    "NAME", "a meter, a tariff or 'comparison'", .meter(), .tariff())
  fileprivate static let number = text("N", "the number of a meter point")
}

extension Operand<DatedKind> {
  fileprivate static let register = Operand("day|night", "'day' or 'night'") {
    (cursor, _) throws(QueryError) in
    let isDay = cursor.accept("day")
    guard isDay || cursor.accept("night") else { throw cursor.expected("'day' or 'night'") }
    return isDay ? .day : .night
  }
}
