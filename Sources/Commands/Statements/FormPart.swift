import EnergyModel
import QueryLanguage

/// A part of a ``Form``: a positional operand, or a clause that may come anywhere after those.
struct FormPart<Value: Sendable>: Sendable {
  /// The part in the usage line: `[until DATE]`.
  let usage: String
  /// One line for help and completion; may be empty.
  var summary = ""
  /// The words that open it; empty if its operand does.
  var opening: [String] = []
  /// The beginning of its operand, if no word opens it.
  var start = Start()
  /// Whether it is positional, and so precedes all clauses.
  var isPositional = false
  /// Whether it may be repeated.
  var isRepeatable = false
  /// The description of a required part, for the message that it is missing.
  var missing = ""
  /// The value of an optional part that is left out; nil if it is required.
  var defaultValue: Value?
  /// Reads it after its opening words, given the value read so far.
  let read: @Sendable (inout TokenCursor, Value?, ReadingContext) throws(QueryError) -> Value

  /// The beginning of an operand that no word opens.
  struct Start: Sendable {
    /// The words that it can be or begin with.
    var vocabulary: [String] = []
    /// Whether the next token can begin it.
    var begins: @Sendable (TokenCursor) -> Bool = { _ in false }
    /// Records what it can begin with, given the value read so far.
    var expect: @Sendable (TokenCursor, Value?) -> Void = { _, _ in }
  }
}

extension FormPart {
  /// A required positional operand, after a word or sign if there is one.
  static func operand(_ operand: Operand<Value>, after lead: String? = nil) -> FormPart {
    FormPart(
      usage: (lead.map { $0 + " " } ?? "") + operand.label, isPositional: true,
      missing: lead.map { "'\($0)'" } ?? operand.description
    ) { (cursor, _, context) throws(QueryError) in
      if let lead, !cursor.accept(sign: lead) { try cursor.require(lead) }
      return try operand.read(&cursor, context)
    }
  }

  /// An optional operand, which ends the statement.
  static func last<Wrapped>(_ operand: Operand<Wrapped>) -> FormPart where Value == Wrapped? {
    FormPart(usage: "[\(operand.label)]", isPositional: true, defaultValue: .some(nil)) {
      (cursor, _, context) throws(QueryError) in
      cursor.isAtEnd ? nil : try operand.read(&cursor, context)
    }
  }

  /// A required clause.
  static func clause(
    _ words: String, _ operand: Operand<Value>, _ summary: String = ""
  ) -> FormPart {
    FormPart(
      usage: "\(words) \(operand.label)", summary: summary,
      opening: words.split(separator: " ").map(String.init),
      missing: "'\(words)' and \(operand.description)"
    ) { (cursor, _, context) throws(QueryError) in try operand.read(&cursor, context) }
  }

  /// An optional clause.
  static func option<Wrapped>(
    _ words: String, _ operand: Operand<Wrapped>, _ summary: String = ""
  ) -> FormPart where Value == Wrapped? {
    FormPart(
      usage: "[\(words) \(operand.label)]", summary: summary,
      opening: words.split(separator: " ").map(String.init), defaultValue: .some(nil)
    ) { (cursor, _, context) throws(QueryError) in try operand.read(&cursor, context) }
  }
}

extension FormPart<Bool> {
  /// Optional words.
  static func flag(_ words: String, _ summary: String = "") -> FormPart {
    FormPart(
      usage: "[\(words)]", summary: summary,
      opening: words.split(separator: " ").map(String.init), defaultValue: false
    ) { (_, _, _) throws(QueryError) in true }
  }
}

extension FormPart<OutputSyntax> {
  /// `as FORMAT` and `into FILE`, each at most once.
  static let output = FormPart(
    usage: "[as FORMAT] [into FILE [open]]",
    start: Start(
      vocabulary: ["as", "into"], begins: { ["as", "into", "into!"].contains($0.word) },
      expect: { cursor, output in cursor.expectOutput(behind: output ?? OutputSyntax()) }),
    isRepeatable: true, defaultValue: OutputSyntax()
  ) { (cursor, earlier, _) throws(QueryError) in
    var output = earlier ?? OutputSyntax()
    try cursor.readOutput(&output)
    return output
  }

  /// `into FILE` alone, which is required.
  static let file = newFile(
    refusingFormat: "'save' takes no 'as'", hint: "a file name that ends in .csv makes a CSV")

  /// A new file, or a folder.
  static let fileOrFolder = newFile(
    "into FILE|DIR/", refusingFormat: "'save' takes no 'as'",
    hint: "a file name that ends in .csv makes a CSV")

  /// The same for the command whose refusal of `as` is given.
  static func newFile(
    _ usage: String = "into FILE", refusingFormat refusal: String, hint: String? = nil
  ) -> FormPart {
    FormPart(
      usage: usage,
      start: Start(
        vocabulary: ["into"], begins: { ["as", "into", "into!"].contains($0.word) },
        expect: { cursor, _ in cursor.expect([Clause.into]) }),
      missing: "'into' and a file"
    ) { (cursor, _, _) throws(QueryError) in
      if cursor.word == "as" { throw QueryError(refusal, at: cursor.here, hint: hint) }
      var output = OutputSyntax()
      _ = try Parser.output(&cursor, &output, canOpen: false)
      return output
    }
  }
}

extension FormPart<Query> {
  /// Flows, a period and meters, each at most once, as in a query.
  static let selection = selection("[FLOW, …] [PERIOD] [meter NAME, …]", [.meter])

  /// Flows, a period, meters and a second period to compare with, each at most once.
  static let comparison = selection(
    "[FLOW, …] [PERIOD] [meter NAME, …] [versus PERIOD]", [.meter, .versus])

  /// `clauses`: those that it may have, which open with their words.
  private static func selection(_ usage: String, _ clauses: [Clause]) -> FormPart {
    let words = clauses.map(\.word)
    return FormPart(
      usage: usage,
      start: Start(
        vocabulary: Flow.allCases.map(\.rawValue) + words,
        begins: { cursor in
          cursor.word.flatMap(Flow.init(rawValue:)) != nil || PeriodParser.opensPeriod(cursor)
            || cursor.word.map(words.contains) ?? false
        },
        expect: { cursor, query in
          if query?.flows.isEmpty ?? true { cursor.expect(Flow.allCases) }
          if query?.period == nil { PeriodParser.expect(to: cursor) }
          cursor.expect(
            clauses.filter { clause in
              clause == .meter ? query?.meters.isEmpty ?? true : query?.versus == nil
            })
        }),
      isRepeatable: true, defaultValue: Query.selection
    ) { (cursor, earlier, _) throws(QueryError) in
      var query = earlier ?? .selection
      try query.readPart(&cursor)
      return query
    }
  }
}

extension FormPart<Located<PeriodSyntax>?> {
  static let period = FormPart(
    usage: "[PERIOD]",
    start: Start(
      begins: PeriodParser.opensPeriod,
      expect: { cursor, _ in PeriodParser.expect(to: cursor) }),
    defaultValue: .some(nil)
  ) { (cursor, _, _) throws(QueryError) in try PeriodParser.period(&cursor) }
}
