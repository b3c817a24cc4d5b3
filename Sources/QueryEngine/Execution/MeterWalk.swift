import EnergyModel
import Tariffs

/// Goes through one meter's readings in one ordered pass beside the clock and what they are
/// multiplied by.
///
/// Days come in ascending order; within a day the walk goes from one stretch to the next in which
/// local day, offset and the spans of all series stay the same, and hands each to its visitor.
struct MeterWalk {
  /// Half-hours of one local day, which each series has one span for.
  struct Segment {
    /// The half-hour numbers, in UTC.
    var times: Range<Int>
    /// The slot of the local day at which it begins; the others follow.
    var slot: Int
    var day: LocalDay
    /// The day of the week, 0 for Monday … 6 for Sunday.
    var weekday: Int
    /// For each series where its numbers are; nil where no number holds.
    var positions: [Position?]

    /// The position of slot 0 of a series of which the numbers are by the clock; -1 without any.
    ///
    /// Nil for one that is not by the clock.
    func clock(_ series: Int?) -> Int? {
      guard let position = series.flatMap({ positions[$0] }) else { return -1 }
      return position.isByClock ? position.first - slot : nil
    }
  }

  /// Where the numbers of a stretch's half-hours are among those of a series.
  struct Position {
    /// That of the first half-hour; the others follow.
    var first: Int
    /// Whether the same numbers hold at the same time of the clock on other days.
    var isByClock: Bool
  }

  private let zone: ClockZone
  private let halfHours: Range<Int>
  private var nextDay: Int

  // The current segment: valid until `stretchEnd`.
  private var stretchEnd = Int.min
  /// The half-hours by which local time is ahead of UTC, until `offsetEnd`.
  private var offset = 0
  private var offsetEnd = Int.min
  /// Those of each series.
  private let spans: [[HalfHourNumbers.Span]]
  private var places: [SeriesPlace]
  /// The slot of the current local day less the half-hour number.
  private var slotShift = 0
  private var stretch = Segment(
    times: 0..<0, slot: 0, day: LocalDay(number: 0), weekday: 0, positions: [])

  init(_ halfHours: Range<Int>, zone: ClockZone, series: [Series]) {
    self.zone = zone
    self.halfHours = halfHours
    spans = series.map(\.values.spans)
    places = series.map { _ in SeriesPlace() }
    stretch.positions = series.map { _ in nil }
    nextDay = halfHours.lowerBound.flooredDivision(by: 48)
  }

  /// The UTC days that the walk needs.
  var days: Range<Int> {
    let first = halfHours.lowerBound.flooredDivision(by: 48)
    return first..<max(first, (halfHours.upperBound + 47).flooredDivision(by: 48))
  }

  /// Visits the 48 readings of a UTC day, after any days skipped since the last, which are missing.
  mutating func consume(
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
      for index in places.indices {
        stretch.positions[index] = places[index].position(at: time, slot: stretch.slot)
      }
      try visit(stretch, values + (time - day * 48))
      time = stop
    }
  }

  /// Finds the offset, local day and rates at `time`, and how long they hold.
  private mutating func enterSegment(at time: Int) {
    if time >= offsetEnd { enterOffset(at: time) }
    for index in places.indices where time >= places[index].end {
      places[index].enter(spans[index], at: time)
    }
    let day = LocalDay(number: (time + offset).flooredDivision(by: 48))
    slotShift = offset - day.number * 48
    stretchEnd = min(day.number * 48 + 48 - offset, offsetEnd)
    for index in places.indices { stretchEnd = min(stretchEnd, places[index].end) }
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
}

/// Where a walk is among the spans of a series: numbers alone, as each stretch asks for them.
private struct SeriesPlace {
  private var index = 0
  /// Whether a span holds.
  private var holds = false
  private var isByClock = false
  /// The position of slot 0, or what half-hour number 0 would have.
  private var origin = 0
  /// Until when that is so.
  private(set) var end = Int.min

  mutating func enter(_ spans: [HalfHourNumbers.Span], at time: Int) {
    while index < spans.count, spans[index].halfHours.upperBound <= time { index += 1 }
    guard index < spans.count else {
      (holds, end) = (false, .max)
      return
    }
    let next = spans[index]
    holds = next.halfHours.lowerBound <= time
    end = holds ? next.halfHours.upperBound : next.halfHours.lowerBound
    isByClock = next.order == .clock
    origin = next.position(at: 0, slot: 0)
  }

  func position(at time: Int, slot: Int) -> MeterWalk.Position? {
    guard holds else { return nil }
    return MeterWalk.Position(first: origin + (isByClock ? slot : time), isByClock: isByClock)
  }
}
