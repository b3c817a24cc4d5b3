import EnergyModel

/// Writes the stamps at which half-hours start and end.
struct IntervalWriter {
  private let zone: ClockZone
  // Most readings start where the one before ended.
  private var latest: (halfHour: Int, stamp: String)?

  init(zone: ClockZone) { self.zone = zone }

  /// The stamps of a half-hour, such as `2023-07-01T00:00:00+01:00`.
  mutating func stamps(of halfHour: Int) -> (start: String, end: String) {
    let start = latest.flatMap { $0.halfHour == halfHour ? $0.stamp : nil } ?? stamp(halfHour)
    let end = stamp(halfHour + 1)
    latest = (halfHour + 1, end)
    return (start, end)
  }

  private func stamp(_ halfHour: Int) -> String { zone.stamp(Instant(halfHour: halfHour)) }
}
