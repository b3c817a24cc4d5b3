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
    PeriodParser.expect(to: cursor)
    if cursor.word == "previous" {
      cursor.next()
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
      throw cursor.expected("a period, 'previous' or 'year earlier'")
    }
    let period = try PeriodParser.period(&cursor)
    return Located(.period(period.value), at: period.span)
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
    let (_, month, day) = end.civil
    let isLeapDay = month == 2 && day == 29
    return nextMonth(start, -12)..<nextMonth(end, -12) + (isLeapDay ? 1 : 0)
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
