import Cache
import EnergyModel
import QueryLanguage

extension Command {
  static let define = Command(
    name: "define",
    usage: ["define NAME = QUERY", "define NAME (PARAMETER [= DEFAULT], …) = QUERY"],
    summary: "keep a query in the cache, to be run by its name",
    details: [
      "In the query $PARAMETER stands for the value that 'run' gives, or else for the default.",
      "A query of the same name is replaced.",
    ],
    examples: ["define monthly (p = last month) = cost import $p by day", "run monthly p=2023-07"],
    run: { cursor, session in
      let definition = try Definition(&cursor)
      try definition.check()
      let query = SavedQuery(name: definition.name.value, text: session.statementText)
      let isKnown = try session.cache().write { try $0.store(query) }
      try session.tell("\(isKnown ? "replaced" : "saved") \(query.name)")
    })

  static let forget = Command(
    name: "forget", usage: ["forget NAME"], summary: "drop a saved query",
    examples: ["forget monthly"],
    run: { cursor, session in
      let name = try located { () throws(QueryError) in
        try cursor.operand("a saved query", .savedQuery)
      }
      try cursor.expectEnd()
      let cache = try session.cache()
      guard try cache.savedQuery(named: name.value) != nil,
        try cache.write({ try $0.forget(name.value) })
      else {
        throw QueryErrors(
          .unknown(
            "query", name, among: try cache.savedQueries().map(\.name), hint: "see 'show queries'"))
      }
      try session.tell("dropped \(name.value)")
    })
}

extension Session {
  /// The saved queries as a list.
  func queryTable() throws -> ResultTable {
    let columns = ["name", "parameters", "query"].map {
      ResultColumn(name: $0, title: $0, kind: .text)
    }
    var table = ResultTable(head: ResultHead(statement: "show queries", columns: columns))
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

/// The part of a text that tokens were read from, in one line and without comments.
func text(of tokens: ArraySlice<Token>, in text: String) -> String {
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

/// The part of a text that tokens were read from.
func source(of tokens: ArraySlice<Token>, in text: String) -> String {
  guard let first = tokens.first, let last = tokens.last else { return "" }
  let bytes = Array(text.utf8)
  return String(decoding: bytes[first.span.lowerBound..<last.span.upperBound], as: UTF8.self)
}
