import EnergyModel
import QueryEngine
import TestSupport
import Testing

@Suite struct CoverageTests {
  private func counts(_ text: String, _ home: MemoryHome, now: String) throws -> Coverage? {
    try ask(text, home, now: now).summary.coverage
  }

  /// One reading at noon UTC of 10 January, another at noon of the 12th.
  private func home() throws -> MemoryHome {
    var home = try oneMeter(["1"], from: "2023-01-10T12:00")
    let meter = home.catalog.meters[0].meter
    home.store([1], from: try halfHour("2023-01-12T12:00"), of: meter)
    return home
  }

  /// Expected are the half-hours of the period from the first reading until now, counted by hand;
  /// the one that has begun is not over, and what has been read was to be expected.
  @Test(arguments: [
    ("all", "2023-01-14T00:00", 24 + 48 + 48, 2),
    ("2023-01-10", "2023-01-14T00:00", 24, 1),
    ("2023-01-11", "2023-01-14T00:00", 48, 0),
    ("2023-01-12", "2023-01-12T18:00", 36, 1),
    ("2023-01-12", "2023-01-12T18:30", 37, 1),
    ("2023-01-13", "2023-01-14T00:00", 48, 0),
    ("2023-01", "2023-01-14T00:00", 24 + 3 * 48, 2),
    ("2023-01", "2024-01-01T00:00", 24 + 21 * 48, 2),
    ("2023-01-09", "2023-01-14T00:00", 0, 0),
    ("2023-01", "2023-01-11T00:00", 24 + 48 + 25, 2),
    ("2023-01", "2022-06-01T00:00", 24 + 48 + 25, 2),
  ])
  func fromTheFirstReadingUntilNow(period: String, now: String, expected: Int, present: Int) throws
  {
    let coverage = try counts("usage \(period)", try home(), now: now)
    #expect(coverage == Coverage(expected: expected, present: present))
  }

  @Test func summerTimeDaysAreShortAndLong() throws {
    let spring = try oneMeter(["1"], from: "2023-03-01T00:00")
    let now = "2023-12-01T00:00"
    #expect(try counts("usage 2023-03-26", spring, now: now)?.expected == 46)
    #expect(try counts("usage 2023-10-29", spring, now: now)?.expected == 50)
    #expect(try counts("usage 2023-04-01..2023-10-01", spring, now: now)?.expected == 183 * 48)
  }

  /// A meter that another has replaced is expected to read until the other began.
  @Test func untilTheSuccessor() throws {
    var home = MemoryHome()
    let old = home.addMeter("1900000000001", serial: "OLD")
    let new = home.addMeter("1900000000001", serial: "NEW")
    let other = home.addMeter("1900000000002")
    home.store([1, 1], from: try halfHour("2023-01-10T00:00"), of: old)
    home.store([1], from: try halfHour("2023-01-10T06:00"), of: new)
    home.store([1], from: try halfHour("2023-01-10T20:00"), of: other)
    let table = try ask(
      "usage 2023-01-10 by meter with coverage", home, now: "2023-01-20T00:00")
    // 12 until 06:00, of which 2 are there, then 36; the other meter 8.
    #expect(table.lines == ["1900000000001,0.000003,3,48", "1900000000002,0.000001,1,8"])
    let plan = try plan("usage all", home, now: "2023-01-20T00:00")
    let start = try halfHour("2023-01-10T00:00")
    #expect(
      plan.scans.map(\.expected) == [
        start..<start + 12, start + 12..<start + 48, start + 40..<start + 48,
      ])
  }

  /// The day that `all` ends with is whole, though its end may lie ahead.
  @Test func allEndsWithTheDayOfTheNewestReading() throws {
    let plan = try plan("usage", try home(), now: "2023-01-20T00:00")
    #expect(plan.period.days == (try day("2023-01-10"))..<(try day("2023-01-13")))
  }

  /// 23:30 UTC in July is half past midnight of the next local day.
  @Test func daysOfReadingsAreLocal() throws {
    let plan = try plan("usage", try oneMeter(["1"], from: "2023-07-01T23:30"))
    #expect(plan.period.days == (try day("2023-07-02"))..<(try day("2023-07-03")))
    #expect(plan.period.range.start.halfHour == (try halfHour("2023-07-01T23:00")))
  }
}
