package import EnergyModel

/// The parser of periods, which have the same forms everywhere in the language.
package enum PeriodParser {
  static let openingWords =
    [
      "from", "since", "until", "in", "for", "during", "all", "today", "yesterday", "tomorrow",
      "this", "last", "latest", "winter", "summer", "mtd", "ytd",
    ] + MonthName.all.map { $0.lowercased() }

  /// Whether the next word can begin a period.
  package static func opensPeriod(_ cursor: TokenCursor) -> Bool {
    if let text = cursor.peek, text.kind == .string {
      return opensPeriod(TokenCursor(Lexer.lex(text.text).tokens[...]))
    }
    guard let word = cursor.word else { return false }
    if toDateUnit(cursor) != nil { return true }
    guard let dots = word.firstRange(of: "..") else { return opensPeriod(word) }
    return opensPeriod(String(word[..<dots.lowerBound]))
  }

  private static func opensPeriod(_ word: String) -> Bool {
    openingWords.contains(word) || MonthName.number(word) != nil
      || word.utf8.first.map(isDigit) ?? false || quarterNumber(word) != nil || word.hasPrefix("$")
  }

  package static func period(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> Located<PeriodSyntax> {
    let start = cursor.here.lowerBound
    if !isFollowedByThrough(cursor), let syntax = try whole(&cursor, form) {
      let span = start..<cursor.lastEnd
      return Located(syntax.relocated(to: span), at: span)
    }
    let syntax = try form(&cursor)
    let span = start..<cursor.lastEnd
    cursor.completions?.notePeriod(at: span)
    return Located(syntax, at: span)
  }

  /// Reads a date or unit from the text of an option, such as `2023-08-15`.
  package static func day(_ text: String) -> LocalDay? {
    guard case .day(let day) = try? DateWord.phrase(Located(text, at: 0..<text.utf8.count)) else {
      return nil
    }
    return day
  }

  /// Reads a date or unit and returns its first day: `2023-07-01`, `july 2023`, `today`.
  ///
  /// - Throws: a ``QueryError`` when there is none, or its year is out of range.
  package static func firstDay(
    _ cursor: inout TokenCursor, in context: PeriodContext
  ) throws(QueryError) -> Located<LocalDay> {
    let phrase = try phrase(&cursor)
    let day = phrase.value.days(in: context).start
    try context.check(day, at: phrase.span)
    return Located(day, at: phrase.span)
  }

  /// Reads the next string or variable value as a whole with `step`; returns nil if neither is
  /// next.
  static func whole<Part>(
    _ cursor: inout TokenCursor, _ step: (inout TokenCursor) throws(QueryError) -> Part
  ) throws(QueryError) -> Part? {
    if let text = cursor.peek, text.kind == .string {
      cursor.next()
      return try Located(text.text, at: text.span).parseValue(of: "the text", step)
    }
    guard cursor.isVariable, let name = cursor.peek?.text, name.firstRange(of: "..") == nil,
      let value = try cursor.variableValue()
    else { return nil }
    cursor.next()
    return try value.parseValue(of: name, step)
  }

  private static func form(_ cursor: inout TokenCursor) throws(QueryError) -> PeriodSyntax {
    let start = cursor.here.lowerBound
    if let unit = try toDate(&cursor) {
      return .since(Located(PeriodBound(.this(unit)), at: start..<cursor.lastEnd))
    }
    switch cursor.word {
    case "all":
      cursor.next()
      return .all
    case "from", "since":
      cursor.next()
      let first = try bound(&cursor)
      cursor.expect([
        .word("to", summary: "the day is excluded", isRare: false),
        .word("through", summary: "the whole unit is included", isRare: false),
      ])
      if cursor.word == "to" || cursor.word == "until" {
        cursor.next()
        return .between(first, try bound(&cursor), through: false)
      }
      return try range(&cursor, from: first) ?? .since(first)
    case "until":
      cursor.next()
      return .until(try bound(&cursor))
    case "in", "for", "during":
      cursor.next()
      return try bare(&cursor)
    default:
      return try bare(&cursor)
    }
  }

  /// A unit, `A..B`, or `A through B`.
  private static func bare(_ cursor: inout TokenCursor) throws(QueryError) -> PeriodSyntax {
    cursor.takeRangeApart()
    if let token = cursor.peek, token.kind == .word, token.text.firstRange(of: "..") != nil {
      throw QueryError("expected a date on both sides of '..'", at: token.span)
    }
    let first = try bound(&cursor)
    cursor.expect([.word("through", summary: "the whole unit is included", isRare: true)])
    if let range = try range(&cursor, from: first) { return range }
    if let error = rangeWithoutFrom(&cursor, first) { throw error }
    guard first.value.time == nil else {
      throw QueryError(
        "a period with a time of day needs both ends", at: first.span,
        hint: "type: from \(first.value) to …")
    }
    return .unit(first.value.phrase)
  }

  /// The error for `A to B` without its `from`, which is read to its end; nil where none is here.
  private static func rangeWithoutFrom(
    _ cursor: inout TokenCursor, _ first: Located<PeriodBound>
  ) -> QueryError? {
    var ahead = cursor
    // The date is out of place here, so it is not completed.
    ahead.suppressesCompletion = true
    guard ahead.word == "to", ahead.next() != nil, let last = try? bound(&ahead) else { return nil }
    cursor = ahead
    cursor.suppressesCompletion = false
    return QueryError(
      "expected 'from' before the first date of a range",
      at: first.span.lowerBound..<last.span.upperBound,
      suggestion: "from \(first.value) to \(last.value)")
  }

  /// What `..` or `through` makes of the bound before it; nil when neither follows.
  private static func range(
    _ cursor: inout TokenCursor, from first: Located<PeriodBound>
  ) throws(QueryError) -> PeriodSyntax? {
    if cursor.isSign("..") {
      cursor.next()
      return .between(first, try bound(&cursor), through: false)
    }
    guard isThrough(cursor.peek) else { return nil }
    cursor.next()
    let last = try bound(&cursor)
    guard last.value.time == nil else {
      throw QueryError(
        "'through' includes a whole day, month or year, and takes no time", at: last.span,
        hint: "type: to \(last.value)")
    }
    return .between(first, last, through: true)
  }

  private static func isThrough(_ token: Token?) -> Bool {
    token.map { $0.kind == .word && ["through", "thru"].contains($0.text.lowercased()) } ?? false
  }

  /// Whether the next token is but the first end of a range, and so no period as a whole.
  private static func isFollowedByThrough(_ cursor: TokenCursor) -> Bool {
    isThrough(cursor.rest.dropFirst().first)
  }

  // MARK: To date

  /// The unit of `month to date` or `mtd`, if that stands here or is being typed.
  private static func toDateUnit(_ cursor: TokenCursor) -> CalendarUnit? {
    guard let word = cursor.word else { return nil }
    if let unit = ["mtd": CalendarUnit.month, "ytd": .year][word] { return unit }
    guard let unit = CalendarUnit(word: word), unit != .day else { return nil }
    guard let next = cursor.rest.dropFirst().first, next.kind != .completionPoint else {
      return unit
    }
    return next.kind == .word && next.text.lowercased() == "to" ? unit : nil
  }

  /// From the start of the current unit: `from this month` says the same as `month to date`.
  private static func toDate(_ cursor: inout TokenCursor) throws(QueryError) -> CalendarUnit? {
    guard let unit = toDateUnit(cursor), let opening = cursor.next()?.text else { return nil }
    guard CalendarUnit(word: opening) != nil else { return unit }
    guard cursor.accept("to"), cursor.accept("date") else {
      throw cursor.expected("'\(unit.word) to date'")
    }
    return unit
  }
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
