import EnergyModel
import Tariffs

/// Adds one meter's readings to the groups, in one ordered pass beside clock and tariff.
///
/// Days come in ascending order; within a day the walk goes from one stretch to the next in which
/// local day, offset and tariff stay the same, so that the loop over half-hours only adds.
struct MeterWalk {
  private let plan: Plan
  private let scan: Plan.Scan
  private let sums: UnsafeMutablePointer<GroupSum>
  private let halfHours: Range<Int>
  private var nextDay: Int
  /// Set when a sum left the range of `Int128`; the result is then refused.
  private(set) var overflowed = false

  // The stretch: valid until `stretchEnd`.
  private var stretchEnd = Int.min
  /// Half-hours that the local clock is ahead of UTC, until `offsetEnd`.
  private var offset = 0
  private var offsetEnd = Int.min
  private var spanIndex = 0
  /// The local clock is this many half-hours ahead of the half-hour numbers' own zero.
  private var slotShift = 0
  private var groupBase = 0
  private var weekdayOffset = 0
  /// 48 rates by local slot, ``unpriced`` where there is none, until `ratesEnd`.
  private var rates = MeterWalk.noRates
  private var ratesEnd = Int.min
  /// Kept here, as asking the other module for it takes a call.
  private let unpriced = RateTimeline.unpriced

  private static let noRates = [Int64](repeating: RateTimeline.unpriced, count: 48)

  /// A walk that adds to `sums`, which has one for each group of the plan.
  init(_ scan: Plan.Scan, of plan: Plan, into sums: UnsafeMutablePointer<GroupSum>) {
    self.plan = plan
    self.scan = scan
    self.sums = sums
    halfHours = plan.range.halfHours
    nextDay = halfHours.lowerBound.flooredDivision(by: 48)
  }

  /// The UTC days that the walk wants to see.
  var days: Range<Int> {
    let first = halfHours.lowerBound.flooredDivision(by: 48)
    return first..<max(first, (halfHours.upperBound + 47).flooredDivision(by: 48))
  }

  /// Takes the 48 readings of a UTC day; days left out since the last one are missing.
  mutating func take(_ day: Int, _ values: UnsafePointer<Int64>) {
    skip(to: day)
    add(day, values)
    nextDay = day + 1
  }

  /// Counts what is missing after the last day taken.
  mutating func finish() { skip(to: days.upperBound) }

  private mutating func skip(to day: Int) {
    DayReadings.blank.withUnsafeBufferPointer { blank in
      guard let values = blank.baseAddress else { return }
      while nextDay < day {
        add(nextDay, values)
        nextDay += 1
      }
    }
  }

  private mutating func add(_ day: Int, _ values: UnsafePointer<Int64>) {
    var time = max(day * 48, halfHours.lowerBound)
    let end = min(day * 48 + 48, halfHours.upperBound)
    while time < end {
      if time >= stretchEnd { enterStretch(at: time) }
      let stop = min(end, stretchEnd)
      addStretch(time..<stop, values + (time - day * 48))
      time = stop
    }
  }

  private mutating func addStretch(_ times: Range<Int>, _ values: UnsafePointer<Int64>) {
    let firstSlot = times.lowerBound + slotShift
    let step = plan.grouping.isBySlot ? plan.grouping.unitStride : 0
    let base = sums + (groupBase + (times.lowerBound - halfHours.lowerBound) * step)
    let expected = scan.expected
    var overflow = false
    plan.grouping.placeOffsets[(weekdayOffset + firstSlot)...].withUnsafeBufferPointer { places in
      rates[firstSlot...].withUnsafeBufferPointer { rates in
        for index in 0..<times.count {
          let sum = base + (index &* step &+ Int(places[index]))
          let quantity = values[index]
          if quantity >= 0 {
            overflow = sum.pointee.take(quantity, at: rates[index], unless: unpriced) || overflow
          } else if expected.contains(times.lowerBound &+ index) {
            sum.pointee.missing &+= 1
          }
        }
      }
    }
    overflowed = overflowed || overflow
  }

  /// Finds offset, local day, group and rates at `time`, and how long they stay.
  private mutating func enterStretch(at time: Int) {
    if time >= offsetEnd { enterOffset(at: time) }
    if time >= ratesEnd { enterRates(at: time) }
    let local = time + offset
    let day = LocalDay(number: (local < 0 ? local - 47 : local) / 48)
    slotShift = offset - day.number * 48
    stretchEnd = min(day.number * 48 + 48 - offset, offsetEnd, ratesEnd)
    groupBase = plan.grouping.base(day: day, source: scan.sourceGroup)
    weekdayOffset = day.weekday * 48
  }

  private mutating func enterOffset(at time: Int) {
    let transitions = plan.zone.transitions
    let index = plan.zone.transitionIndex(at: Instant(halfHour: time))
    offset = Int(transitions[index].offset / 1800)
    offsetEnd =
      index + 1 < transitions.count ? transitions[index + 1].start.halfHour : halfHours.upperBound
  }

  private mutating func enterRates(at time: Int) {
    let spans = scan.timeline?.spans ?? []
    while spanIndex < spans.count, spans[spanIndex].halfHours.upperBound <= time { spanIndex += 1 }
    if spanIndex < spans.count, spans[spanIndex].halfHours.lowerBound <= time {
      rates = spans[spanIndex].rates
      ratesEnd = spans[spanIndex].halfHours.upperBound
    } else {
      rates = MeterWalk.noRates
      ratesEnd =
        spanIndex < spans.count ? spans[spanIndex].halfHours.lowerBound : halfHours.upperBound
    }
  }
}
