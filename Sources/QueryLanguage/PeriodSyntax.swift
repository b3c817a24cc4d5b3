package import EnergyModel

/// A period as typed, before it is resolved against the clock and the readings.
package enum PeriodSyntax: Hashable, Sendable, CustomStringConvertible {
  /// The whole range of the readings.
  case all
  /// One unit: `2023-07`, `last 7 days`.
  case unit(DatePhrase)
  /// From the start of a unit to the end of the day of the newest reading.
  case since(Located<PeriodBound>)
  /// From the first reading to the start of a unit.
  case until(Located<PeriodBound>)
  /// From the start of one unit to the start of another, or with `through` to its end.
  ///
  /// An end with `through` has no time.
  case between(Located<PeriodBound>, Located<PeriodBound>, through: Bool)

  package var description: String {
    switch self {
    case .all: "all"
    case .unit(let phrase): phrase.description
    case .since(let first): "from \(first.value)"
    case .until(let last): "until \(last.value)"
    case .between(let first, let last, let through):
      "from \(first.value) \(through ? "through" : "to") \(last.value)"
    }
  }
}

/// A phrase for a run of calendar days.
package enum DatePhrase: Hashable, Sendable, CustomStringConvertible {
  case year(Int)
  case quarter(year: Int, Int)
  case month(year: Int, Int)
  case week(year: Int, Int)
  case day(LocalDay)
  /// A month by its name, without the number of its year.
  case namedMonth(Int, MonthChoice)
  /// An offset in days from today: -1 yesterday, 0 today, 1 tomorrow.
  case dayFromToday(Int)
  case this(CalendarUnit)
  case last(CalendarUnit)
  /// Saturday and Sunday of the current week.
  case thisWeekend
  /// Saturday and Sunday of the week before.
  case lastWeekend
  /// Whole units before today or before the current unit.
  case lastCount(Int, CalendarUnit)
  /// Whole units that end with the day of the newest reading.
  case latest(Int, CalendarUnit)
  /// From 1 October to 1 April, given the year in which it begins.
  case winter(Int)
  /// From 1 April to 1 October.
  case summer(Int)

  package var description: String {
    switch self {
    case .year(let year): padded(year, to: 4)
    case .quarter(let year, let quarter): "\(padded(year, to: 4))-Q\(quarter)"
    case .month(let year, let month): "\(padded(year, to: 4))-\(padded(month, to: 2))"
    case .week(let year, let week): "\(padded(year, to: 4))-W\(padded(week, to: 2))"
    case .day(let day): day.description
    case .namedMonth(let month, let choice): choice.text(MonthName.short(month))
    case .dayFromToday(let days):
      days == 0 ? "today" : days < 0 ? "yesterday" : "tomorrow"
    case .this(let unit): "this \(unit.word)"
    case .last(let unit): "last \(unit.word)"
    case .thisWeekend: "this weekend"
    case .lastWeekend: "last weekend"
    case .lastCount(let count, let unit): "last \(count) \(unit.word)s"
    case .latest(let count, let unit): "latest \(count) \(unit.word)s"
    case .winter(let year): "winter \(padded(year, to: 4))/\(padded((year + 1) % 100, to: 2))"
    case .summer(let year): "summer \(padded(year, to: 4))"
    }
  }
}

/// Which of the months of one name is meant.
package enum MonthChoice: CaseIterable, Hashable, Sendable {
  /// The latest that has begun: `jul`.
  case begun
  /// The latest that is over: `last jul`.
  case over
  /// That of the current calendar year, begun or not: `this jul`.
  case thisYear
  /// That of the calendar year before: `jul last year`.
  case lastYear

  func text(_ month: String) -> String {
    switch self {
    case .begun: month
    case .over: "last \(month)"
    case .thisYear: "this \(month)"
    case .lastYear: "\(month) last year"
    }
  }
}

package enum CalendarUnit: String, DescribedWord {
  case day, week, month, quarter, year

  /// Reads a unit in the singular or plural, such as `week` and `weeks`.
  init?(singularOrPlural word: String) {
    let lowered = word.lowercased()
    self.init(word: lowered.hasSuffix("s") ? String(lowered.dropLast()) : lowered)
  }

  package var summary: String {
    switch self {
    case .day: "a local day"
    case .week: "a week from Monday"
    case .month: "a calendar month"
    case .quarter: "three months from January, April, July or October"
    case .year: "a calendar year"
    }
  }
}

package enum MonthName {
  package static let all = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `jul`, for a number 1…12.
  static func short(_ month: Int) -> String { all[month - 1].prefix(3).lowercased() }

  /// The number of a month, 1…12, from its name or first three letters (also `sept`), in any case.
  static func number(_ word: String) -> Int? {
    let lowered = word.lowercased()
    let index = all.firstIndex { name in
      let name = name.lowercased()
      return lowered == name || lowered == name.prefix(3)
        || (lowered == "sept" && name == "september")
    }
    return index.map { $0 + 1 }
  }
}
