import EnergyModel

/// English names of months.
enum Months {
  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  static func long(_ day: LocalDay) -> String { names[day.civil.month - 1] }
  static func short(_ day: LocalDay) -> String { String(long(day).prefix(3)) }
}

extension LocalDay {
  /// `Sat 1 Jul 2023`.
  var longText: String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return "\(names[weekday]) \(civil.day) \(Months.short(self)) \(civil.year)"
  }
}

extension ResultPeriod {
  /// As people name it: `July 2023`, `2023`, `1–14 July 2023`, `Tue 4 Jul 2023`.
  package var name: String {
    let last = endDay - 1
    if let clock {
      return firstDay < last
        ? "\(firstDay.longText) \(clock.start) – \(last.longText) \(clock.end)"
        : "\(firstDay.longText) \(clock.start)–\(clock.end)"
    }
    guard firstDay < last else { return firstDay.longText }
    let (first, end) = (firstDay.civil, last.civil)
    if firstDay == firstDay.firstOfYear, last.civil.month == 12, last.civil.day == 31 {
      return first.year == end.year ? "\(first.year)" : "\(first.year)–\(end.year)"
    }
    let month = { (day: LocalDay) in "\(Months.long(day)) \(day.civil.year)" }
    if firstDay == firstDay.firstOfMonth, endDay == endDay.firstOfMonth {
      if first.year == end.year, first.month == end.month { return month(firstDay) }
      return first.year == end.year
        ? "\(Months.long(firstDay))–\(month(last))" : "\(month(firstDay))–\(month(last))"
    }
    if first.year != end.year {
      return "\(first.day) \(month(firstDay)) – \(end.day) \(month(last))"
    }
    return first.month == end.month
      ? "\(first.day)–\(end.day) \(month(last))"
      : "\(first.day) \(Months.long(firstDay)) – \(end.day) \(month(last))"
  }
}
