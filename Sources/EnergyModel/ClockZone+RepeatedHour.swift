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
    let stamp = stamp(instant)
    if instant == start(of: day(of: instant)) { return String(stamp.prefix(10)) }
    let local = String(stamp.prefix(16)).replacing("T", with: " ")
    return isRepeated(instant) ? local + stamp.suffix(6) : local
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
    guard text.count == 25, let day = LocalDay(iso: String(stamp.prefix(10))) else { return nil }
    func number(_ place: Int) -> Int64? {
      Int64(String(decoding: text[place..<place + 2], as: UTF8.self))
    }
    guard let hour = number(11), let minute = number(14), let second = number(17),
      let offsetHour = number(20), let offsetMinute = number(23)
    else { return nil }
    let offset = (offsetHour * 60 + offsetMinute) * (text[19] == UInt8(ascii: "-") ? -60 : 60)
    return Instant(
      seconds: Int64(day.number) * 86_400 + (hour * 60 + minute) * 60 + second - offset)
  }
}
