import EnergyModel
import QueryLanguage

/// A part of a ``Form``: an operand in its place, or a clause that may stand anywhere behind those.
struct FormPart<Value: Sendable>: Sendable {
  /// How the usage line shows it: `[until DATE]`.
  let usage: String
  /// One line for the help and completion; may be empty.
  var summary = ""
  /// The words that open it; empty where its operand does.
  var opening: [String] = []
  /// The words that its operand can be or begin with, where no word opens it.
  var vocabulary: [String] = []
  /// Whether it stands in its place, in front of all clauses.
  var isPositional = false
  /// Whether it may stand more than once.
  var isRepeatable = false
  /// What a message asks for when it is not there and has to be.
  var missing = ""
  /// The value when it is not there; nil where it has to be.
  var absent: Value?
  /// Whether the next token can begin it, where no word opens it.
  var begins: @Sendable (TokenCursor) -> Bool = { _ in false }
  /// Notes what it can begin with, where no word opens it, behind what was read of it before.
  var offers: @Sendable (TokenCursor, Value?) -> Void = { _, _ in }
  /// Reads it behind the words that open it; what was read of it before is given.
  let read: @Sendable (inout TokenCursor, Value?, ReadingContext) throws(QueryError) -> Value
}

extension FormPart {
  /// An operand that has to stand in its place, behind a word or sign where there is one.
  static func operand(_ operand: Operand<Value>, after lead: String? = nil) -> FormPart {
    FormPart(
      usage: (lead.map { $0 + " " } ?? "") + operand.label, isPositional: true,
      missing: lead.map { "'\($0)'" } ?? operand.what
    ) { (cursor, _, context) throws(QueryError) in
      if let lead, !cursor.accept(sign: lead) { try cursor.require(lead) }
      return try operand.read(&cursor, context)
    }
  }

  /// An operand that may be left out, and else ends the statement.
  static func last<Wrapped>(_ operand: Operand<Wrapped>) -> FormPart where Value == Wrapped? {
    FormPart(usage: "[\(operand.label)]", isPositional: true, absent: .some(nil)) {
      (cursor, _, context) throws(QueryError) in
      cursor.isAtEnd ? nil : try operand.read(&cursor, context)
    }
  }

  /// A clause that has to be there.
  static func clause(_ words: String, _ operand: Operand<Value>) -> FormPart {
    FormPart(
      usage: "\(words) \(operand.label)", opening: words.split(separator: " ").map(String.init),
      missing: "'\(words)' and \(operand.what)"
    ) { (cursor, _, context) throws(QueryError) in try operand.read(&cursor, context) }
  }

  /// A clause that may be left out.
  static func option<Wrapped>(
    _ words: String, _ operand: Operand<Wrapped>, _ summary: String = ""
  ) -> FormPart where Value == Wrapped? {
    FormPart(
      usage: "[\(words) \(operand.label)]", summary: summary,
      opening: words.split(separator: " ").map(String.init), absent: .some(nil)
    ) { (cursor, _, context) throws(QueryError) in try operand.read(&cursor, context) }
  }
}

extension FormPart<Bool> {
  /// Words that may be left out.
  static func flag(_ words: String, _ summary: String = "") -> FormPart {
    FormPart(
      usage: "[\(words)]", summary: summary,
      opening: words.split(separator: " ").map(String.init), absent: false
    ) { (_, _, _) throws(QueryError) in true }
  }
}

extension FormPart<OutputSyntax> {
  /// `as FORMAT` and `into FILE`, each at most once.
  static let output = FormPart(
    usage: "[as FORMAT] [into FILE]", vocabulary: ["as", "into"], isRepeatable: true,
    absent: OutputSyntax(),
    begins: { ["as", "into", "into!"].contains($0.word) },
    offers: { cursor, output in cursor.expectOutput(behind: output ?? OutputSyntax()) }
  ) { (cursor, earlier, _) throws(QueryError) in
    var output = earlier ?? OutputSyntax()
    try cursor.readOutput(&output)
    return output
  }

  /// `into FILE` alone, which has to be there.
  static let file = FormPart(
    usage: "into FILE", vocabulary: ["into"], missing: "'into' and a file",
    begins: { ["as", "into", "into!"].contains($0.word) },
    offers: { cursor, _ in cursor.expect([Clause.into]) }
  ) { (cursor, _, _) throws(QueryError) in
    if cursor.word == "as" {
      throw QueryError(
        "'save' takes no 'as'", at: cursor.here, hint: "a file that ends in .csv gets a CSV")
    }
    var output = OutputSyntax()
    _ = try Parser.output(&cursor, &output, formats: [])
    return output
  }
}

extension FormPart<Query> {
  /// Flows, a period and meters, each at most once, as in a query.
  static let selection = FormPart(
    usage: "[FLOW, …] [PERIOD] [meter NAME, …]",
    vocabulary: Flow.allCases.map(\.rawValue) + [Clause.meter.word], isRepeatable: true,
    absent: Query.selection,
    begins: { cursor in
      cursor.word.flatMap(Flow.init(rawValue:)) != nil || PeriodParser.opensPeriod(cursor)
        || cursor.word == Clause.meter.word
    },
    offers: { cursor, query in
      if query?.flows.isEmpty ?? true { cursor.expect(Flow.allCases) }
      if query?.period == nil { PeriodParser.expect(to: cursor) }
      if query?.meters.isEmpty ?? true { cursor.expect([Clause.meter]) }
    }
  ) { (cursor, earlier, _) throws(QueryError) in
    var query = earlier ?? .selection
    try query.readPart(&cursor)
    return query
  }
}

extension FormPart<Located<PeriodSyntax>?> {
  static let period = FormPart(
    usage: "[PERIOD]", absent: .some(nil), begins: PeriodParser.opensPeriod,
    offers: { cursor, _ in PeriodParser.expect(to: cursor) }
  ) { (cursor, _, _) throws(QueryError) in try PeriodParser.period(&cursor) }
}
