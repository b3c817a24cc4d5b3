package import EnergyModel

/// The period that `versus` puts beside that of a query.
package enum VersusSyntax: Hashable, Sendable, CustomStringConvertible {
  case period(PeriodSyntax)
  /// As many units of the same kind just before.
  case previous
  case yearEarlier

  package var description: String {
    switch self {
    case .period(let period): period.description
    case .previous: "previous"
    case .yearEarlier: "year earlier"
    }
  }
}

extension Parser {
  /// Reads `previous`, `year earlier` or a period behind `versus`.
  ///
  /// `offersPrevious`: whether something comes before the period that it stands beside.
  package static func versus(
    _ cursor: inout TokenCursor, offersPrevious: Bool
  ) throws(QueryError) -> Located<VersusSyntax> {
    let start = cursor.here.lowerBound
    if offersPrevious {
      cursor.expect([
        .word("previous", summary: "as many days or months just before", isRare: false)
      ])
    }
    cursor.expect([.word("year", summary: "earlier: the same a year back", isRare: false)])
    PeriodParser.expect(to: cursor, offersTomorrow: false)
    if cursor.word == "previous" {
      cursor.next()
      try refuseUnit(&cursor)
      return Located(.previous, at: start..<cursor.lastEnd)
    }
    let next = cursor.rest.dropFirst().first
    if cursor.word == CalendarUnit.year.word, next?.text.lowercased() != "to" {
      cursor.next()
      cursor.expect(words: ["to"])
      guard cursor.accept("earlier") else { throw cursor.expected("'earlier' behind 'year'") }
      return Located(.yearEarlier, at: start..<cursor.lastEnd)
    }
    guard PeriodParser.opensPeriod(cursor) else {
      if let word = cursor.word, let meant = closest(to: word, among: words) {
        throw QueryError(
          "unknown word '\(word)'", at: cursor.here,
          suggestion: meant == CalendarUnit.year.word ? "year earlier" : meant)
      }
      throw cursor.expected("a period, 'previous' or 'year earlier'")
    }
    let period = try PeriodParser.period(&cursor)
    return Located(.period(period.value), at: period.span)
  }

  /// What can open what stands behind `versus`.
  private static let words = ["previous", CalendarUnit.year.word] + PeriodParser.openingWords

  /// Refuses a unit behind `previous`, unless it begins a period such as `month to date`.
  private static func refuseUnit(_ cursor: inout TokenCursor) throws(QueryError) {
    guard let unit = cursor.word.flatMap(CalendarUnit.init(word:)) else { return }
    let next = cursor.rest.dropFirst().first
    if next?.kind == .completionPoint || next?.text.lowercased() == "to" { return }
    throw QueryError(
      "'previous' takes no unit", at: cursor.here,
      hint: unit == .year
        ? "for the same a year back: versus year earlier"
        : "it is as many units of the same kind; for one by its name: versus last \(unit.word)")
  }
}

extension VersusSyntax {
  /// The other period, which stands beside `first`, of which `syntax` is what was typed.
  ///
  /// - Throws: a ``QueryError`` where there is none, or its years are out of reach.
  package func resolved(
    beside first: ResolvedPeriod, _ syntax: PeriodSyntax, in context: PeriodContext,
    on zone: ClockZone, at span: SourceSpan
  ) throws(QueryError) -> ResolvedPeriod {
    let days: Range<LocalDay>
    switch self {
    case .period(let period): return try period.resolved(in: context, on: zone, at: span)
    case .previous:
      guard let before = syntax.days(before: first.days) else {
        throw QueryError("nothing comes before '\(syntax)'", at: span, hint: "name a period")
      }
      days = before
    case .yearEarlier: days = syntax.daysAYearEarlier(first.days)
    }
    guard first.range == zone.range(from: first.days.lowerBound, to: first.days.upperBound) else {
      throw QueryError(
        "'\(self)' is of whole days, but the period has parts of days", at: span,
        hint: "name both periods")
    }
    try context.check(days.lowerBound, at: span)
    return ResolvedPeriod(
      from: zone.start(of: days.lowerBound), to: zone.start(of: days.upperBound), on: zone)
  }
}

extension PeriodSyntax {
  /// Whether something can come before it: all readings begin with the first.
  package var hasPrevious: Bool {
    switch self {
    case .all, .until: false
    case .unit, .since, .between: true
    }
  }

  /// As many units of the same kind just before: whole months go by months, all else by days.
  ///
  /// A unit to date begins with the unit before; seasons are a year apart, and weekends a week.
  fileprivate func days(before days: Range<LocalDay>) -> Range<LocalDay>? {
    let (start, end) = (days.lowerBound, days.upperBound)
    let count = end.number - start.number
    guard hasPrevious else { return nil }
    switch self {
    case .unit(.winter), .unit(.summer): return nextMonth(start, -12)..<nextMonth(end, -12)
    case .unit(.thisWeekend), .unit(.lastWeekend): return start - 7..<end - 7
    case .all, .until, .unit, .between, .since: break
    }
    if let unit = unitToDate {
      if unit == .year { return daysAYearEarlier(days) }
      let before = unit.advance(start, by: -1)
      return before..<min(before + count, start)
    }
    guard start.civil.day == 1, end.civil.day == 1 else { return start - count..<start }
    let (first, last) = (start.civil, end.civil)
    let months = (last.year - first.year) * 12 + last.month - first.month
    return nextMonth(start, -months)..<start
  }

  /// Every bound a year back: the same date, or for ISO weeks the same week.
  ///
  /// A period that begins on 29 February then begins on the 28th, and one that ends before it ends
  /// before 1 March.
  fileprivate func daysAYearEarlier(_ days: Range<LocalDay>) -> Range<LocalDay> {
    let (start, end) = (days.lowerBound, days.upperBound)
    guard !isOfWeeks else {
      let (year, week) = start.isoWeek
      let monday = (LocalDay(firstOfMonth: 1, year: year - 1) + 3).monday + 7 * (week - 1)
      let shift = start.monday.number - monday.number
      return start - shift..<end - shift
    }
    return nextMonth(start, -12)..<excludedEnd(end, years: -1)
  }

  /// The unit of `month to date`, which is not over even where its last reading is of the past.
  package var unitToDate: CalendarUnit? {
    guard case .since(let bound) = self, case .this(let unit) = bound.value.phrase else {
      return nil
    }
    return unit
  }

  /// Whether ISO weeks were typed.
  private var isOfWeeks: Bool {
    switch self {
    case .all: false
    case .unit(let phrase): phrase.isOfWeeks
    case .since(let bound), .until(let bound): bound.value.phrase.isOfWeeks
    case .between(let first, let last, _):
      first.value.phrase.isOfWeeks && last.value.phrase.isOfWeeks
    }
  }
}

extension DatePhrase {
  fileprivate var isOfWeeks: Bool {
    switch self {
    case .week, .this(.week), .last(.week), .lastCount(_, .week), .thisWeekend, .lastWeekend: true
    case .year, .quarter, .month, .day, .namedMonth, .dayFromToday, .this, .last, .lastCount,
      .latest, .winter, .summer:
      false
    }
  }
}

extension ResolvedPeriod {
  /// The day of another period that is as far into it as `day` is into this one: the same date where
  /// both begin on the same date of different years, and else as many days on.
  package func counterpart(of day: LocalDay, in other: ResolvedPeriod) -> LocalDay {
    let (own, theirs) = (days.lowerBound, other.days.lowerBound)
    let years = theirs.civil.year - own.civil.year
    return years != 0 && nextMonth(own, years * 12) == theirs
      ? excludedEnd(day, years: years) : theirs + (day.number - own.number)
  }
}

/// The same date in another year as the end of a period, which is excluded: what ends before 29 February
/// ends before 1 March in years without one.
private func excludedEnd(_ end: LocalDay, years: Int) -> LocalDay {
  let moved = nextMonth(end, years * 12)
  return moved.civil.day == end.civil.day ? moved : moved + 1
}
