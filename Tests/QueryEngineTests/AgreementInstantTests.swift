import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Agreements that change inside a local day; expected figures are worked out by hand.
///
/// Each half-hour reads 1 kWh; the old agreement costs 20p per kWh and 50p a day, the new one 30p
/// and 60p.
@Suite struct AgreementInstantTests {
  /// A home that reads from the start of 28 October 2023 in Britain until 1 November, and changes
  /// its tariff so many seconds after a half-hour.
  private func home(_ utc: String, plus seconds: Int64 = 0) throws -> MemoryHome {
    var old = try tariff("old", ["00:00-24:00": "20"])
    old.standingCharge = Rate(micropence: 50_000_000)
    var new = try tariff("new", ["00:00-24:00": "30"])
    new.standingCharge = Rate(micropence: 60_000_000)
    var home = try oneMeter(
      Array(repeating: "1", count: 4 * 48 + 2), from: "2023-10-27T23:00", [old, new])
    let meter = try #require(home.catalog.meters.first).meter
    let change = Instant(seconds: Instant(halfHour: try halfHour(utc)).seconds + seconds)
    home.assign("old", to: meter, from: london.start(of: try day("2023-10-01")), until: change)
    home.assign("new", to: meter, from: change)
    return home
  }

  /// 29 half-hours at 20p and 19 at 30p: £5.80 + £5.70.
  @Test func aChangeInTheAfternoon() throws {
    let home = try home("2023-10-30T14:30")
    #expect(try ask("cost 2023-10-30", home).lines == ["48,11.5"])
    #expect(
      try ask("cost 2023-10-30 by tariff", home).lines == ["old,29,5.8", "new,19,5.7"])
    #expect(
      try ask("readings 2023-10-30", home).rows.map { $0.cells[5].csv }
        == Array(repeating: "old", count: 29) + Array(repeating: "new", count: 19))
    let text = try plan("cost 2023-10-30", home).explanation
    #expect(text.contains("old for 1900000000001, 2023-10-30 to 2023-10-30 14:30: by agreement"))
    #expect(text.contains("new for 1900000000001, 2023-10-30 14:30 to 2023-10-31: by agreement"))
  }

  /// The day's charge is that of the agreement in force at its start: £11.50 + £0.50, the next day
  /// £14.40 + £0.60.
  @Test func aStandingChargeBelongsToTheStartOfTheDay() throws {
    #expect(
      try ask("cost 2023-10-30..2023-11-01 by day with standing", home("2023-10-30T14:30")).lines
        == ["2023-10-30,48,11.5,0.5,12", "2023-10-31,48,14.4,0.6,15"])
    // At midnight the new agreement is in force.
    #expect(
      try ask("cost 2023-10-30 by day with standing", home("2023-10-30T00:00")).lines
        == ["2023-10-30,48,14.4,0.6,15"])
  }

  /// The day has 50 half-hours and begins at 23:00 UTC of the day before.
  ///
  /// Three of them are before 01:30+01:00, at 20p, and 47 after it, at 30p: £0.60 + £14.10. Five are
  /// before 01:30+00:00: £1.00 + £13.50.
  @Test(arguments: [
    ("2023-10-29T00:30", "50,14.7", "01:30+01:00"), ("2023-10-29T01:30", "50,14.5", "01:30+00:00"),
  ])
  func aChangeInTheHourThatComesTwice(utc: String, line: String, time: String) throws {
    let home = try home(utc)
    #expect(try ask("cost 2023-10-29", home).lines == [line])
    let text = try plan("cost 2023-10-29", home).explanation
    #expect(text.contains("new for 1900000000001, 2023-10-29 \(time) to 2023-10-30"))
  }

  /// A half-hour belongs to the agreement in force when it begins, so that one which changes at
  /// 14:05 is the old one's.
  @Test(arguments: [(0, "11.6"), (1, "11.5"), (300, "11.5"), (1799, "11.5"), (1800, "11.5")])
  func aChangeInsideAHalfHour(seconds: Int64, pounds: String) throws {
    // From 14:00 on 28 half-hours are at 20p and 20 at 30p: £5.60 + £6.00.
    let home = try home("2023-10-30T14:00", plus: seconds)
    #expect(try ask("cost 2023-10-30", home).lines == ["48,\(pounds)"])
  }

  /// What overlaps for part of a day only is refused on that day alone.
  @Test func anOverlapInsideADayIsNamed() throws {
    var home = try home("2023-10-30T14:30")
    let meter = try #require(home.catalog.meters.first).meter
    let evening = Instant(halfHour: try halfHour("2023-10-30T18:00"))
    home.assign("old", to: meter, from: evening, until: london.start(of: try day("2023-10-31")))
    #expect(try ask("cost 2023-10-31", home).lines == ["48,14.4"])
    #expect(
      refusal("cost 2023-10-30", home)
        == "two agreements of 1900000000001 overlap on 2023-10-30 18:00: 'new' and 'old'; say which "
        + "one applies: unassign 1900000000001 from 2023-10-30; "
        + "assign new to 1900000000001 from 2023-10-30")
  }

  /// A home that was left at 14:30 is expected to read the 29 half-hours before that.
  @Test func aHomeThatWasLeftInsideADay() throws {
    var home = try oneMeter(Array(repeating: "1", count: 29), from: "2023-10-30T00:00")
    home.add(try tariff("old", ["00:00-24:00": "20"]))
    let meter = try #require(home.catalog.meters.first).meter
    let end = Instant(halfHour: try halfHour("2023-10-30T14:30"))
    home.assign("old", to: meter, from: london.start(of: try day("2023-10-01")), until: end)
    let coverage = try #require(try ask("cost 2023-10-30..2023-11-02", home).summary.coverage)
    #expect(coverage == Coverage(expected: 29, present: 29, unpriced: 0))
  }
}
