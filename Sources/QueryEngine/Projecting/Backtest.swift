import EnergyModel

/// How projections of one flow would have turned out, made at the same share of past periods.
package struct Backtest: Hashable, Sendable {
  /// The periods that are looked at, and the fewest that make a range.
  static let (mostTrials, fewestTrials) = (24, 6)

  var flow: Flow
  /// The newest first.
  var trials: [Trial]

  /// The rest of a past period: what was used, and what would have been projected.
  package struct Trial: Hashable, Sendable {
    /// The local days that were still to come.
    var days: Range<LocalDay>
    /// In millionths, over the half-hours that were read.
    var actual: Int128
    /// Likewise; greater than 0.
    var projected: Int128

    fileprivate static func < (left: Trial, right: Trial) -> Bool {
      left.actual * right.projected < right.actual * left.projected
    }
  }

  /// The trial whose ratio is a percentile of all, by nearest rank; nil where there are too few.
  func percentile(_ percent: Int) -> Trial? {
    guard trials.count >= Backtest.fewestTrials else { return nil }
    return trials.sorted { $0 < $1 }[(percent * trials.count + 99) / 100 - 1]
  }
}

/// A past period, and the part of it that was known when it was projected.
struct PastPeriod: Hashable {
  /// The first day of which nothing was known.
  var unread: LocalDay
  /// The days that were to come.
  var rest: Range<LocalDay>

  /// The period moved back by so many months, at the same share of its days.
  ///
  /// `unread`: the first day to come, which may lie before the period.
  init(_ days: Range<LocalDay>, unread: LocalDay, monthsEarlier count: Int) {
    let start = days.lowerBound.monthsEarlier(count)
    let end = max(days.upperBound.monthsEarlier(count), start + 1)
    let elapsed = max(unread.number - days.lowerBound.number, 0)
    let length = Int128(days.upperBound.number - days.lowerBound.number)
    let ownLength = end.number - start.number
    let ownElapsed = min(
      Int(divide(Int128(elapsed * ownLength), by: length, .even)), ownLength - 1)
    let lead = max(days.lowerBound.number - unread.number, 0)
    self.unread = start + ownElapsed - lead
    rest = start + ownElapsed..<end
  }

  /// The past periods that had ended before the first day to come, the newest first.
  static func all(_ days: Range<LocalDay>, unread: LocalDay) -> [PastPeriod] {
    let moved = (1...).lazy.map { PastPeriod(days, unread: unread, monthsEarlier: $0) }
    return Array(moved.drop { $0.rest.upperBound > unread }.prefix(Backtest.mostTrials))
  }
}

extension ReadingHistory {
  /// What would have been projected for the rest of a past period, and what was read.
  ///
  /// Nil where too little was known, or less than half of the half-hours was read.
  func trial(_ past: PastPeriod, _ filter: Filter, zone: ClockZone) -> Backtest.Trial? {
    let profile = profile(before: past.unread)
    guard profile.days.count >= DayProfile.fewestDays else { return nil }
    let factor = seasonalFactor(of: past.rest, after: past.unread)
    var trial = Backtest.Trial(days: past.rest, actual: 0, projected: 0)
    var (count, read, isWhole) = (0, 0, true)
    let halfHours = zone.range(from: past.rest.lowerBound, to: past.rest.upperBound).halfHours
    zone.forEachHalfHour(in: halfHours) { time, day, slot in
      guard filter.passes(weekday: day.weekday, slot: slot) else { return }
      count += 1
      let place = DayProfile.place(weekday: day.weekday, slot: slot)
      guard let quantity = profile.quantity(at: place, times: factor) else {
        return isWhole = false
      }
      guard self[time] >= 0 else { return }
      read += 1
      trial.actual += Int128(self[time])
      trial.projected += Int128(quantity)
    }
    return isWhole && read * 2 >= count && count > 0 ? trial : nil
  }
}
