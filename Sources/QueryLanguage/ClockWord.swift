import EnergyModel

/// A reader of clock times.
package enum ClockWord {
  /// The slot of the day, 0…48, that begins at `HH:MM`; `24:00` is the end of a day.
  ///
  /// Returns nil for anything but a time on the half-hour.
  package static func slot(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute == 0 || minute == 30,
      hour * 60 + minute <= 1440
    else { return nil }
    return hour * 2 + minute / 30
  }

  /// `16:00-19:00` for what probably means that, such as `16-19` or `4pm-7pm`.
  static func stretch(loosely text: String) -> String? {
    let slots = text.split(separator: "-", omittingEmptySubsequences: false)
      .map { slot(loosely: $0.lowercased()) }
    guard slots.count == 2, let from = slots[0], let to = slots[1], from < 48, from != to else {
      return nil
    }
    return clockText(slot: from) + "-" + clockText(slot: to)
  }

  private static func slot(loosely text: String) -> Int? {
    let (isMorning, isAfternoon) = (text.hasSuffix("am"), text.hasSuffix("pm"))
    let digits = isMorning || isAfternoon ? String(text.dropLast(2)) : text
    guard let slot = slot(digits.contains(":") ? digits : digits + ":00") else { return nil }
    guard isMorning || isAfternoon else { return slot }
    // The hours of that clock are 12, 1, 2 … 11.
    return (2..<26).contains(slot) ? slot % 24 + (isAfternoon ? 24 : 0) : nil
  }
}
