import EnergyModel
package import QueryLanguage

extension GroupKey.Cyclic {
  /// The ordinal, among all values of the key, of the one at a slot of the week.
  func ordinal(weekday: Int, slot: Int) -> Int {
    switch self {
    case .halfhour: slot
    case .hour: slot / 2
    case .weekday: weekday
    case .daytype: weekday < 5 ? 0 : 1
    }
  }

  func label(_ ordinal: Int) -> String {
    switch self {
    case .halfhour: clockText(slot: ordinal)
    case .hour: clockText(slot: ordinal * 2)
    case .weekday: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][ordinal]
    case .daytype: ordinal == 0 ? "weekday" : "weekend"
    }
  }
}

extension GroupKey.Calendar {
  /// The unit of which so many days have some dozens: days, weeks or months.
  package static func dozens(inDays count: Int) -> GroupKey.Calendar {
    count <= 62 ? .day : count <= 430 ? .week : .month
  }

  /// Whether each of its units has only one value of the cyclic key.
  func determines(_ cyclic: GroupKey.Cyclic) -> Bool {
    switch (self, cyclic) {
    case (.slot, _), (.day, .weekday), (.day, .daytype): true
    case (.day, .halfhour), (.day, .hour): false
    case (.week, _), (.month, _), (.quarter, _), (.year, _): false
    }
  }

  /// A number that increases with time and is constant in a unit; for slots, constant in a day.
  func ordinal(_ day: LocalDay) -> Int {
    let (year, month, _) = day.civil
    return switch self {
    case .day, .slot: day.number
    case .week: day.monday.number
    case .month: year * 12 + month - 1
    case .quarter: year * 4 + (month - 1) / 3
    case .year: year
    }
  }

  /// The first day of the unit that a day is in; for slots, the day itself.
  func start(of day: LocalDay) -> LocalDay {
    switch self {
    case .day, .slot: day
    case .week: day.monday
    case .month: day.firstOfMonth
    case .quarter: day.firstOfQuarter
    case .year: day.firstOfYear
    }
  }

  /// The label of the unit that contains an instant.
  func label(_ instant: Instant, zone: ClockZone) -> String {
    let day = zone.day(of: instant)
    let (year, month, _) = day.civil
    switch self {
    case .slot: return zone.stamp(instant)
    case .day: return day.description
    case .week:
      let (year, week) = day.isoWeek
      return "\(padded(year, to: 4))-W\(padded(week, to: 2))"
    case .month: return "\(padded(year, to: 4))-\(padded(month, to: 2))"
    case .quarter: return "\(padded(year, to: 4))-Q\((month - 1) / 3 + 1)"
    case .year: return padded(year, to: 4)
    }
  }
}
