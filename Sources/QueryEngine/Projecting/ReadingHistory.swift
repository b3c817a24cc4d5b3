import EnergyModel

/// The readings of one meter point up to the newest, all its meters added up, by half-hour and by
/// local day.
struct ReadingHistory {
  private let zone: ClockZone
  /// From the first reading to behind the newest.
  let halfHours: Range<Int>
  /// Quantities in millionths, ``DayReadings/missing`` where none was read.
  private var values: [Int64]
  private var firstDay = LocalDay(number: 0)
  private var days: [Day] = []

  private struct Day {
    var halfHours: Range<Int>
    var sum: Int128
    /// Whether each of its half-hours was read.
    var isComplete: Bool
  }

  /// Reads all that meters of one point have read.
  ///
  /// `meters`: each with the half-hour from which its quantities are of the unit asked for.
  /// `source`: one whose quantities are of that unit.
  init(
    _ meters: [(id: Meter.ID, from: Int)], in halfHours: Range<Int>, zone: ClockZone,
    source: some ReadingSource
  ) throws {
    self.zone = zone
    self.halfHours = halfHours
    values = [Int64](repeating: DayReadings.missing, count: halfHours.count)
    let utcDays =
      halfHours.lowerBound.flooredDivision(
        by: 48)..<(halfHours.upperBound + 47).flooredDivision(by: 48)
    for meter in meters {
      try source.scan(meter: meter.id, days: utcDays) { day, read in
        for slot in 0..<48 where read[slot] >= 0 {
          let time = day * 48 + slot
          guard time >= meter.from, halfHours.contains(time) else { continue }
          let index = time - halfHours.lowerBound
          values[index] = max(values[index], 0) + read[slot]
        }
      }
    }
    addDays()
  }

  private mutating func addDays() {
    firstDay = zone.day(of: Instant(halfHour: halfHours.lowerBound))
    var start = zone.start(of: firstDay).halfHour
    var day = firstDay
    while start < halfHours.upperBound {
      day = day + 1
      let end = zone.start(of: day).halfHour
      let read = (start..<end).map { self[$0] }
      days.append(
        Day(
          halfHours: start..<end, sum: read.reduce(0) { $0 + Int128(max($1, 0)) },
          isComplete: read.allSatisfy { $0 >= 0 }))
      start = end
    }
  }

  /// What was read in a half-hour, in millionths; ``DayReadings/missing`` where nothing was.
  subscript(halfHour: Int) -> Int64 {
    halfHours.contains(halfHour)
      ? values[halfHour - halfHours.lowerBound] : DayReadings.missing
  }

  /// The means of the last complete days before a day.
  func profile(before end: LocalDay) -> DayProfile {
    var profile = DayProfile()
    var day = min(end, firstDay + days.count) - 1
    while day >= firstDay, profile.days.count < DayProfile.mostDays {
      let known = days[day.number - firstDay.number]
      if known.isComplete {
        profile.days.append(day)
        zone.forEachHalfHour(in: known.halfHours) { time, day, slot in
          profile.add(self[time], weekday: day.weekday, slot: slot)
        }
      }
      day = day - 1
    }
    profile.days.reverse()
    return profile
  }

  /// How the usage of some days differed a year earlier from that of the 28 days before `end`.
  ///
  /// Both are means over complete days, of which there must be half; nil where there are fewer, or
  /// nothing was used before. Nothing that was read from `end` on counts.
  func seasonalFactor(of target: Range<LocalDay>, after end: LocalDay) -> SeasonalFactor? {
    let (first, behind) = (target.lowerBound.monthsEarlier(12), target.upperBound.monthsEarlier(12))
    guard first < behind, first < end else { return nil }
    let target = total(of: first..<min(behind, end))
    let before = end.monthsEarlier(12)
    let base = total(of: before - DayProfile.mostDays..<before)
    guard target.days * 2 >= behind.number - first.number, target.days > 0,
      base.days >= DayProfile.fewestDays, base.sum > 0
    else { return nil }
    return SeasonalFactor(
      numerator: target.sum * Int128(base.days), denominator: base.sum * Int128(target.days))
  }

  /// The sum over the complete ones of some days, and how many they are.
  private func total(of range: Range<LocalDay>) -> (sum: Int128, days: Int) {
    let known = range.clamped(to: firstDay..<firstDay + days.count)
    let own = days[
      known.lowerBound.number - firstDay.number..<known.upperBound.number - firstDay.number]
    return own.reduce(into: (sum: 0, days: 0)) { total, day in
      guard day.isComplete else { return }
      total.sum += day.sum
      total.days += 1
    }
  }
}

/// The sums of some days by daytype and half-hour of the local clock.
struct DayProfile {
  /// The days that count at most, and at least.
  static let (mostDays, fewestDays) = (28, 14)

  /// In order.
  var days: [LocalDay] = []
  /// In millionths, by place.
  private var sums = [Int128](repeating: 0, count: 96)
  private var counts = [Int128](repeating: 0, count: 96)

  /// The place of a half-hour: those of the clock from Monday to Friday, and then of weekends.
  static func place(weekday: Int, slot: Int) -> Int { (weekday < 5 ? 0 : 48) + slot }

  fileprivate mutating func add(_ quantity: Int64, weekday: Int, slot: Int) {
    let place = DayProfile.place(weekday: weekday, slot: slot)
    sums[place] += Int128(quantity)
    counts[place] += 1
  }

  /// The mean at a place times a factor, rounded once, half-even, to a millionth; nil where no day
  /// has that place.
  func quantity(at place: Int, times factor: SeasonalFactor?) -> Int64? {
    guard counts[place] > 0 else { return nil }
    let factor = factor ?? SeasonalFactor(numerator: 1, denominator: 1)
    // This fits: readings are at most 10^11, and all sums are over at most 366 days.
    return Int64(
      divide(sums[place] * factor.numerator, by: counts[place] * factor.denominator, .even))
  }
}

/// The usage of some days in relation to that of the days before them, within ½ and 2.
struct SeasonalFactor: Hashable {
  let numerator: Int128
  let denominator: Int128
  /// Whether it would be smaller or greater without its limits.
  let isLimited: Bool

  /// `denominator`: greater than 0.
  init(numerator: Int128, denominator: Int128) {
    isLimited = numerator * 2 < denominator || numerator > denominator * 2
    if numerator * 2 < denominator {
      (self.numerator, self.denominator) = (1, 2)
    } else if numerator > denominator * 2 {
      (self.numerator, self.denominator) = (2, 1)
    } else {
      (self.numerator, self.denominator) = (numerator, denominator)
    }
  }

  /// To four places.
  var text: String {
    FixedPoint(divide(numerator * 10_000, by: denominator, .even), scale: 4).text(places: 4)
  }
}

extension LocalDay {
  /// The same day of the month so many months earlier, or the last of that month where it is
  /// shorter.
  func monthsEarlier(_ count: Int) -> LocalDay {
    let (year, month, day) = civil
    let first = LocalDay(firstOfMonth: month - count, year: year)
    let (newYear, newMonth, _) = first.civil
    return first + (min(day, LocalDay.length(ofMonth: newMonth, year: newYear)) - 1)
  }
}

extension ClockZone {
  /// Calls `body` for each half-hour with its local day and its slot of the clock.
  func forEachHalfHour(in halfHours: Range<Int>, _ body: (Int, LocalDay, Int) throws -> Void)
    rethrows
  {
    var walk = MeterWalk(halfHours, zone: self, series: [])
    try walk.finish { segment, _ in
      for (index, time) in segment.times.enumerated() {
        try body(time, segment.day, segment.slot + index)
      }
    }
  }
}
