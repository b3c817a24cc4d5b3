package import EnergyModel

/// The facts against which a period is resolved.
package struct PeriodContext: Sendable {
  package var today: LocalDay
  /// The local days of the first and newest readings of the meters asked; nil if there are none.
  package var readings: ClosedRange<LocalDay>?
  /// The years that the clock's table covers.
  package var years: ClosedRange<Int>

  package init(today: LocalDay, readings: ClosedRange<LocalDay>?, years: ClosedRange<Int>) {
    self.today = today
    self.readings = readings
    self.years = years
  }

  /// Checks that the day is in a covered year.
  ///
  /// - Throws: a ``QueryError`` when the day's year is outside ``years``.
  func check(_ day: LocalDay, at span: SourceSpan) throws(QueryError) {
    guard !years.contains(day.civil.year) else { return }
    throw QueryError(
      "the year \(day.civil.year) is outside \(years.lowerBound) to \(years.upperBound)", at: span)
  }
}

extension PeriodSyntax {
  /// The local days of the period, the end excluded.
  ///
  /// - Throws: a ``QueryError`` for a reversed or empty range and for years out of range.
  package func days(
    in context: PeriodContext, at span: SourceSpan
  ) throws(QueryError) -> Range<LocalDay> {
    let days = try bounds(in: context, at: span)
    for day in [days.start, days.end - 1] { try context.check(day, at: span) }
    guard days.start <= days.end else {
      throw reversed(days.start, days.end, at: span)
    }
    return days.start..<days.end
  }

  private func reversed(_ start: LocalDay, _ end: LocalDay, at span: SourceSpan) -> QueryError {
    QueryError(
      "the period ends on \(end), before it starts on \(start)", at: span,
      hint: "swap the two dates")
  }

  private func bounds(
    in context: PeriodContext, at span: SourceSpan
  ) throws(QueryError) -> (start: LocalDay, end: LocalDay) {
    switch self {
    case .all:
      guard let readings = context.readings else { return (context.today, context.today) }
      return (readings.lowerBound, readings.upperBound + 1)
    case .unit(let phrase):
      return phrase.days(in: context)
    case .since(let first):
      let start = first.value.days(in: context).start
      // Readings that end before the start give an empty period; the statement is not at fault.
      return (start, max(start, (context.readings?.upperBound ?? context.today) + 1))
    case .until(let last):
      let end = last.value.days(in: context).start
      return (min(end, context.readings?.lowerBound ?? context.today), end)
    case .between(let first, let last, let through):
      let start = first.value.days(in: context).start
      let days = last.value.days(in: context)
      let end = through ? days.end : days.start
      if through, start >= end { throw reversed(start, days.start, at: span) }
      if start == end {
        throw QueryError(
          "the period from \(start) to \(end) is empty, as 'to' is exclusive", at: span,
          hint: "type: \(last.value)")
      }
      return (start, end)
    }
  }

  /// A note that the last day typed is not in the period, where readers may expect it to be.
  ///
  /// That is when `to` names the last day of the month, week or year whose first day is the start.
  /// Nil otherwise.
  package func exclusiveEndNote(in context: PeriodContext) -> String? {
    guard case .between(let first, let last, through: false) = self else { return nil }
    let start = first.value.days(in: context).start
    let (end, next) = last.value.days(in: context)
    guard end + 1 == next else { return nil }
    let units: [(opening: LocalDay, next: LocalDay)] = [
      (start.monday, start.monday + 7),
      (start.firstOfMonth, nextMonth(start.firstOfMonth, 1)),
      (start.firstOfYear, nextMonth(start.firstOfYear, 12)),
    ]
    guard units.contains(where: { $0.opening == start && $0.next - 1 == end }) else { return nil }
    return "'to' is exclusive, so \(end) is not included; to include it: "
      + "from \(first.value) through \(end)"
  }
}

extension DatePhrase {
  /// The days of the unit, the end excluded.
  func days(in context: PeriodContext) -> (start: LocalDay, end: LocalDay) {
    switch self {
    case .year(let year): return months(12, from: LocalDay(firstOfMonth: 1, year: year))
    case .quarter(let year, let quarter):
      return months(3, from: LocalDay(firstOfMonth: quarter * 3 - 2, year: year))
    case .month(let year, let month):
      return months(1, from: LocalDay(firstOfMonth: month, year: year))
    case .week(let year, let week):
      // The week of 4 January is the first of the year.
      let start = (LocalDay(firstOfMonth: 1, year: year) + 3).monday + 7 * (week - 1)
      return (start, start + 7)
    case .day(let day): return (day, day + 1)
    case .latestMonth(let month):
      let (year, current, _) = context.today.civil
      let latest = month <= current ? year : year - 1
      return months(1, from: LocalDay(firstOfMonth: month, year: latest))
    case .dayFromToday(let days): return (context.today + days, context.today + days + 1)
    case .this(let unit):
      let start = unit.start(of: context.today)
      return (start, unit.advance(start, by: 1))
    case .last(let unit):
      let end = unit.start(of: context.today)
      return (unit.advance(end, by: -1), end)
    case .lastCount(let count, let unit):
      let end = unit.start(of: context.today)
      return (unit.advance(end, by: -count), end)
    case .latest(let count, let unit):
      let end = (context.readings?.upperBound ?? context.today) + 1
      return (unit.advance(end, by: -count), end)
    case .winter(let year): return months(6, from: LocalDay(firstOfMonth: 10, year: year))
    case .summer(let year): return months(6, from: LocalDay(firstOfMonth: 4, year: year))
    }
  }

  private func months(_ count: Int, from start: LocalDay) -> (LocalDay, LocalDay) {
    (start, nextMonth(start, count))
  }
}

/// The day `count` months after `day`, or the last of that month where the month is shorter.
private func nextMonth(_ day: LocalDay, _ count: Int) -> LocalDay {
  let (year, month, dayOfMonth) = day.civil
  let first = LocalDay(firstOfMonth: month + count, year: year)
  let (newYear, newMonth, _) = first.civil
  return first + min(dayOfMonth, LocalDay.length(ofMonth: newMonth, year: newYear)) - 1
}

extension CalendarUnit {
  /// The first day of the unit that contains `day`.
  func start(of day: LocalDay) -> LocalDay {
    switch self {
    case .day: day
    case .week: day.monday
    case .month: day.firstOfMonth
    case .quarter: day.firstOfQuarter
    case .year: day.firstOfYear
    }
  }

  func advance(_ day: LocalDay, by count: Int) -> LocalDay {
    switch self {
    case .day: day + count
    case .week: day + 7 * count
    case .month: nextMonth(day, count)
    case .quarter: nextMonth(day, 3 * count)
    case .year: nextMonth(day, 12 * count)
    }
  }
}
