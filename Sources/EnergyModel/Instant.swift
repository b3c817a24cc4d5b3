/// A point in time: whole seconds of UTC since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  /// The instant at which half-hour number `halfHour` begins.
  package init(halfHour: Int) { seconds = Int64(halfHour) * 1800 }

  /// The number of the half-hour that holds this instant, counted from 1970-01-01T00:00Z.
  package var halfHour: Int { Int(seconds.flooredDivision(by: 1800)) }

  /// The number of the first half-hour that begins at this instant or later.
  package var nextHalfHour: Int { Int((seconds + 1799).flooredDivision(by: 1800)) }

  /// The instants of the years 1 to 9999 in UTC, whose stamps can be written on any clock.
  ///
  /// Instants outside it are refused wherever they come from: files, API answers or the cache.
  package static let writable =
    Instant(
      startOfYear: LocalDay.years.lowerBound)..<Instant(startOfYear: LocalDay.years.upperBound + 1)

  private init(startOfYear year: Int) {
    seconds = Int64(LocalDay(firstOfMonth: 1, year: year).number) * 86_400
  }

  package static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }
}

extension BinaryInteger {
  /// The quotient rounded towards minus infinity, so that days before 1970 are counted correctly.
  @inlinable
  package func flooredDivision(by divisor: Self) -> Self {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  /// The remainder that goes with ``flooredDivision(by:)``: never negative.
  @inlinable
  package func flooredRemainder(by divisor: Self) -> Self {
    self - flooredDivision(by: divisor) * divisor
  }
}

/// A half-open range of time, `start <= t < end`, on the half-hour grid.
package struct TimeRange: Hashable, Sendable {
  package var start: Instant
  package var end: Instant

  package init(start: Instant, end: Instant) {
    precondition(start <= end, "a time range ends before it starts")
    self.start = start
    self.end = end
  }

  /// The range from before the earliest stored instant to after the latest.
  package static let always = TimeRange(
    start: Instant(seconds: .min), end: Instant(seconds: .max))

  /// The numbers of the half-hours in the range.
  package var halfHours: Range<Int> { start.halfHour..<end.halfHour }
}
