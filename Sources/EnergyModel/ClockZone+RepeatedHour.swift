extension ClockZone {
  /// The local time at an instant.
  package func localTime(_ instant: Instant) -> LocalTime {
    let index = transitionIndex(at: instant)
    return LocalTime(
      instant: instant, offset: transitions[index].offset,
      isRepeated: isNear(index, instant) || isNear(index + 1, instant))
  }

  /// The shortest form of a local time: `2023-10-29 23:00`, or `2023-10-29` for its midnight.
  ///
  /// In the repeated hour the offset follows it.
  package func shortStamp(_ instant: Instant) -> String {
    let time = localTime(instant)
    return instant == start(of: time.day) ? time.day.description : time.tableText
  }

  /// The local day that begins at an instant, such as `2023-10-30`; otherwise its ``stamp(_:)``.
  package func dayOrStamp(_ instant: Instant) -> String {
    let day = day(of: instant)
    return instant == start(of: day) ? day.description : stamp(instant)
  }

  /// Whether an instant is so close to the transition at `index` that its local time occurs twice.
  private func isNear(_ index: Int, _ instant: Instant) -> Bool {
    guard index > 0, index < transitions.count else { return false }
    let overlap = transitions[index - 1].offset - transitions[index].offset
    let distance = instant.seconds - transitions[index].start.seconds
    return -overlap <= distance && distance < overlap
  }
}
