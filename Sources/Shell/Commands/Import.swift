import EnergyModel
import Importers
import QueryLanguage

extension Command {
  static let `import` = Command(
    name: "import",
    usage: ["import FILE… [create meters] [replace] [pretend]"]
      + FileKind.allCases.map { "import \($0.rawValue) FILE…" },
    summary: "read configuration and cache files into the cache",
    details: [
      "The kind of a file is recognised by what is in it; a word before the files forces it:"
    ] + FileKind.allCases.map { "  \($0.rawValue): \($0.summary)" } + [
      "create meters: make the meters that the files name and the cache does not know",
      "replace: overwrite tariffs of the same name, which are skipped otherwise",
      "pretend: say what would change, and change nothing",
      "Paths may hold ~ and the patterns * ? [ ]. Each file is taken whole or not at all.",
    ],
    examples: [
      "import examples/home/config.json", "import examples/home/*.json create meters",
    ],
    run: { cursor, session in try ImportRun(ImportSyntax(&cursor), session).run() })
}

/// The parts of an `import` statement.
struct ImportSyntax {
  var kind: FileKind?
  var paths: [String] = []
  var createsMeters = false
  var replaces = false
  var pretends = false

  init(_ cursor: inout TokenCursor) throws(QueryErrors) {
    if let word = cursor.word, let kind = FileKind(rawValue: word) {
      self.kind = kind
      cursor.next()
    }
    while !cursor.isAtEnd { cursor.collecting { (c) throws(QueryError) in try read(&c) } }
    if paths.isEmpty, cursor.errors.isEmpty { cursor.errors.append(cursor.expected("a file")) }
    try cursor.finish()
  }

  private mutating func read(_ cursor: inout TokenCursor) throws(QueryError) {
    if cursor.accept("create") {
      guard cursor.accept("meters") else { throw cursor.expected("'meters' after 'create'") }
      createsMeters = true
    } else if cursor.accept("replace") {
      replaces = true
    } else if cursor.accept("pretend") {
      pretends = true
    } else {
      paths.append(try cursor.operand("a file, 'create meters', 'replace' or 'pretend'").value)
    }
  }
}
