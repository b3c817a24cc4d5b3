import Cache
import EnergyModel
package import QueryLanguage

extension CommandPage {
  static let define = CommandPage(
    Define.self, summary: "save a query in the cache, to run it by name",
    details: [
      "In the query $PARAMETER stands for the value that 'run' gives, or else for the default.",
      "A query of the same name is replaced.",
    ],
    examples: ["define monthly (p = last month) = cost import $p by day", "run monthly p=2023-07"])

  static let forget = CommandPage(
    Forget.self, summary: "drop a saved query", examples: ["forget monthly"])
}

/// Saves a query in the cache.
struct Define: Command {
  static let form = Form("define", .definition)

  let definition: Definition
  /// The whole statement, as it is saved.
  let text: String

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    definition = try Define.form.read(&cursor, in: context)
    text = context.statement
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let query = SavedQuery(name: definition.name.value, text: text)
    let isKnown = try workspace.cache().write { try $0.store(query) }
    try workspace.noteOwn(query)
    try workspace.reporter.info("\(isKnown ? "replaced" : "saved") \(query.name)")
    return .nothing
  }
}

extension FormPart<Definition> {
  fileprivate static let definition = FormPart(
    usage: "NAME [(PARAMETER [= DEFAULT], …)] = QUERY", isPositional: true
  ) { (cursor, _, _) throws(QueryError) in
    let definition = try Definition(&cursor)
    definition.check(&cursor)
    return definition
  }
}

/// Removes a saved query.
struct Forget: Command {
  static let form = Form("forget", .operand(.text("NAME", "a saved query", .savedQuery)))

  let name: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    name = try Forget.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let cache = try workspace.cache()
    guard try cache.savedQuery(named: name.value) != nil,
      try cache.write({ try $0.forget(name.value) })
    else {
      throw QueryError.unknown(
        "query", name, among: try cache.savedQueries().map(\.name), hint: "see 'show queries'")
    }
    try workspace.reporter.info("dropped \(name.value)")
    return .nothing
  }
}

extension Workspace {
  /// The saved queries as a list.
  func queryTable() throws -> ResultTable {
    let columns = ResultColumn.named("name", "parameters", "query")
    var table = ResultTable(header: ResultHeader(statement: "show queries", columns: columns))
    for saved in try cache().savedQueries() {
      let parts = definition(of: saved)
      table.append(
        ResultRow(cells: [
          .text(saved.name),
          parts.flatMap { $0.parameters.isEmpty ? nil : .text($0.parameterText) } ?? .missing,
          .text(parts.map { text(of: $0.query, in: saved.text) } ?? saved.text),
        ]))
    }
    return table
  }
}

/// The text that tokens were read from, on one line and without comments.
package func text(of tokens: ArraySlice<Token>, in text: String) -> String {
  let bytes = Array(text.utf8)
  var line = ""
  var end: Int?
  for token in tokens where token.kind != .newline {
    if let end, end < token.span.lowerBound { line += " " }
    line += String(decoding: bytes[token.span], as: UTF8.self)
    end = token.span.upperBound
  }
  return line
}

/// The text that tokens were read from, as typed.
package func source(of tokens: ArraySlice<Token>, in text: String) -> String {
  guard let first = tokens.first, let last = tokens.last else { return "" }
  let bytes = Array(text.utf8)
  return String(decoding: bytes[first.span.lowerBound..<last.span.upperBound], as: UTF8.self)
}
