import Commands
import EnergyModel
import Terminal

/// The years, months and days of a range of days, as typed.
struct DayNames {
  /// The range; nil for none.
  let days: ClosedRange<LocalDay>?

  /// The years; once the typed text determines a year, its months too, and once it determines a
  /// month, its days too.
  func names(beginningWith typed: String) -> [Candidate] {
    guard let days else { return [] }
    var names: [String] = []
    var rest = (days.lowerBound.number...days.upperBound.number)
      .map { LocalDay(number: $0).description }
    // The lengths of 2023, 2023-07 and 2023-07-04.
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
