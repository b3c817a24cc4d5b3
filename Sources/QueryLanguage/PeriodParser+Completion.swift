extension PeriodParser {
  /// Notes what a period can begin with, if somebody asks.
  ///
  /// `offersTomorrow`: whether a period to come makes sense there.
  package static func expect(to cursor: TokenCursor, offersTomorrow: Bool = true) {
    guard cursor.isAtCompletionPoint else { return }
    cursor.expect([
      .word("from", summary: "up to a day, or to the newest reading", isRare: false),
      .word("since", summary: "up to the newest reading", isRare: false),
      .word("until", summary: "from the first reading; the day is excluded", isRare: false),
      .word("all", summary: "from the first reading to the newest", isRare: false),
    ])
    expectPhrase(to: cursor, offersTomorrow: offersTomorrow)
    let toDate = CalendarUnit.allCases.filter { $0 != .day }.map(\.word) + ["mtd", "ytd"]
    cursor.expect(
      toDate.map { .word($0, summary: "to date: up to the newest reading", isRare: true) })
    cursor.expect(words: ["in", "for", "during"], isRare: true)
  }

  /// Notes what a date or unit can begin with.
  static func expectPhrase(to cursor: TokenCursor, offersTomorrow: Bool = true) {
    cursor.expect([
      .word("this", summary: "week, month, quarter or year, weekend, july", isRare: false),
      .word("last", summary: "month, 7 days: whole units before the current one", isRare: false),
      .word("latest", summary: "7 days: up to the newest reading", isRare: false),
      .word("today", summary: "", isRare: false), .word("yesterday", summary: "", isRare: false),
    ])
    cursor.expect(.date, .variable)
    cursor.expect(words: (offersTomorrow ? ["tomorrow"] : []) + ["winter", "summer"], isRare: true)
    expectMonths(to: cursor)
  }

  static func expectMonths(to cursor: TokenCursor) {
    cursor.expect(words: MonthName.all.map { $0.lowercased() }, isRare: true)
  }
}
