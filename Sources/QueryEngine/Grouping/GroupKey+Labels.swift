import EnergyModel
package import QueryLanguage

extension GroupKey {
  /// How a key's values come about.
  package enum Nature: Sendable {
    /// The same for all readings of a meter.
    case source
    /// A property of the rate that prices a half-hour.
    case label
    /// A position in time: each value comes once, in order.
    case calendar
    /// A position on the clock or in the week, which comes round again.
    case cyclic
  }

  package var nature: Nature {
    switch self {
    case .flow, .meter: .source
    case .rate, .band, .tariff: .label
    case .slot, .day, .week, .month, .quarter, .year: .calendar
    case .halfhour, .hour, .weekday, .daytype: .cyclic
    }
  }

  /// Whether each unit of this calendar key has but one value of the cyclic key.
  func determines(_ cyclic: GroupKey) -> Bool {
    switch self {
    case .slot: true
    case .day: cyclic == .weekday || cyclic == .daytype
    default: false
    }
  }

  /// The value of a cyclic key, by its place in the list of all.
  func cyclicOrdinal(weekday: Int, slot: Int) -> Int {
    switch self {
    case .halfhour: slot
    case .hour: slot / 2
    case .weekday: weekday
    case .daytype: weekday < 5 ? 0 : 1
    default: preconditionFailure("\(self) is not cyclic")
    }
  }

  func cyclicLabel(_ ordinal: Int) -> String {
    switch self {
    case .halfhour: clockText(slot: ordinal)
    case .hour: clockText(slot: ordinal * 2)
    case .weekday: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][ordinal]
    case .daytype: ordinal == 0 ? "weekday" : "weekend"
    default: preconditionFailure("\(self) is not cyclic")
    }
  }

  /// A number that grows with time and is the same throughout a unit of a calendar key.
  func calendarOrdinal(_ day: LocalDay) -> Int {
    let (year, month, _) = day.civil
    return switch self {
    case .day, .slot: day.number
    case .week: day.monday.number
    case .month: year * 12 + month - 1
    case .quarter: year * 4 + (month - 1) / 3
    case .year: year
    default: preconditionFailure("\(self) is not a calendar key")
    }
  }

  func calendarLabel(_ instant: Instant, zone: ClockZone) -> String {
    if self == .slot { return zone.stamp(instant) }
    let day = zone.day(of: instant)
    let (year, month, _) = day.civil
    switch self {
    case .day: return day.description
    case .week:
      let (year, week) = day.isoWeek
      return "\(padded(year, to: 4))-W\(padded(week, to: 2))"
    case .month: return "\(padded(year, to: 4))-\(padded(month, to: 2))"
    case .quarter: return "\(padded(year, to: 4))-Q\((month - 1) / 3 + 1)"
    case .year: return padded(year, to: 4)
    default: preconditionFailure("\(self) is not a calendar key")
    }
  }
}
