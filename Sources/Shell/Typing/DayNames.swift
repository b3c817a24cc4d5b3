import Commands
import EnergyModel
import Terminal

/// The years, months and days of a stretch of days, as they are typed.
struct DayNames {
  /// Nil for none.
  let days: ClosedRange<LocalDay>?

  /// The years; once one is settled by what was typed, its months too, and once a month is, its
  /// days too.
  func names(beginningWith typed: String) -> [Candidate] {
    guard let days else { return [] }
    var names: [String] = []
    var rest = (days.lowerBound.number...days.upperBound.number)
      .map { LocalDay(number: $0).description }
    // As long as 2023, 2023-07 and 2023-07-04 are.
    for length in [4, 7, 10] {
      rest = rest.filter { $0.hasPrefix(typed) || typed.hasPrefix($0.prefix(length)) }
      let units = rest.map { $0.prefix(length) }.reduce(into: [Substring]()) { units, unit in
        if units.last != unit { units.append(unit) }
      }
      names += units.filter { $0.hasPrefix(typed) }.map(String.init)
      guard units.count == 1, !typed.isEmpty else { break }
    }
    return names.map { Candidate($0) }
  }

  /// The years alone.
  func years(beginningWith typed: String) -> [Candidate] {
    guard let days else { return [] }
    return (days.lowerBound.civil.year...days.upperBound.civil.year).map { Candidate("\($0)") }
      .filter { $0.name.hasPrefix(typed) }
  }
}
