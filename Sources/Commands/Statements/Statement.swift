import EnergyModel
package import QueryLanguage

/// A statement that has been parsed and can be run.
package enum Statement {
  case query(Query)
  case command(any Command)
  case setting(SettingChange)

  /// Parses the statement at the cursor, up to its end.
  ///
  /// - Throws: ``QueryError`` for all that is wrong with it; what keeps the names of the cache from
  ///   being read.
  package init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    let start = cursor
    Statement.expectOpenings(to: cursor)
    let opening = try cursor.term("a statement")
    let word = opening.value.lowercased()
    if Parser.opensQuery(word) {
      self = .query(try Parser.query(start))
    } else if let page = CommandTable.page(word) {
      self = .command(try page.read(&cursor, in: context))
    } else if let setting = SettingTable.setting(word) {
      self = .setting(try setting.read(&cursor))
    } else {
      let hint = Statement.hint(for: word, at: start)
      throw QueryError.unknown(
        "word", opening, among: hint == nil ? Statement.openingWords : [],
        hint: hint ?? "see 'help'")
    }
  }

  /// What to type for a word that can't open a statement, if that is clear.
  private static func hint(for word: String, at cursor: TokenCursor) -> String? {
    if let hint = Synonym.openingHint(for: word) { return hint }
    if let query = query(in: cursor) { return "type: \(query)" }
    if ShowTopic(word: word) != nil { return "lists are shown, as in: show \(word)" }
    let isLater =
      Clause(word: word) != nil || Flow(word: word) != nil || PeriodParser.opensPeriod(cursor)
    return isLater ? "the measure comes first, as in: usage \(word) …" : nil
  }

  /// The query in a question such as `how much did july cost?`: its measure and its period.
  private static func query(in question: TokenCursor) -> String? {
    guard let word = question.word, ["how", "what"].contains(word) else { return nil }
    let text = question.rest.map(\.text).joined(separator: " ").replacing("?", with: "")
    var cursor = TokenCursor(Lexer.lex(text).tokens[...])
    var (measure, period): (Measure?, String?)
    while !cursor.isAtEnd {
      let start = cursor
      if period == nil, PeriodParser.opensPeriod(cursor),
        (try? PeriodParser.period(&cursor)) != nil
      {
        let count = start.rest.count - cursor.rest.count
        period = start.rest.prefix(count).map(\.text).joined(separator: " ")
      } else {
        cursor = start
        measure = measure ?? cursor.word.flatMap(Measure.init(word:))
        cursor.next()
      }
    }
    guard let measure, let period, !measure.takesDuration else { return nil }
    return "\(measure.word) \(period)"
  }

  /// The words that a statement can begin with.
  static var openingWords: [String] {
    Parser.openingWords + CommandTable.all.map(\.name) + SettingTable.all.map(\.name)
  }

  /// Records the words that a statement can begin with; settings only once their dot has been
  /// typed.
  private static func expectOpenings(to cursor: TokenCursor) {
    guard cursor.isAtCompletionPoint else { return }
    cursor.expect(Measure.allCases)
    cursor.expect([.word("explain", summary: Help.explain.summary, isRare: false)])
    cursor.expect(
      CommandTable.all.map { .word($0.name, summary: $0.summary, isRare: false) })
    cursor.expect(SettingTable.all.map { .word($0.name, summary: $0.summary, isRare: true) })
  }
}
