import EnergyModel
import Foundation
import QueryLanguage
import Testing

/// What Foundation's calendar says of a half-hour: the engine's clock is tested against it.
struct NaiveClock {
  let halfHour: Int
  let year, month, dayOfMonth, hour, minute: Int
  /// 0 for Monday.
  let weekday: Int
  let weekYear, week: Int
  let offset: Int
  private var values: [GroupKey: NaiveValue] = [:]

  private static let zone = TimeZone(identifier: "Europe/London") ?? .gmt
  private static let calendar = {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = zone
    return calendar
  }()

  init(halfHour: Int) throws {
    let date = Date(timeIntervalSince1970: Double(halfHour) * 1800)
    let parts = NaiveClock.calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .weekday, .yearForWeekOfYear, .weekOfYear], from: date)
    self.halfHour = halfHour
    year = try #require(parts.year)
    month = try #require(parts.month)
    dayOfMonth = try #require(parts.day)
    hour = try #require(parts.hour)
    minute = try #require(parts.minute)
    weekday = (try #require(parts.weekday) + 5) % 7
    weekYear = try #require(parts.yearForWeekOfYear)
    week = try #require(parts.weekOfYear)
    offset = NaiveClock.zone.secondsFromGMT(for: date)
    for key in GroupKey.allCases { values[key] = worked(key) }
  }

  /// `2023-07-01`, local.
  var iso: String { String(format: "%04d-%02d-%02d", year, month, dayOfMonth) }

  func value(_ key: GroupKey) -> NaiveValue { values[key] ?? NaiveValue(-1, "") }

  private func worked(_ key: GroupKey) -> NaiveValue {
    switch key {
    case .cyclic(.halfhour):
      NaiveValue(hour * 2 + minute / 30, String(format: "%02d:%02d", hour, minute))
    case .cyclic(.hour): NaiveValue(hour, String(format: "%02d:00", hour))
    case .cyclic(.weekday):
      NaiveValue(weekday, ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][weekday])
    case .cyclic(.daytype): NaiveValue(weekday < 5 ? 0 : 1, weekday < 5 ? "weekday" : "weekend")
    case .calendar(.slot):
      NaiveValue(
        halfHour,
        iso + String(format: "T%02d:%02d:00+%02d:00", hour, minute, offset / 3600))
    case .calendar(.day): NaiveValue(year * 10_000 + month * 100 + dayOfMonth, iso)
    case .calendar(.week):
      NaiveValue(weekYear * 100 + week, String(format: "%04d-W%02d", weekYear, week))
    case .calendar(.month): NaiveValue(year * 100 + month, String(format: "%04d-%02d", year, month))
    case .calendar(.quarter):
      NaiveValue(year * 4 + (month - 1) / 3, String(format: "%04d-Q%d", year, (month + 2) / 3))
    case .calendar(.year): NaiveValue(year, String(year))
    case .source, .label: NaiveValue(0, "")
    }
  }
}

/// A key's value: its place in the order of values and its label.
struct NaiveValue: Hashable {
  var order: Int
  var label: String

  init(_ order: Int, _ label: String) {
    self.order = order
    self.label = label
  }
}

/// The half-hours of the local days from `first` until `end`, by Foundation's calendar.
func naiveHalfHours(from first: LocalDay, to end: LocalDay) throws -> [NaiveClock] {
  let wide = (first.number - 1) * 48..<(end.number + 1) * 48
  return try wide.map { try NaiveClock(halfHour: $0) }
    .filter { $0.iso >= first.description && $0.iso < end.description }
}

/// The rows that a query by `keys` must have, in order: the contract's rules on labels, naively.
///
/// Sources and calendar units that occur, times all places on the clock and in the week; those
/// that a day or a slot determines occur with it only.
func naiveRows(
  _ keys: [GroupKey], sources: [(flow: Flow, meter: String)], clocks: [NaiveClock],
  aWeek: [NaiveClock]
) -> [[NaiveValue]] {
  func isCyclic(_ key: GroupKey) -> Bool {
    let isOfDay = key == .weekday || key == .daytype
    let isOfSlot = isOfDay || key == .hour || key == .halfhour
    return isOfSlot && !keys.contains(.slot) && !(isOfDay && keys.contains(.day))
  }
  let cyclic = keys.filter(isCyclic)
  let labels = keys.filter { $0 == .flow || $0 == .meter }
  let timed = keys.filter { !cyclic.contains($0) && !labels.contains($0) }
  var rows: Set<[GroupKey: NaiveValue]> = []
  let times = Set(clocks.map { clock in timed.map { clock.value($0) } })
  let places = Set(aWeek.map { clock in cyclic.map { clock.value($0) } })
  for source in sources {
    for time in times {
      for place in places {
        var row: [GroupKey: NaiveValue] = [:]
        for key in labels { row[key] = naiveSource(source.flow, source.meter, key) }
        for (key, value) in zip(timed, time) { row[key] = value }
        for (key, value) in zip(cyclic, place) { row[key] = value }
        rows.insert(row)
      }
    }
  }
  return rows.map { row in keys.compactMap { row[$0] } }
    .sorted { $0.map(\.order).lexicographicallyPrecedes($1.map(\.order)) }
}

/// Meters are named by their number here, so that the number is their order too.
func naiveSource(_ flow: Flow, _ meter: String, _ key: GroupKey) -> NaiveValue {
  key == .flow
    ? NaiveValue(["import": 0, "export": 1, "gas": 2][flow.rawValue] ?? -1, flow.rawValue)
    : NaiveValue(Int(meter) ?? -1, meter)
}
