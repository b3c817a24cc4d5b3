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
}
