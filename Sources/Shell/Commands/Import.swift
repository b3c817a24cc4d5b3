import EnergyModel
import Importers
import QueryEngine
import QueryLanguage

extension Command {
  static let `import` = Command(
    name: "import",
    usage: [
      "import [KIND] FILE… [for NAME] [as FLOW] [register day|night] [create meters] [replace] "
        + "[pretend] [for comparison]"
    ],
    summary: "read configurations, readings and rates into the cache",
    details: HelpPage.columns(ImportSyntax.options) + [
      "", "KIND is \(FileKind.allCases.map(\.rawValue).joined(separator: ", ")): see 'help files'.",
      "Paths may hold ~ and the patterns * ? [ ]. Each file is taken whole or not at all.",
    ],
    examples: [
      "import examples/home/config.json", "import examples/home/*.json create meters",
      "import consumption.csv for house", "import rates agile.json for agile as import",
      "import standing charges.csv for agile",
    ],
    run: { cursor, session in try ImportRun(ImportSyntax(&cursor), session).run() })
}

/// The parts of an `import` statement.
struct ImportSyntax {
  var kind: FileKind?
  var paths: [String] = []
  /// The meter point or tariff that the file is for.
  var name: String?
  var flow: Flow?
  /// The register whose rates a file holds, where a tariff has two.
  var register: DatedKind?
  var isForComparison = false
  var createsMeters = false
  var replaces = false
  var pretends = false

  /// What can stand beside the files, and what it says.
  fileprivate static let options = [
    ("for NAME", "the meter of a CSV, or the tariff of rates or charges"),
    ("as FLOW", "the flow of a meter or tariff that is made"),
    ("register day|night", "rates of one of two registers, as of Economy 7"),
    ("create meters", "make the meters that the cache does not know"),
    ("replace", "overwrite tariffs of the same name"),
    ("for comparison", "tariffs that price by themselves only where no other does"),
    ("pretend", "say what would change, and change nothing"),
  ]

  init(_ cursor: inout TokenCursor) throws(QueryErrors) {
    cursor.offer(FileKind.allCases.map { .word($0.rawValue, summary: $0.summary, isRare: false) })
    if let word = cursor.word, let kind = FileKind(rawValue: word) {
      self.kind = kind
      cursor.next()
    }
    while !cursor.isAtEnd { cursor.collecting { (c) throws(QueryError) in try read(&c) } }
    if paths.isEmpty, cursor.errors.isEmpty { cursor.errors.append(cursor.expected("a file")) }
    try cursor.finish()
  }

  private mutating func read(_ cursor: inout TokenCursor) throws(QueryError) {
    cursor.offer(
      ImportSyntax.options.map { usage, summary in
        .word(String(usage.prefix { $0 != " " }), summary: summary, isRare: false)
      })
    if cursor.accept("create") {
      guard cursor.accept("meters") else { throw cursor.expected("'meters' after 'create'") }
      createsMeters = true
    } else if cursor.accept("for") {
      if cursor.accept("comparison") {
        isForComparison = true
      } else {
        name = try cursor.operand("a meter, a tariff or 'comparison'", .meter(), .tariff()).value
      }
    } else if cursor.accept("as") {
      flow = try Parser.flow(&cursor).value
    } else if cursor.accept("register") {
      let isDay = cursor.accept("day")
      guard isDay || cursor.accept("night") else { throw cursor.expected("'day' or 'night'") }
      register = isDay ? .day : .night
    } else if cursor.accept("replace") {
      replaces = true
    } else if cursor.accept("pretend") {
      pretends = true
    } else {
      paths.append(try cursor.operand("a file or an option of import", .file).value)
    }
  }
}
