import EnergyModel

/// The reader of dates and calendar units written as one word.
enum DateWord {
  /// Reads `2023`, `2023-07`, `2023-07-04`, `4/7/2023`, `2023q3`, `2023-Q3`, `2023-W27`.
  static func phrase(_ typed: Located<String>) throws(QueryError) -> DatePhrase {
    let word = typed.value.lowercased()
    if word.contains("/") { return .day(try slashed(word, at: typed.span)) }
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count <= 2, let (letter, year, number) = lettered(word) {
      let limit = letter == "q" ? 4 : weeks(in: year)
      guard (1...limit).contains(number) else {
        let unit = letter == "q" ? "quarters" : "weeks"
        throw QueryError("\(year) has \(unit) 1 to \(limit), not \(number)", at: typed.span)
      }
      return letter == "q" ? .quarter(year: year, number) : .week(year: year, number)
    }
    let numbers = parts.map { part in
      part.utf8.allSatisfy(isDigit) ? Int(part) : nil
    }
    guard let year = numbers.first ?? nil, parts[0].utf8.count == 4, parts.count <= 3 else {
      throw notADate(typed)
    }
    guard parts.count > 1 else { return .year(year) }
    guard let month = numbers[1], parts[1].utf8.count <= 2 else { throw notADate(typed) }
    guard (1...12).contains(month) else {
      throw QueryError("there is no month \(month)", at: typed.span)
    }
    guard parts.count > 2 else { return .month(year: year, month) }
    guard let day = numbers[2], parts[2].utf8.count <= 2 else { throw notADate(typed) }
    return .day(try self.day(year, month, day, at: typed.span))
  }

  static func day(
    _ year: Int, _ month: Int, _ day: Int, at span: SourceSpan
  ) throws(QueryError) -> LocalDay {
    guard (1...12).contains(month) else { throw QueryError("there is no month \(month)", at: span) }
    guard let result = LocalDay(year: year, month: month, day: day) else {
      let length = LocalDay.length(ofMonth: month, year: year)
      throw QueryError("\(MonthName.all[month - 1]) \(year) has \(length) days", at: span)
    }
    return result
  }

  /// Reads `4/7/2023`, day first as in Britain.
  private static func slashed(_ word: String, at span: SourceSpan) throws(QueryError) -> LocalDay {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.utf8.count <= 4 && part.utf8.allSatisfy(isDigit) ? Int(part) : nil
    }
    if parts.count == 2, let first = parts[0], let second = parts[1] {
      let readings = [(first, second), (second, first)].compactMap { day, month in
        (1...12).contains(month) && (1...31).contains(day)
          ? "\(day) \(MonthName.all[month - 1])" : nil
      }
      if !readings.isEmpty {
        throw QueryError(
          "'\(word)' has no year, and can be read as \(readings.joined(separator: " or "))",
          at: span, hint: "write day/month/year, or 2023-07-04")
      }
    }
    guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2],
      word.split(separator: "/")[2].utf8.count == 4
    else {
      throw QueryError("expected day/month/year, found '\(word)'", at: span)
    }
    return try self.day(year, month, day, at: span)
  }

  /// Splits `2023q3`, `2023-q3` or `2023-w27` into its letter and numbers.
  private static func lettered(_ word: String) -> (Character, year: Int, number: Int)? {
    guard let index = word.firstIndex(where: { $0 == "q" || $0 == "w" }) else { return nil }
    var head = word[..<index]
    if head.last == "-" { head.removeLast() }
    let tail = word[word.index(after: index)...]
    guard head.utf8.count == 4, (1...2).contains(tail.utf8.count),
      head.utf8.allSatisfy(isDigit), tail.utf8.allSatisfy(isDigit),
      let year = Int(head), let number = Int(tail)
    else { return nil }
    return (word[index], year, number)
  }

  /// The number of ISO weeks, 52 or 53: 28 December is always in the last week of its year.
  private static func weeks(in year: Int) -> Int {
    (LocalDay(firstOfMonth: 12, year: year) + 27).isoWeek.week
  }

  private static func notADate(_ typed: Located<String>) -> QueryError {
    let isCompact = typed.value.utf8.count == 8 && typed.value.utf8.allSatisfy(isDigit)
    return QueryError(
      "'\(typed.value)' is not a date or period", at: typed.span,
      hint: isCompact ? "write it as 2023-07-04" : "see 'help periods'")
  }
}
