extension ClockZone {
  /// Whether the clock shows the time of a stamp twice, as in the hour after it goes back.
  ///
  /// The stamp is one of ``stamp(_:)``; false for any other text.
  package func isRepeated(stamp: String) -> Bool {
    instant(of: stamp).map(isRepeated) ?? false
  }

  /// A local time as short as it can be said: `2023-10-29 23:00`, or `2023-10-29` for its midnight.
  ///
  /// In the hour that comes twice the offset stands behind it.
  package func shortStamp(_ instant: Instant) -> String {
    let stamp = dayOrStamp(instant)
    if stamp.utf8.count == 10 { return stamp }
    return tableText(of: stamp)
  }

  /// The local time of a ``stamp(_:)`` as tables show it: `2023-07-01 00:30`.
  ///
  /// In the hour that comes twice the offset stays, `2023-10-29 01:30+01:00`, as nothing else says
  /// which of the two is meant.
  package func tableText(of stamp: String) -> String {
    let local = ClockZone.localText(of: stamp)
    return isRepeated(stamp: stamp) ? local + stamp.suffix(6) : local
  }

  /// The local day that begins at an instant, such as `2023-10-30`; else its ``stamp(_:)``.
  package func dayOrStamp(_ instant: Instant) -> String {
    let day = day(of: instant)
    return instant == start(of: day) ? day.description : stamp(instant)
  }

  /// The local time of a ``stamp(_:)`` without its offset: `2023-10-29 23:00`.
  package static func localText(of stamp: String) -> String {
    var text = Array(stamp.utf8.prefix(16))
    if text.count > 10 { text[10] = UInt8(ascii: " ") }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the clock shows the same time at another instant too.
  private func isRepeated(_ instant: Instant) -> Bool {
    let index = transitionIndex(at: instant)
    return isNear(index, instant) || isNear(index + 1, instant)
  }

  /// Whether an instant lies so near before or after a change that its local time comes twice.
  private func isNear(_ index: Int, _ instant: Instant) -> Bool {
    guard index > 0, index < transitions.count else { return false }
    let overlap = transitions[index - 1].offset - transitions[index].offset
    let distance = instant.seconds - transitions[index].start.seconds
    return -overlap <= distance && distance < overlap
  }

  private func instant(of stamp: String) -> Instant? {
    let text = Array(stamp.utf8)
    guard text.count == 25, let year = Int(digits: text[..<4]),
      let month = Int(digits: text[5..<7]),
      let day = LocalDay(year: year, month: month, day: Int(digits: text[8..<10]) ?? 0),
      let hour = Int(digits: text[11..<13]), let minute = Int(digits: text[14..<16]),
      let second = Int(digits: text[17..<19]), let offsetHour = Int(digits: text[20..<22]),
      let offsetMinute = Int(digits: text[23...])
    else { return nil }
    let offset = (offsetHour * 60 + offsetMinute) * (text[19] == UInt8(ascii: "-") ? -60 : 60)
    return Instant(
      seconds: Int64(day.number * 86_400 + (hour * 60 + minute) * 60 + second - offset))
  }
}
