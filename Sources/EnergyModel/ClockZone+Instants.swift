extension ClockZone {
  /// The instants at which the clock shows the time of slot 0…48 on a local day, in order.
  ///
  /// There is one but for the times that a change of the clock skips, which have none, and those of
  /// the hour that comes twice.
  package func instants(on day: LocalDay, slot: Int) -> [Instant] {
    let local = Int64(day.number) * 86_400 + Int64(slot) * 1800
    // No clock is ahead or behind by more than a day.
    let first = transitionIndex(at: Instant(seconds: local - 86_400))
    let last = transitionIndex(at: Instant(seconds: local + 86_400))
    return Set(transitions[first...last].map(\.offset))
      .map { Instant(seconds: local - $0) }
      .filter { $0.seconds + offset(at: $0) == local }
      .sorted()
  }
}
