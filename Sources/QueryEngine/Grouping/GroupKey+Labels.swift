import EnergyModel
import QueryLanguage

extension GroupKey.Cyclic {
  /// The value at a place of the week, by its place in the list of all.
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
  /// Whether each of its units has but one value of the cyclic key.
  func determines(_ cyclic: GroupKey.Cyclic) -> Bool {
    switch (self, cyclic) {
    case (.slot, _), (.day, .weekday), (.day, .daytype): true
    case (.day, .halfhour), (.day, .hour): false
    case (.week, _), (.month, _), (.quarter, _), (.year, _): false
    }
  }

  /// A number that grows with time and is the same throughout a unit, of slots throughout a day.
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

  /// The unit in which an instant lies.
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
