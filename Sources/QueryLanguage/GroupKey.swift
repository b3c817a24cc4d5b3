/// A key that rows are grouped by, in kinds that differ in how labels arise.
package enum GroupKey: DescribedWord {
  case cyclic(Cyclic)
  case calendar(Calendar)
  case label(Label)
  case source(Source)

  /// A position on the clock or in the week, which recurs.
  package enum Cyclic: String, CaseIterable, Sendable {
    case halfhour, hour, weekday, daytype
  }

  /// A position in time: each value occurs once, in order.
  package enum Calendar: String, CaseIterable, Comparable, Sendable {
    case slot, day, week, month, quarter, year

    /// The shorter first.
    package static func < (left: Calendar, right: Calendar) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int { Calendar.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A property of the rate that prices a half-hour.
  package enum Label: String, CaseIterable, Sendable {
    case rate, band, tariff
  }

  /// A property of the meter, the same for all its readings.
  package enum Source: String, CaseIterable, Sendable {
    case meter, flow
  }

  package static let allCases: [GroupKey] =
    Cyclic.allCases.map(GroupKey.cyclic) + Calendar.allCases.map(GroupKey.calendar)
    + Label.allCases.map(GroupKey.label) + Source.allCases.map(GroupKey.source)

  package var word: String {
    switch self {
    case .cyclic(let key): key.rawValue
    case .calendar(let key): key.rawValue
    case .label(let key): key.rawValue
    case .source(let key): key.rawValue
    }
  }

  package var summary: String {
    switch self {
    case .cyclic(.halfhour): "the 48 half-hours of the clock, each summed over all days"
    case .cyclic(.hour): "the 24 hours of the clock, each summed over all days"
    case .cyclic(.weekday): "mon … sun, each summed over all weeks"
    case .cyclic(.daytype): "weekday and weekend"
    case .calendar(.slot): "each half-hour in order; keeps the two 01:00s of October apart"
    case .calendar(.day): "each local day: 46, 48 or 50 half-hours"
    case .calendar(.week): "each ISO week, from Monday"
    case .calendar(.month): "each calendar month"
    case .calendar(.quarter): "each quarter, from January"
    case .calendar(.year): "each calendar year"
    case .label(.rate): "each rate in force, ascending"
    case .label(.band): "each time band with its own rate"
    case .label(.tariff): "each tariff, by first use"
    case .source(.meter): "each meter point, by alias or number"
    case .source(.flow): "import, export, gas"
    }
  }

  /// Whether the key's values are an hour or shorter.
  package var isOfTheClock: Bool {
    switch self {
    case .cyclic(.halfhour), .cyclic(.hour), .calendar(.slot): true
    case .cyclic, .calendar, .label, .source: false
    }
  }

  /// Whether the key's values are shorter than a local day.
  package var isShorterThanADay: Bool {
    switch self {
    case .cyclic(.halfhour), .cyclic(.hour), .calendar(.slot), .label(.rate), .label(.band): true
    case .cyclic(.weekday), .cyclic(.daytype): false
    case .calendar(.day), .calendar(.week), .calendar(.month), .calendar(.quarter): false
    case .calendar(.year), .label(.tariff), .source: false
    }
  }
}
