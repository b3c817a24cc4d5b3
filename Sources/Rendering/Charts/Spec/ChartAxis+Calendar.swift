import EnergyModel

/// Axes of days and longer units, of which each has the same width.
extension ChartAxis {
  /// Units that begin with the days given.
  static func calendar(_ unit: ChartKey.CalendarUnit, _ days: [LocalDay]) -> ChartAxis {
    let points = days.enumerated().map { index, day in
      ChartAxis.unit(
        index, unit.longText(day), short: unit.bareText(day),
        isWeekend: unit == .day && day.weekday >= 5)
    }
    let isInOrder = zip(days, days.dropFirst()).allSatisfy { $0 < $1 }
    // Rows that were sorted by their figures have no months to be put together.
    let level = Level(
      ticks: days.enumerated().map { Tick(place: 2 * $0 + 1, text: unit.bareText($1)) })
    return ChartAxis(
      form: .calendar, name: ChartKey.calendar(unit).unitName ?? "", points: points,
      levels: isInOrder ? CalendarLevels(days: days).levels(unit) : [level])
  }
}

/// Ticks under units of the calendar that stand in order: each, or those that begin a coarser unit.
private struct CalendarLevels {
  typealias Level = ChartAxis.Level
  typealias Tick = ChartAxis.Tick

  /// The first day of each unit.
  let days: [LocalDay]

  func levels(_ unit: ChartKey.CalendarUnit) -> [Level] {
    let all =
      switch unit {
      case .slot, .day: ofDays
      case .week: ofWeeks
      case .month: ofMonths
      case .quarter:
        [level({ "Q\(($0.civil.month + 2) / 3)" }, years: true), years(1), years(5)]
      case .year: [years(1), years(2), years(5), years(10)]
      }
    return all.filter { !$0.ticks.isEmpty }
  }

  private var ofDays: [Level] {
    var days = level { String($0.civil.day) }
    days.groups = changes { "\(Months.short($0)) \($0.civil.year)" }
    // A month alone is in the title.
    if days.groups.count == 1 { days.groups = level({ _ in "Mon" }) { $0.weekday == 0 }.ticks }
    return [
      days,
      level({ "\($0.civil.day) \(Months.short($0))" }, years: true) { $0.weekday == 0 },
      level(Months.short, years: true) { $0.civil.day == 1 },
      level(Months.short, years: true) { $0 == $0.firstOfQuarter },
      years(1), years(2), years(5),
    ]
  }

  private var ofWeeks: [Level] {
    let isFirst = { (day: LocalDay) in day.civil.day <= 7 }
    return [
      level({ "\($0.civil.day) \(Months.short($0))" }, years: true),
      level(Months.short, years: true, where: isFirst),
      level(Months.short, years: true) { isFirst($0) && $0.civil.month % 3 == 1 },
      level({ String($0.civil.year) }) { isFirst($0) && $0.civil.month == 1 },
    ]
  }

  private var ofMonths: [Level] {
    [
      level(Months.short, years: true),
      level({ String(Months.short($0).prefix(1)) }, years: true),
      level(Months.short, years: true) { $0 == $0.firstOfQuarter },
      years(1), years(2), years(5),
    ]
  }

  private func level(
    _ text: (LocalDay) -> String, years: Bool = false,
    where holds: (LocalDay) -> Bool = { _ in true }
  ) -> Level {
    Level(
      ticks: days.enumerated().filter { holds($1) }.map {
        Tick(place: 2 * $0 + 1, text: text($1))
      },
      groups: years ? changes { String($0.civil.year) } : [])
  }

  /// Every so many years, under the first of January.
  private func years(_ step: Int) -> Level {
    level({ String($0.civil.year) }) {
      $0 == $0.firstOfYear && $0.civil.year.isMultiple(of: step)
    }
  }

  /// Where a text changes from one unit to the next.
  private func changes(_ text: (LocalDay) -> String) -> [Tick] {
    var last = ""
    return days.enumerated().compactMap { index, day in
      let name = text(day)
      guard name != last else { return nil }
      last = name
      return Tick(place: 2 * index, text: name)
    }
  }
}

extension ChartKey.CalendarUnit {
  /// The label that results have for the unit which begins with `day`.
  func label(_ day: LocalDay) -> String {
    let (year, month, _) = day.civil
    return switch self {
    case .slot, .day: day.description
    case .week: "\(day.isoWeek.year)-W\(padded(day.isoWeek.week, to: 2))"
    case .month: "\(year)-\(padded(month, to: 2))"
    case .quarter: "\(year)-Q\((month + 2) / 3)"
    case .year: String(year)
    }
  }

  /// The first day of the unit that holds `day`.
  func start(of day: LocalDay) -> LocalDay {
    switch self {
    case .slot, .day: day
    case .week: day.monday
    case .month: day.firstOfMonth
    case .quarter: day.firstOfQuarter
    case .year: day.firstOfYear
    }
  }

  /// The first day of the next unit, for the first day of one.
  private func next(_ day: LocalDay) -> LocalDay {
    let (year, month, _) = day.civil
    return switch self {
    case .slot, .day: day + 1
    case .week: day + 7
    case .month: LocalDay(firstOfMonth: month + 1, year: year)
    case .quarter: LocalDay(firstOfMonth: month + 3, year: year)
    case .year: LocalDay(firstOfMonth: 1, year: year + 1)
    }
  }

  /// The first days of the units that the period touches.
  func days(in period: ResultPeriod) -> [LocalDay] {
    var days: [LocalDay] = []
    var day = start(of: period.firstDay)
    while day < period.endDay || days.isEmpty {
      days.append(day)
      day = next(day)
    }
    return days
  }

  /// As tooltips have it.
  func longText(_ day: LocalDay) -> String {
    switch self {
    case .slot, .day: day.longText
    case .week: "\(label(day)), from \(day.longText)"
    case .month: "\(Months.long(day)) \(day.civil.year)"
    case .quarter: "Q\((day.civil.month + 2) / 3) \(day.civil.year)"
    case .year: String(day.civil.year)
    }
  }

  /// Short, but with all that tells it from others.
  fileprivate func bareText(_ day: LocalDay) -> String {
    switch self {
    case .slot, .day: String(day.longText.dropLast(5))
    case .week: label(day)
    case .month: "\(Months.short(day)) \(day.civil.year)"
    case .quarter, .year: longText(day)
    }
  }
}
