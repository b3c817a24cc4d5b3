/// The local clock of a place: a sorted table of its changes of offset from UTC.
///
/// Offsets are whole half-hours, and no change may skip or repeat midnight; both have held for
/// Europe/London since 1970. Days outside ``years`` are not covered: callers refuse them.
package struct ClockZone: Hashable, Sendable {
  /// A change of offset: from `start` on, local time is UTC plus `offset` seconds.
  package struct Transition: Hashable, Sendable {
    package var start: Instant
    package var offset: Int64

    package init(start: Instant, offset: Int64) {
      self.start = start
      self.offset = offset
    }
  }

  /// The years that a clock of Britain covers.
  package static let coveredYears = 1970...2099
  /// The numbers of the UTC days in them.
  package static let coveredDays =
    LocalDay(firstOfMonth: 1, year: coveredYears.lowerBound)
    .number..<LocalDay(firstOfMonth: 1, year: coveredYears.upperBound + 1).number

  /// An IANA name, such as `Europe/London`.
  package let name: String
  /// The years that the table covers.
  package let years: ClosedRange<Int>
  /// The transitions in ascending order of time; the first is in the distant past.
  package let transitions: [Transition]

  package init(name: String, years: ClosedRange<Int>, transitions: [Transition]) {
    precondition(!transitions.isEmpty, "a zone has at least one offset")
    precondition(
      transitions.allSatisfy { $0.offset % 1800 == 0 && $0.start.seconds % 1800 == 0 },
      "an offset that is off the half-hour grid")
    self.name = name
    self.years = years
    self.transitions = transitions
  }

  /// The index in ``transitions`` of the one in force at `instant`.
  ///
  /// - Complexity: O(log n) in the number of transitions.
  package func transitionIndex(at instant: Instant) -> Int {
    // Before the first one, too, that is in force.
    max(transitions.partitioningIndex { $0.start > instant } - 1, 0)
  }

  /// The seconds by which local time is ahead of UTC.
  package func offset(at instant: Instant) -> Int64 {
    transitions[transitionIndex(at: instant)].offset
  }

  package func day(of instant: Instant) -> LocalDay {
    LocalDay(number: Int((instant.seconds + offset(at: instant)).flooredDivision(by: 86_400)))
  }

  /// The local days from that of the earliest half-hour to that of the latest; nil if there are
  /// none.
  package func days(of halfHours: [ClosedRange<Int>]) -> ClosedRange<LocalDay>? {
    guard let first = halfHours.map(\.lowerBound).min(),
      let last = halfHours.map(\.upperBound).max()
    else { return nil }
    return day(of: Instant(halfHour: first))...day(of: Instant(halfHour: last))
  }

  /// The instant of local midnight at the start of `day`.
  package func start(of day: LocalDay) -> Instant {
    let midnight = Int64(day.number) * 86_400
    // The offset a day earlier gives a guess that is right, or wrong by the size of one change.
    let guess = Instant(seconds: midnight - offset(at: Instant(seconds: midnight - 86_400)))
    return Instant(seconds: midnight - offset(at: guess))
  }

  /// The time from the start of `first` to the start of `end`.
  package func range(from first: LocalDay, to end: LocalDay) -> TimeRange {
    TimeRange(start: start(of: first), end: start(of: end))
  }

  /// The local day that begins at an instant, or else the next one to begin.
  package func nextDay(at instant: Instant) -> LocalDay {
    let day = day(of: instant)
    return start(of: day) < instant ? day + 1 : day
  }

  /// The local days whose first half-hour is in `halfHours`.
  package func daysBeginning(in halfHours: Range<Int>) -> Range<LocalDay> {
    nextDay(
      at: Instant(halfHour: halfHours.lowerBound))..<nextDay(
        at: Instant(halfHour: halfHours.upperBound))
  }

  /// The local clock time as half-hours since midnight, 0…47.
  package func slot(at instant: Instant) -> Int {
    Int((instant.seconds + offset(at: instant)).flooredRemainder(by: 86_400) / 1800)
  }

  /// The instant in local ISO 8601 with a numeric offset: `2023-07-01T00:00:00+01:00`.
  package func stamp(_ instant: Instant) -> String {
    LocalTime(instant: instant, offset: offset(at: instant), isRepeated: false).stamp
  }

  /// The instant in UTC to the minute, without a zone mark: `2023-06-30T23:00`.
  package static func utcStamp(_ instant: Instant) -> String {
    String(unsafeUninitializedCapacity: 16) { buffer in
      var digits = DigitWriter(buffer)
      digits.write(LocalDay(number: Int(instant.seconds.flooredDivision(by: 86_400))))
      digits.write("T")
      digits.write(clock: instant.seconds)
      return digits.count
    }
  }
}

/// The clock time at which slot 0…48 of a day begins, such as `00:30`.
package func clockText(slot: Int) -> String { clockText(minute: slot * 30) }

/// The clock time of a minute of the day, 0…1440, such as `16:30`.
package func clockText(minute: Int) -> String {
  guard (0...1440).contains(minute) else {
    return padded(minute / 60, to: 2) + ":" + padded(minute % 60, to: 2)
  }
  return String(unsafeUninitializedCapacity: 5) { buffer in
    var digits = DigitWriter(buffer)
    digits.write(Int64(minute / 60), width: 2)
    digits.write(":")
    digits.write(Int64(minute % 60), width: 2)
    return digits.count
  }
}
