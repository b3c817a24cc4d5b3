import EnergyModel
import TestSupport
import Testing

@Suite struct ClockZoneTests {
  private let london = londonZone()

  private func instant(_ stamp: some StringProtocol) throws -> Instant {
    let parts = stamp.split { "-T:".contains($0) }.compactMap { Int64($0) }
    try #require(parts.count == 5)
    let day = try #require(
      LocalDay(year: Int(parts[0]), month: Int(parts[1]), day: Int(parts[2])))
    return Instant(seconds: Int64(day.number) * 86_400 + parts[3] * 3600 + parts[4] * 60)
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) throws -> LocalDay {
    try #require(LocalDay(year: year, month: month, day: day))
  }

  /// Walks the local days of 1996…2037, laying them end to end by their lengths in the fixture;
  /// the fixture's midnights, of change days and of months, must lie on the way.
  @Test func everyDayAgreesWithPython() throws {
    var counts: [String: Int] = [:]
    var midnights: [String: Instant] = [:]
    for line in try fixture("Fixtures/london-days.txt").split(separator: "\n") {
      let fields = line.split(separator: " ")
      midnights[String(fields[1])] = try instant(fields[fields.count - 1])
      if fields[0] == "day" { counts[String(fields[1])] = Int(fields[2]) }
    }
    #expect(counts.count == 84)
    #expect(midnights.count == 84 + 504)

    var day = LocalDay(firstOfMonth: 1, year: 1996)
    var start = try #require(midnights[day.description])
    while day.civil.year < 2038 {
      let count = counts[day.description] ?? 48
      let end = Instant(seconds: start.seconds + Int64(count) * 1800)
      try #require(london.start(of: day) == start, "\(day)")
      try #require(midnights[day.description] ?? start == start, "\(day)")
      try #require(london.range(from: day, to: day + 1).halfHours.count == count, "\(day)")
      try #require(london.day(of: start) == day)
      try #require(london.day(of: Instant(seconds: end.seconds - 1)) == day)
      try #require(london.slot(at: start) == 0)
      (day, start) = (day + 1, end)
    }
  }

  @Test func springDayHasNoHourFromOne() throws {
    let range = london.range(from: try day(2023, 3, 26), to: try day(2023, 3, 27))
    #expect(london.stamp(range.start) == "2023-03-26T00:00:00+00:00")
    #expect(london.stamp(range.end) == "2023-03-27T00:00:00+01:00")
    let slots = range.halfHours.map { london.slot(at: Instant(halfHour: $0)) }
    #expect(slots == [0, 1] + Array(4..<48))
  }

  @Test func autumnDayHasTheHourFromOneTwice() throws {
    let range = london.range(from: try day(2023, 10, 29), to: try day(2023, 10, 30))
    let starts = range.halfHours.map { Instant(halfHour: $0) }
    #expect(starts.map(london.slot) == [0, 1, 2, 3, 2, 3] + Array(4..<48))
    #expect(
      starts[2..<6].map(london.stamp) == [
        "2023-10-29T01:00:00+01:00", "2023-10-29T01:30:00+01:00",
        "2023-10-29T01:00:00+00:00", "2023-10-29T01:30:00+00:00",
      ])
  }

  @Test func offsetsChangeAtTheInstant() throws {
    let change = try instant("2023-10-29T01:00")
    #expect(london.offset(at: Instant(seconds: change.seconds - 1)) == 3600)
    #expect(london.offset(at: change) == 0)
    #expect(london.transitions[london.transitionIndex(at: change)].start == change)
  }

  /// Of all quarters of an hour of three years and a day, those that share their local time with
  /// another one.
  @Test func timesThatComeTwice() throws {
    let range = london.range(from: try day(2022, 10, 30), to: try day(2025, 10, 27))
    let times = stride(from: range.start.seconds, to: range.end.seconds, by: 900)
      .map { london.localTime(Instant(seconds: $0)) }
    let stamps = times.map(\.stamp)
    let counts = Dictionary(stamps.map { ($0.prefix(19), 1) }, uniquingKeysWith: +)
    let twice = stamps.filter { counts[$0.prefix(19)] == 2 }
    #expect(times.filter(\.isRepeated).map(\.stamp) == twice)
    // Eight on each of four days.
    #expect(twice.count == 32)
    #expect(twice.first == "2022-10-30T01:00:00+01:00")
    #expect(twice.last == "2025-10-26T01:45:00+00:00")
  }

  @Test func timesThatComeTwiceWestOfGreenwich() {
    // At 02:00, three and a half hours behind UTC, the clock goes back by half an hour.
    let west = ClockZone(
      name: "West", years: 1900...2099,
      transitions: [
        .init(start: Instant(seconds: -86_400 * 36_500), offset: -12_600),
        .init(start: Instant(seconds: 5 * 3600 + 1800), offset: -14_400),
      ])
    let times = (0..<48).map { west.localTime(Instant(halfHour: $0)) }
    #expect(
      times.filter(\.isRepeated).map(\.stamp) == [
        "1970-01-01T01:30:00-03:30", "1970-01-01T01:30:00-04:00",
      ])
  }

  /// Britain kept summer time through the winters from 1968 to 31 October 1971.
  @Test func knowsTheFirstYears() throws {
    #expect(london.offset(at: Instant(seconds: 0)) == 3600)
    #expect(london.offset(at: try instant("1971-10-31T01:59")) == 3600)
    #expect(london.offset(at: try instant("1971-10-31T02:00")) == 0)
    #expect(london.stamp(london.start(of: try day(1972, 1, 1))) == "1972-01-01T00:00:00+00:00")
  }

  /// British law as it stands has the clocks change on the last Sundays of March and October.
  @Test func knowsTheLastYears() throws {
    for (stamp, offset) in [
      ("2099-03-29T00:59", 0), ("2099-03-29T01:00", 3600), ("2099-10-25T00:59", 3600),
      ("2099-10-25T01:00", 0),
    ] {
      #expect(london.offset(at: try instant(stamp)) == Int64(offset), "\(stamp)")
    }
    #expect(london.years == 1970...2099)
    #expect(london.name == "Europe/London")
  }

  @Test func stampsBeforeTheEpochAndWestOfGreenwich() throws {
    let west = ClockZone(
      name: "West", years: 1900...2099,
      transitions: [.init(start: Instant(seconds: -86_400 * 36_500), offset: -5400)])
    #expect(west.stamp(Instant(seconds: 0)) == "1969-12-31T22:30:00-01:30")
    #expect(west.slot(at: Instant(seconds: -1)) == 44)
    #expect(west.start(of: LocalDay(number: 0)) == Instant(seconds: 5400))
    #expect(ClockZone.utcStamp(Instant(seconds: -1800)) == "1969-12-31T23:30")
  }

  /// The clocks go back at 01:00 UTC on 2023-10-29 and forward at 01:00 UTC on 2023-03-26.
  @Test(arguments: [
    ("2023-06-30T23:00", "2023-07-01"), ("2023-07-01T00:00", "2023-07-01 01:00"),
    ("2023-12-31T00:00", "2023-12-31"), ("2023-10-28T22:30", "2023-10-28 23:30"),
    ("2023-10-29T00:00", "2023-10-29 01:00+01:00"),
    ("2023-10-29T01:30", "2023-10-29 01:30+00:00"), ("2023-10-29T02:00", "2023-10-29 02:00"),
    ("2023-03-26T00:30", "2023-03-26 00:30"), ("2023-03-26T01:00", "2023-03-26 02:00"),
  ])
  func shortStamps(utc: String, text: String) throws {
    #expect(london.shortStamp(try instant(utc)) == text)
  }

  @Test func halfHoursBeforeTheEpoch() {
    #expect(Instant(seconds: -1).halfHour == -1)
    #expect(Instant(seconds: -1800).halfHour == -1)
    #expect(Instant(seconds: -1801).halfHour == -2)
    #expect(Instant(halfHour: -3).seconds == -5400)
  }

  @Test func clockTexts() {
    #expect(clockText(slot: 0) == "00:00")
    #expect(clockText(slot: 33) == "16:30")
    #expect(clockText(slot: 48) == "24:00")
    #expect(clockText(minute: 125) == "02:05")
  }
}
