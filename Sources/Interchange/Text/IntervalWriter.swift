import EnergyModel

/// Writes the stamps at which half-hours start and end; those of a day are made together.
struct IntervalWriter {
  /// The bytes of a stamp, such as `2023-07-01T00:00:00+01:00`.
  private static let length = 25

  private let zone: ClockZone
  /// The half-hours of a local day at one offset from UTC.
  private var known = 0..<0
  /// Their stamps, one behind the other.
  private var bytes: [UInt8] = []

  init(zone: ClockZone) { self.zone = zone }

  /// Appends the stamp of the start of a half-hour.
  mutating func write(_ halfHour: Int, to text: inout [UInt8]) {
    if !known.contains(halfHour) { enter(halfHour) }
    let start = (halfHour - known.lowerBound) * IntervalWriter.length
    text += bytes[start..<start + IntervalWriter.length]
  }

  /// The stamps of a half-hour's start and end.
  mutating func stamps(of halfHour: Int) -> (start: String, end: String) {
    var text: [UInt8] = []
    write(halfHour, to: &text)
    write(halfHour + 1, to: &text)
    return (
      String(decoding: text[..<IntervalWriter.length], as: UTF8.self),
      String(decoding: text[IntervalWriter.length...], as: UTF8.self)
    )
  }

  /// Makes the stamps of the half-hours around one that are of the same day and offset.
  private mutating func enter(_ halfHour: Int) {
    let instant = Instant(halfHour: halfHour)
    let midnight = halfHour - zone.slot(at: instant)
    let index = zone.transitionIndex(at: instant)
    let next = index + 1
    known = midnight..<midnight + 48
    if index > 0 {
      known = known.clamped(to: zone.transitions[index].start.halfHour..<Int.max)
    }
    if next < zone.transitions.count {
      known = known.clamped(to: Int.min..<zone.transitions[next].start.halfHour)
    }
    bytes.removeAll(keepingCapacity: true)
    for halfHour in known { bytes += zone.stamp(Instant(halfHour: halfHour)).utf8 }
  }
}
