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

/// A period resolved on the clock.
package struct ResolvedPeriod: Hashable, Sendable {
  /// The local days that it touches, the end excluded.
  package var days: Range<LocalDay>
  /// The time itself, which begins or ends inside a day where times were typed.
  package var range: TimeRange

  package init(from start: Instant, to end: Instant, on zone: ClockZone) {
    let first = zone.day(of: start)
    days = first..<(start < end ? zone.nextDay(at: end) : first)
    range = TimeRange(start: start, end: end)
  }
}

/// A bound of a period: a local day, and the time on it unless that is its midnight.
private struct Moment {
  var day: LocalDay
  var time: Located<ClockTime>?

  init(_ day: LocalDay, time: Located<ClockTime>? = nil) {
    self.day = day
    self.time = time
  }

  /// The start of what was typed.
  init(_ bound: Located<PeriodBound>, in context: PeriodContext) {
    day = bound.value.phrase.days(in: context).start
    time = bound.value.time.map { Located($0, at: bound.span) }
  }

  func instant(on zone: ClockZone) throws(QueryError) -> Instant {
    guard let time else { return zone.start(of: day) }
    return try time.value.instant(on: day, in: zone, at: time.span)
  }
}

extension PeriodSyntax {
  /// The time that is meant, on a clock that covers the context's years.
  ///
  /// - Throws: a ``QueryError`` for a reversed or empty range, for years out of reach, and for times
  ///   that the clock does not show once.
  package func resolved(
    in context: PeriodContext, on zone: ClockZone, at span: SourceSpan
  ) throws(QueryError) -> ResolvedPeriod {
    let bounds = bounds(in: context)
    try context.check(bounds.start.day, at: span)
    try context.check(bounds.end.time == nil ? bounds.end.day - 1 : bounds.end.day, at: span)
    var start = try bounds.start.instant(on: zone)
    var end = try bounds.end.instant(on: zone)
    switch self {
    case .all, .unit: break
    // Data that ends before the start leaves nothing, which is no fault of the words.
    case .since: end = max(start, end)
    case .until: start = min(start, end)
    case .between(let first, let last, let through):
      try PeriodSyntax.check(first, last, through, from: start, to: end, context, zone, at: span)
    }
    return ResolvedPeriod(from: start, to: end, on: zone)
  }

  private func bounds(in context: PeriodContext) -> (start: Moment, end: Moment) {
    let first = context.readings?.lowerBound ?? context.today
    let afterLast = (context.readings?.upperBound ?? context.today) + 1
    switch self {
    case .all: return (Moment(first), Moment(context.readings == nil ? first : afterLast))
    case .unit(let phrase):
      let days = phrase.days(in: context)
      return (Moment(days.start), Moment(days.end))
    case .since(let first): return (Moment(first, in: context), Moment(afterLast))
    case .until(let last): return (Moment(first), Moment(last, in: context))
    case .between(let first, let last, let through):
      return (
        Moment(first, in: context),
        through ? Moment(last.value.phrase.days(in: context).end) : Moment(last, in: context)
      )
    }
  }

  /// Refuses a range that is reversed, or empty as its end is excluded.
  private static func check(
    _ first: Located<PeriodBound>, _ last: Located<PeriodBound>, _ through: Bool,
    from start: Instant, to end: Instant, _ context: PeriodContext, _ zone: ClockZone,
    at span: SourceSpan
  ) throws(QueryError) {
    guard start >= end else { return }
    let hasTimes = first.value.time != nil || last.value.time != nil
    let text = zone.shortStamp(start)
    if start == end, !through {
      throw QueryError(
        "the period from \(text) to \(text) is empty, as 'to' is exclusive", at: span,
        hint: hasTimes ? "name a later end" : "type: \(last.value)")
    }
    let named = through ? last.value.phrase.days(in: context).start.description : nil
    throw QueryError(
      "the period ends on \(named ?? zone.shortStamp(end)), before it starts on \(text)", at: span,
      hint: "swap the two \(hasTimes ? "ends" : "dates")")
  }

  /// Why what was typed last is not in the period, where people may expect it.
  ///
  /// That is when `to` names a month, a year or another unit longer than a day, or the last day of
  /// the month, week or year that the start opens.
  package func exclusiveEndNote(in context: PeriodContext) -> String? {
    guard case .between(let first, let last, through: false) = self, last.value.time == nil else {
      return nil
    }
    let (end, next) = last.value.phrase.days(in: context)
    let isDay = end + 1 == next
    guard !isDay || first.value.opensUnit(endingWith: end, in: context) else { return nil }
    let name = isDay ? end.description : last.value.description
    return "'to' is exclusive, so \(name) is not included; to include it: "
      + "from \(first.value) through \(name)"
  }
}

extension PeriodBound {
  /// Whether it opens a week, month or year that has `day` as its last.
  fileprivate func opensUnit(endingWith day: LocalDay, in context: PeriodContext) -> Bool {
    guard time == nil else { return false }
    let start = phrase.days(in: context).start
    let units: [(opening: LocalDay, next: LocalDay)] = [
      (start.monday, start.monday + 7),
      (start.firstOfMonth, nextMonth(start.firstOfMonth, 1)),
      (start.firstOfYear, nextMonth(start.firstOfYear, 12)),
    ]
    return units.contains { $0.opening == start && $0.next - 1 == day }
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
    case .namedMonth(let month, let choice):
      return months(1, from: choice.start(ofMonth: month, on: context.today))
    case .dayFromToday(let days): return (context.today + days, context.today + days + 1)
    case .this(let unit):
      let start = unit.start(of: context.today)
      return (start, unit.advance(start, by: 1))
    case .last(let unit):
      let end = unit.start(of: context.today)
      return (unit.advance(end, by: -1), end)
    case .thisWeekend: return (context.today.monday + 5, context.today.monday + 7)
    case .lastWeekend: return (context.today.monday - 2, context.today.monday)
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

extension MonthChoice {
  /// The first day of the month 1…12 that is meant on a day.
  fileprivate func start(ofMonth month: Int, on today: LocalDay) -> LocalDay {
    let (year, current, _) = today.civil
    let isLastYears =
      switch self {
      case .begun: month > current
      case .over: month >= current
      case .thisYear: false
      case .lastYear: true
      }
    return LocalDay(firstOfMonth: month, year: isLastYears ? year - 1 : year)
  }
}

/// The day `count` months after `day`, or the last of that month where the month is shorter.
func nextMonth(_ day: LocalDay, _ count: Int) -> LocalDay {
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
