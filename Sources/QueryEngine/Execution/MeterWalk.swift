import EnergyModel
import Tariffs

/// A walk through one meter's readings in one ordered pass, alongside the clock and the rates.
///
/// Days come in ascending order; a day is divided into segments of constant local day, offset and
/// rate pattern, and each segment is passed to the visitor.
struct MeterWalk {
  /// Half-hours of one local day with one pattern of rates.
  struct Segment {
    /// The half-hour numbers, in UTC.
    var times: Range<Int>
    /// The slot of the local day at which it begins; the others follow.
    var slot: Int
    var day: LocalDay
    /// The day of the week, 0 for Monday … 6 for Sunday.
    var weekday: Int
    /// The index of its pattern in the timeline; nil where nothing is priced.
    var pattern: Int?
  }

  private let zone: ClockZone
  private let halfHours: Range<Int>
  private let spans: [RateTimeline.Span]
  private var nextDay: Int

  // The current segment: valid until `stretchEnd`.
  private var stretchEnd = Int.min
  /// The half-hours by which local time is ahead of UTC, until `offsetEnd`.
  private var offset = 0
  private var offsetEnd = Int.min
  private var spanIndex = 0
  private var patternEnd = Int.min
  /// The slot of the current local day less the half-hour number.
  private var slotShift = 0
  private var stretch = Segment(times: 0..<0, slot: 0, day: LocalDay(number: 0), weekday: 0)

  init(_ halfHours: Range<Int>, zone: ClockZone, timeline: RateTimeline?) {
    self.zone = zone
    self.halfHours = halfHours
    spans = timeline?.spans ?? []
    nextDay = halfHours.lowerBound.flooredDivision(by: 48)
  }

  /// The UTC days that the walk needs.
  var days: Range<Int> {
    let first = halfHours.lowerBound.flooredDivision(by: 48)
    return first..<max(first, (halfHours.upperBound + 47).flooredDivision(by: 48))
  }

  /// Visits the 48 readings of a UTC day, after any days skipped since the last, which are missing.
  mutating func take(
    _ day: Int, _ values: UnsafePointer<Int64>,
    _ visit: (Segment, UnsafePointer<Int64>) throws -> Void
  ) rethrows {
    try skip(to: day, visit)
    try add(day, values, visit)
    nextDay = day + 1
  }

  /// Visits the missing half-hours after the last day.
  mutating func finish(_ visit: (Segment, UnsafePointer<Int64>) throws -> Void) rethrows {
    try skip(to: days.upperBound, visit)
  }

  private mutating func skip(
    to day: Int, _ visit: (Segment, UnsafePointer<Int64>) throws -> Void
  ) rethrows {
    guard nextDay < day else { return }
    try DayReadings.blank.withUnsafeBufferPointer { blank in
      guard let values = blank.baseAddress else { return }
      while nextDay < day {
        try add(nextDay, values, visit)
        nextDay += 1
      }
    }
  }

  private mutating func add(
    _ day: Int, _ values: UnsafePointer<Int64>,
    _ visit: (Segment, UnsafePointer<Int64>) throws -> Void
  ) rethrows {
    var time = max(day * 48, halfHours.lowerBound)
    let end = min(day * 48 + 48, halfHours.upperBound)
    while time < end {
      if time >= stretchEnd { enterSegment(at: time) }
      let stop = min(end, stretchEnd)
      stretch.times = time..<stop
      stretch.slot = time + slotShift
      try visit(stretch, values + (time - day * 48))
      time = stop
    }
  }

  /// Finds the offset, local day and rates at `time`, and how long they hold.
  private mutating func enterSegment(at time: Int) {
    if time >= offsetEnd { enterOffset(at: time) }
    if time >= patternEnd { enterPattern(at: time) }
    let day = LocalDay(number: (time + offset).flooredDivision(by: 48))
    slotShift = offset - day.number * 48
    stretchEnd = min(day.number * 48 + 48 - offset, offsetEnd, patternEnd)
    stretch.day = day
    stretch.weekday = day.weekday
  }

  private mutating func enterOffset(at time: Int) {
    let index = zone.transitionIndex(at: Instant(halfHour: time))
    offset = Int(zone.transitions[index].offset / 1800)
    offsetEnd =
      index + 1 < zone.transitions.count
      ? zone.transitions[index + 1].start.halfHour : halfHours.upperBound
  }

  private mutating func enterPattern(at time: Int) {
    while spanIndex < spans.count, spans[spanIndex].halfHours.upperBound <= time { spanIndex += 1 }
    guard spanIndex < spans.count else {
      (stretch.pattern, patternEnd) = (nil, halfHours.upperBound)
      return
    }
    let span = spans[spanIndex]
    let holds = span.halfHours.lowerBound <= time
    stretch.pattern = holds ? span.pattern : nil
    patternEnd = holds ? span.halfHours.upperBound : span.halfHours.lowerBound
  }
}
