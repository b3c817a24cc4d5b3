package import EnergyModel

/// The parser of periods, which have the same forms everywhere in the language.
package enum PeriodParser {
  static let openingWords =
    [
      "from", "since", "until", "in", "for", "during", "all", "today", "yesterday", "tomorrow",
      "this", "last", "latest", "winter", "summer",
    ] + MonthName.all.map { $0.lowercased() }

  /// Records the words that a period can begin with as completions.
  package static func expect(to cursor: TokenCursor) {
    guard cursor.isAtHole else { return }
    cursor.expect([
      .word("from", summary: "up to a day, or to the newest reading", isRare: false),
      .word("since", summary: "up to the newest reading", isRare: false),
      .word("until", summary: "from the first reading; the day is excluded", isRare: false),
      .word("all", summary: "from the first reading to the newest", isRare: false),
    ])
    expectPhrase(to: cursor)
    cursor.expect(words: ["in", "for", "during"], isRare: true)
  }

  /// Records the words that a date or unit can begin with as completions.
  private static func expectPhrase(to cursor: TokenCursor) {
    cursor.expect([
      .word("this", summary: "week, month, quarter or year", isRare: false),
      .word("last", summary: "month, 7 days: whole units before the current one", isRare: false),
      .word("latest", summary: "7 days: up to the newest reading", isRare: false),
      .word("today", summary: "", isRare: false), .word("yesterday", summary: "", isRare: false),
    ])
    cursor.expect(.date, .variable)
    cursor.expect(words: ["tomorrow", "winter", "summer"], isRare: true)
    expectMonths(to: cursor)
  }

  private static func expectMonths(to cursor: TokenCursor) {
    cursor.expect(words: MonthName.all.map { $0.lowercased() }, isRare: true)
  }

  /// Whether the next word can begin a period.
  package static func opensPeriod(_ cursor: TokenCursor) -> Bool {
    if let text = cursor.peek, text.kind == .string {
      return opensPeriod(TokenCursor(Lexer.lex(text.text).tokens[...]))
    }
    guard let word = cursor.word else { return false }
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
    if let syntax = try whole(&cursor, form) {
      let span = start..<cursor.lastEnd
      return Located(syntax.placed(at: span), at: span)
    }
    let syntax = try form(&cursor)
    let span = start..<cursor.lastEnd
    cursor.expectations?.noteValue(at: span)
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
  private static func whole<Part>(
    _ cursor: inout TokenCursor, _ step: (inout TokenCursor) throws(QueryError) -> Part
  ) throws(QueryError) -> Part? {
    if let text = cursor.peek, text.kind == .string {
      cursor.next()
      return try Located(text.text, at: text.span).whole(of: "the text", step)
    }
    guard cursor.isVariable, let name = cursor.peek?.text, name.firstRange(of: "..") == nil,
      let value = try cursor.variableValue()
    else { return nil }
    cursor.next()
    return try value.whole(of: name, step)
  }

  private static func form(_ cursor: inout TokenCursor) throws(QueryError) -> PeriodSyntax {
    switch cursor.word {
    case "all":
      cursor.next()
      return .all
    case "from", "since":
      cursor.next()
      let first = try phrase(&cursor)
      cursor.expect([
        .word("to", summary: "the day is excluded", isRare: false),
        .word("through", summary: "the whole unit is included", isRare: false),
      ])
      switch cursor.word {
      case "to", "until":
        cursor.next()
        return .between(first, try phrase(&cursor), through: false)
      case "through", "thru":
        cursor.next()
        return .between(first, try phrase(&cursor), through: true)
      default:
        return .since(first)
      }
    case "until":
      cursor.next()
      return .until(try phrase(&cursor))
    case "in", "for", "during":
      cursor.next()
      return .unit(try phrase(&cursor).value)
    default:
      if let range = try dottedRange(&cursor) { return range }
      return .unit(try phrase(&cursor).value)
    }
  }

  /// Reads `A..B` written as one word.
  private static func dottedRange(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> PeriodSyntax? {
    guard let token = cursor.peek, token.kind == .word,
      let dots = token.text.firstRange(of: "..")
    else { return nil }
    cursor.next()
    let first = String(token.text[..<dots.lowerBound])
    let last = String(token.text[dots.upperBound...])
    let start = token.span.lowerBound
    let firstSpan = start..<start + first.utf8.count
    let lastSpan = token.span.upperBound - last.utf8.count..<token.span.upperBound
    guard !first.isEmpty, !last.isEmpty else {
      throw QueryError("expected a date on both sides of '..'", at: token.span)
    }
    return .between(
      Located(try side(Located(first, at: firstSpan), cursor), at: firstSpan),
      Located(try side(Located(last, at: lastSpan), cursor), at: lastSpan), through: false)
  }

  private static func side(
    _ typed: Located<String>, _ cursor: TokenCursor
  ) throws(QueryError) -> DatePhrase {
    let value = try cursor.value(of: typed)
    guard value != typed else { return try oneWord(typed) }
    return try value.whole(of: typed.value, unlocatedPhrase)
  }

  private static func phrase(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> Located<DatePhrase> {
    let start = cursor.here.lowerBound
    if let phrase = try whole(&cursor, unlocatedPhrase) {
      return Located(phrase, at: start..<cursor.lastEnd)
    }
    let phrase = try unlocatedPhrase(&cursor)
    return Located(phrase, at: start..<cursor.lastEnd)
  }

  private static func unlocatedPhrase(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> DatePhrase {
    expectPhrase(to: cursor)
    let typed = try cursor.operand("a date such as 2023-07-01, or a period such as 'last month'")
    let word = typed.value.lowercased()
    switch word {
    case "this": return .this(try unit(&cursor, "this"))
    case "last":
      if let count = try countedUnit(&cursor) { return .lastCount(count.0, count.1) }
      return .last(try unit(&cursor, "last"))
    case "latest":
      guard let count = try countedUnit(&cursor) else {
        throw cursor.expected("a number of days, weeks or months")
      }
      return .latest(count.0, count.1)
    case "winter", "summer": return try season(&cursor, typed)
    default: break
    }
    if let month = MonthName.number(word), let year = acceptYear(&cursor) {
      return .month(year: year, month)
    }
    if let quarter = quarterNumber(word) {
      guard let year = acceptYear(&cursor) else {
        throw cursor.expected("the year of \(typed.value)")
      }
      return .quarter(year: year, quarter)
    }
    if word.utf8.count <= 2, Int(word) != nil, cursor.isAtHole {
      expectMonths(to: cursor)
      throw cursor.expected("a month")
    }
    if word.utf8.count <= 2, let day = Int(word), let next = cursor.word,
      let month = MonthName.number(next)
    {
      cursor.next()
      guard let year = acceptYear(&cursor) else {
        throw cursor.expected("the year of \(day) \(MonthName.all[month - 1])")
      }
      let span = typed.span.lowerBound..<cursor.lastEnd
      return .day(try DateWord.day(year, month, day, at: span))
    }
    return try oneWord(typed)
  }

  /// Reads a date that needs no other word: `today`, `jul`, `2023-07`.
  private static func oneWord(_ typed: Located<String>) throws(QueryError) -> DatePhrase {
    switch typed.value.lowercased() {
    case "today": return .dayFromToday(0)
    case "yesterday": return .dayFromToday(-1)
    case "tomorrow": return .dayFromToday(1)
    case let word:
      if let month = MonthName.number(word) { return .latestMonth(month) }
      return try DateWord.phrase(typed)
    }
  }

  private static func season(
    _ cursor: inout TokenCursor, _ name: Located<String>
  ) throws(QueryError) -> DatePhrase {
    let typed = try cursor.operand("the year of the \(name.value)")
    let span = name.span.lowerBound..<typed.span.upperBound
    let parts = typed.value.split(separator: "/")
    if name.value.lowercased() == "summer" {
      guard let year = year(typed.value) else {
        throw QueryError("expected a year, as in 'summer 2023'", at: typed.span)
      }
      return .summer(year)
    }
    if parts.count == 1, let year = year(typed.value) {
      func winter(_ year: Int) -> String { DatePhrase.winter(year).description }
      throw QueryError(
        "'winter \(year)' can mean two winters: '\(winter(year - 1))' or '\(winter(year))'",
        at: span)
    }
    guard parts.count == 2, let year = year(String(parts[0])), let next = Int(parts[1]),
      next == year + 1 || (parts[1].utf8.count == 2 && next == (year + 1) % 100)
    else {
      throw QueryError("expected two years in a row, as in 'winter 2023/24'", at: typed.span)
    }
    return .winter(year)
  }

  private static func unit(
    _ cursor: inout TokenCursor, _ opening: String
  ) throws(QueryError) -> CalendarUnit {
    let choice =
      opening == "last"
      ? "week, month, quarter, year or '7 days'" : "week, month, quarter or year"
    cursor.expect(CalendarUnit.allCases.filter { $0 != .day })
    guard let word = cursor.word, let unit = CalendarUnit(word: word), unit != .day else {
      throw cursor.expected("\(choice) after '\(opening)'")
    }
    cursor.next()
    return unit
  }

  private static func countedUnit(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> (Int, CalendarUnit)? {
    let text = try cursor.variableValue()?.value ?? cursor.word
    guard let text, let count = Int(text) else { return nil }
    // A larger count would leave the covered years in any case.
    guard (1...100_000).contains(count) else { throw cursor.expected("a count from 1 to 100000") }
    cursor.next()
    cursor.expect(words: CalendarUnit.words.map { $0 + "s" })
    guard let name = cursor.word, let unit = CalendarUnit(singularOrPlural: name) else {
      throw cursor.expected("days, weeks, months, quarters or years")
    }
    cursor.next()
    return (count, unit)
  }

  private static func acceptYear(_ cursor: inout TokenCursor) -> Int? {
    cursor.expect(.year)
    guard let text = cursor.operandText, let year = year(text) else { return nil }
    cursor.next()
    return year
  }

  private static func year(_ word: String) -> Int? {
    word.utf8.count == 4 && word.utf8.allSatisfy(isDigit) ? Int(word) : nil
  }

  /// The number of `q1` … `q4`, 1…4.
  private static func quarterNumber(_ word: String) -> Int? {
    guard word.utf8.count == 2, word.hasPrefix("q"), let number = Int(word.dropFirst()) else {
      return nil
    }
    return (1...4).contains(number) ? number : nil
  }
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
