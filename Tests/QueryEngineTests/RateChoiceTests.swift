import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// `where` on rates alone: no meter needs to have read anything.
///
/// A weekday's rates are 10p until 02:00, 5p until 05:00, 20p until 16:00, 40p until 19:00, and
/// none after 23:00. 2023-07-03 was a Monday.
@Suite struct RateChoiceTests {
  private func home() throws -> MemoryHome {
    var home = MemoryHome()
    home.add(
      try tariff(
        "day",
        [
          "00:00-02:00": "10", "02:00-05:00": "5", "05:00-16:00": "20", "16:00-19:00": "40",
          "19:00-23:00": "20",
        ]))
    return home
  }

  @Test(arguments: [
    ("cheapest 2h 2023-07-03", "02:00-04:00 0.05"),
    ("cheapest 2h 2023-07-03 where time 04:00-12:00", "04:00-06:00 0.125"),
    ("cheapest 2h 2023-07-03 where rate > 5p", "00:00-02:00 0.1"),
    ("cheapest 3h 2023-07-03 where rate > 5p and rate < 40p", "05:00-08:00 0.2"),
    ("dearest 4h 2023-07-03 where time 12:00-17:00", "13:00-17:00 0.25"),
    ("dearest 1h 2023-07-03 where rate <= 20p", "05:00-06:00 0.2"),
    ("dearest 1h 2023-07-03 where tariff = DAY and time 00:00-04:00", "00:00-01:00 0.1"),
    // From Monday to Sunday.
    ("cheapest 1h 2023-W27 where weekend", "02:00-03:00 0.05"),
  ])
  func stretches(text: String, expected: String) throws {
    let row = try #require(try ask(text, home()).rows.first).cells.map(\.csv)
    let clocks = row[..<2].map { $0.dropFirst(11).prefix(5) }.joined(separator: "-")
    #expect("\(clocks) \(row[2])" == expected)
    #expect(row[0].prefix(10) == (text.contains("weekend") ? "2023-07-08" : "2023-07-03"))
  }

  /// Half-hours that do not pass come between, so that no stretch is long enough.
  @Test func noStretchPasses() throws {
    let table = try ask("cheapest 3h 2023-07-03 where time 04:00-06:30", home())
    #expect(table.rows.isEmpty)
    #expect(
      table.summary.notes == [
        "no window of that length that 'where' allows has rates throughout"
      ])
  }

  @Test func ratesOfSomeHours() throws {
    let table = try ask("rates 2023-07-03 where time 15:00-19:30", home())
    #expect(
      table.lines == [
        "2023-07-03T15:00:00+01:00,2023-07-03T16:00:00+01:00,day,0.2",
        "2023-07-03T16:00:00+01:00,2023-07-03T19:00:00+01:00,day,0.4",
        "2023-07-03T19:00:00+01:00,2023-07-03T19:30:00+01:00,day,0.2",
      ])
    #expect(table.summary.notes.isEmpty)
    let dear = try ask("rates 2023-07-03 where rate > 20p", home())
    #expect(dear.lines == ["2023-07-03T16:00:00+01:00,2023-07-03T19:00:00+01:00,day,0.4"])
    #expect(dear.summary.notes.isEmpty)
  }

  /// Two half-hours before midnight have no rate; only they are counted that pass.
  @Test(arguments: [
    ("rates 2023-07-03", "2 half-hours of the period have no rate"),
    ("rates 2023-07-03 where time 23:30-24:00", "1 half-hour of the period has no rate"),
  ])
  func halfHoursWithoutARate(text: String, note: String) throws {
    #expect(try ask(text, home()).summary.notes == [note])
  }

  @Test(arguments: [
    ("rates where usage > 1", "'rates' reads no meters, so there is no usage to test"),
    ("cheapest 3h where cost > 1", "'cheapest' reads no meters, so there is no cost to test"),
    (
      "dearest 3h where weekday and usage > 1",
      "'dearest' reads no meters, so there is no usage to test"
    ),
    ("rates where tariff = dya", "unknown tariff 'dya'. Did you mean 'day'?"),
    ("cost where tariff = night", "unknown tariff 'night'; see 'show tariffs'"),
  ])
  func conditionsThatMakeNoSense(text: String, expected: String) throws {
    #expect(refusal(text, try home()) == expected)
  }

  /// What is left out by 'where' was there all the same.
  @Test func nothingPasses() throws {
    let home = try oneMeter(
      ["1", "2"], from: "2023-07-03T10:00", [tariff("a", ["00:00-24:00": "10"])])
    let table = try ask("cost 2023-07-03 where time 20:00-21:00", home, now: "2023-07-03T11:00")
    #expect(
      table.summary.notes == [
        "no reading of import passes 'where' from 2023-07-03 to 2023-07-04"
      ])
  }
}
