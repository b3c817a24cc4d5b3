import EnergyModel

/// Reads the words for one stretch of calendar days.
extension PeriodParser {
  /// A unit, and the time on it if one follows.
  static func bound(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> Located<PeriodBound> {
    let start = cursor.here.lowerBound
    cursor.takeRangeApart()
    var bound: PeriodBound
    if let found = try whole(&cursor, unlocatedBound) {
      bound = found
      if bound.time == nil { bound.time = try time(&cursor, on: bound.phrase) }
    } else {
      bound = try unlocatedBound(&cursor)
    }
    return Located(bound, at: start..<cursor.lastEnd)
  }

  private static func unlocatedBound(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> PeriodBound {
    cursor.takeStampApart()
    let phrase = try unlocatedPhrase(&cursor)
    return PeriodBound(phrase, time: try time(&cursor, on: phrase))
  }

  static func phrase(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> Located<DatePhrase> {
    let start = cursor.here.lowerBound
    if let phrase = try whole(&cursor, unlocatedPhrase) {
      return Located(phrase, at: start..<cursor.lastEnd)
    }
    let phrase = try unlocatedPhrase(&cursor)
    let span = start..<cursor.lastEnd
    cursor.completions?.notePeriod(at: span)
    return Located(phrase, at: span)
  }

  private static func unlocatedPhrase(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> DatePhrase {
    expectPhrase(to: cursor)
    let typed = try cursor.operand("a date such as 2023-07-01, or a period such as 'last month'")
    let word = typed.value.lowercased()
    switch word {
    case "this": return try relative(&cursor, isLast: false)
    case "last":
      if let count = try countedUnit(&cursor) { return .lastCount(count.0, count.1) }
      return try relative(&cursor, isLast: true)
    case "latest":
      guard let count = try countedUnit(&cursor) else {
        cursor.expect([someDays])
        throw cursor.expected("a number of days, weeks or months")
      }
      return .latest(count.0, count.1)
    case "winter", "summer": return try season(&cursor, typed)
    default: break
    }
    if let month = MonthName.number(word) {
      if let year = acceptYear(&cursor) { return .month(year: year, month) }
      return .namedMonth(month, try yearChoice(&cursor) ?? .begun)
    }
    if let quarter = quarterNumber(word) {
      guard let year = acceptYear(&cursor) else {
        throw cursor.expected("the year of \(typed.value)")
      }
      return .quarter(year: year, quarter)
    }
    if word.utf8.count <= 2, Int(word) != nil, cursor.isAtCompletionPoint {
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
    switch word {
    case "today": return .dayFromToday(0)
    case "yesterday": return .dayFromToday(-1)
    case "tomorrow": return .dayFromToday(1)
    default: return try DateWord.phrase(typed)
    }
  }

  private static func season(
    _ cursor: inout TokenCursor, _ name: Located<String>
  ) throws(QueryError) -> DatePhrase {
    cursor.takeRangeApart { $0.utf8.first.map(isDigit) ?? false }
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

  /// Parses the word after `this` or `last`: a unit, `weekend` or the name of a month.
  private static func relative(
    _ cursor: inout TokenCursor, isLast: Bool
  ) throws(QueryError) -> DatePhrase {
    cursor.expect(CalendarUnit.allCases.filter { $0 != .day })
    if isLast { cursor.expect([someDays]) }
    cursor.expect([.word("weekend", summary: "Saturday and Sunday", isRare: true)])
    expectMonths(to: cursor)
    cursor.takeRangeApart { relative($0, isLast: isLast) != nil }
    guard let word = cursor.word, let phrase = relative(word, isLast: isLast) else {
      throw cursor.expected(
        "week, weekend, month, quarter, year"
          + (isLast
            ? ", the name of a month or '7 days' after 'last'"
            : " or the name of a month after 'this'"))
    }
    cursor.next()
    return phrase
  }

  private static func relative(_ word: String, isLast: Bool) -> DatePhrase? {
    if let unit = CalendarUnit(word: word), unit != .day {
      return isLast ? .last(unit) : .this(unit)
    }
    if word.lowercased() == "weekend" { return isLast ? .lastWeekend : .thisWeekend }
    return MonthName.number(word).map { .namedMonth($0, isLast ? .over : .thisYear) }
  }

  /// `last year` or `this year` behind the name of a month.
  private static func yearChoice(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> MonthChoice? {
    cursor.expect([
      .word("last", summary: "last year", isRare: true),
      .word("this", summary: "this year", isRare: true),
    ])
    guard let word = cursor.word,
      let choice = ["last": MonthChoice.lastYear, "this": .thisYear][word]
    else { return nil }
    var ahead = cursor
    ahead.next()
    ahead.takeRangeApart { CalendarUnit(word: $0) == .year }
    guard ahead.isAtEnd || ahead.isAtCompletionPoint || ahead.word == CalendarUnit.year.word else {
      return nil
    }
    cursor = ahead
    guard cursor.accept(CalendarUnit.year.word) else {
      throw cursor.expected("'year' after '\(word)'")
    }
    return choice
  }

  private static let someDays = CompletionCandidate.word(
    "7 days", summary: "or weeks, months, quarters, years", isRare: false)

  private static func countedUnit(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> (Int, CalendarUnit)? {
    let text = try cursor.variableValue()?.value ?? cursor.word
    guard let text, let count = Int(text) else { return nil }
    // Beyond that the calendar's arithmetic would leave every covered year anyway.
    guard (1...100_000).contains(count) else { throw cursor.expected("a count from 1 to 100000") }
    cursor.next()
    cursor.expect(words: CalendarUnit.words.map { $0 + "s" })
    cursor.takeRangeApart { CalendarUnit(singularOrPlural: $0) != nil }
    guard let name = cursor.word, let unit = CalendarUnit(singularOrPlural: name) else {
      throw cursor.expected("days, weeks, months, quarters or years")
    }
    cursor.next()
    return (count, unit)
  }

  private static func acceptYear(_ cursor: inout TokenCursor) -> Int? {
    cursor.expect(.year)
    cursor.takeRangeApart { year($0) != nil }
    guard let text = cursor.operandText, let year = year(text) else { return nil }
    cursor.next()
    return year
  }

  private static func year(_ word: String) -> Int? {
    word.utf8.count == 4 && word.utf8.allSatisfy(isDigit) ? Int(word) : nil
  }

  /// 1…4 for `q1` … `q4`.
  static func quarterNumber(_ word: String) -> Int? {
    guard word.utf8.count == 2, word.hasPrefix("q"), let number = Int(word.dropFirst()) else {
      return nil
    }
    return (1...4).contains(number) ? number : nil
  }
}

// MARK: Times

extension PeriodParser {
  /// A time of the clock behind the words for a day; nil when none stands here.
  static func time(
    _ cursor: inout TokenCursor, on phrase: DatePhrase
  ) throws(QueryError) -> ClockTime? {
    cursor.takeRangeApart(if: isTime)
    guard let word = cursor.operandText, isTime(word) else { return nil }
    switch phrase {
    case .day, .dayFromToday: break
    case .year, .quarter, .month, .week, .namedMonth, .this, .last, .thisWeekend, .lastWeekend,
      .lastCount, .latest, .winter, .summer:
      throw QueryError("a time of day needs a day, not '\(phrase)'", at: cursor.here)
    }
    guard let slot = PeriodParser.slot(word) else {
      throw QueryError(
        "expected a time on the half-hour such as 16:00, found '\(word)'", at: cursor.here,
        hint: word.contains("-") ? "for the same hours of every day: where time 16:00-19:00" : nil)
    }
    cursor.next()
    guard cursor.isSign("+") else { return ClockTime(slot: slot) }
    cursor.next()
    cursor.takeRangeApart(if: isTime)
    guard let typed = cursor.word, let offset = PeriodParser.slot(typed) else {
      throw cursor.expected("how far the clock is ahead of UTC, such as +01:00")
    }
    cursor.next()
    return ClockTime(slot: slot, offset: offset)
  }

  private static func isTime(_ word: String) -> Bool {
    word.contains(":") && word.utf8.first.map(isDigit) ?? false
  }

  /// The slot of `16:00` or, as results have it, `16:00:00`.
  private static func slot(_ word: String) -> Int? {
    let isToTheSecond = word.utf8.count == 8 && word.hasSuffix(":00")
    return ClockWord.slot(isToTheSecond ? word.dropLast(3) : word[...])
  }
}
