import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// `per day` and its kin: means over complete units, which add up.
@Suite struct MeanTests {
  private static let flat = ["00:00-24:00": "10"]

  /// Two whole days of 24 and 48 kWh, between them one that lacks its last half-hour.
  private func home() throws -> MemoryHome {
    let values =
      Array(repeating: "0.5", count: 48) + Array(repeating: "9", count: 47) + [nil]
      + Array(repeating: "1", count: 48)
    return try oneMeter(values, from: "2024-01-10T00:00", [tariff("in", MeanTests.flat)])
  }

  private static let period = "from 2024-01-10 to 2024-01-13"

  @Test func overCompleteDays() throws {
    let home = try home()
    let table = try ask("cost \(MeanTests.period) per day", home)
    #expect(table.lines == ["36,3.6"])
    #expect(
      table.header.columns.map(\.name) == ["usage_kwh_per_day", "cost_gbp_per_day"])
    #expect(table.header.columns.map { $0.unit?.word } == ["kWh/day", "GBP/day"])
    #expect(table.summary.means == ["means are over 2 complete days; 1 day is left out"])
    #expect(
      try ask("cost \(MeanTests.period) by day per day", home).lines
        == ["2024-01-10,24,2.4", "2024-01-11,,", "2024-01-12,48,4.8"])
    #expect(
      try ask("usage 2024-01-11 per day", home).summary.means.last
        == "no day is complete; 1 day is left out")
    // The week is not in the period as a whole.
    let week = try ask("usage \(MeanTests.period) per week", home)
    #expect(week.lines == [""])
    #expect(week.rows.map(\.isIncomplete) == [true])
  }

  /// Without a complete unit a result is incomplete, though every half-hour was read.
  @Test func noUnitIsComplete() throws {
    let home = try oneMeter(Array(repeating: "1", count: 96), from: "2024-01-10T00:00")
    for query in ["by month per month", "per week", "by hour per month across daytype"] {
      let table = try ask("usage from 2024-01-10 to 2024-01-12 \(query)", home)
      #expect(table.summary.isIncomplete, "\(query)")
      #expect(table.summary.coverage?.isComplete == true, "\(query)")
    }
    let days = try ask("usage from 2024-01-10 to 2024-01-12 per day", home)
    #expect(!days.summary.isIncomplete)
  }

  /// However long the period is, only what was read or due is gone through.
  @Test func aPeriodOfManyYears() throws {
    let home = try home()
    let table = try ask("usage from 1971 to 2099 per day", home, now: "2024-01-13T00:00")
    #expect(table.lines == ["36"])
    #expect(
      table.summary.means.contains("means are over 2 complete days; 1 day is left out"))
  }

  /// Where a meter took over from another the day and the month are whole; and a gap between is one.
  @Test func aMeterThatTookOver() throws {
    func home(resumingAt start: String) throws -> MemoryHome {
      var home = MemoryHome()
      let old = home.addMeter("1900000000001")
      let new = home.addMeter("1900000000001", serial: "S2")
      let (first, end) = (try halfHour("2024-01-01T00:00"), try halfHour("2024-01-20T12:00"))
      home.store((first..<end).map { _ in 500_000 }, from: first, of: old)
      let (next, last) = (try halfHour(start), try halfHour("2024-03-01T00:00"))
      home.store((next..<last).map { _ in 1_000_000 }, from: next, of: new)
      return home
    }
    // 19.5 days of 24 kWh and 11.5 of 48.
    let whole = try home(resumingAt: "2024-01-20T12:00")
    #expect(try ask("usage 2024-01 per month", whole).lines == ["1020"])
    #expect(try ask("usage 2024-01-20 per day", whole).lines == ["36"])
    #expect(try ask("usage 2024-02 per day", whole).summary.means == [])
    let gap = try home(resumingAt: "2024-01-20T13:00")
    #expect(try ask("usage 2024-01 per month", gap).lines == [""])
    #expect(
      try ask("usage 2024-01 per day", gap).summary.means
        == ["means are over 30 complete days; 1 day is left out"])
  }

  @Test func aRemovedMeterIsNamed() throws {
    var home = try home()
    let old = home.addMeter("1900000000002", serial: "OLD", alias: "annexe")
    home.store([1_000_000], from: try halfHour("2024-01-02T00:00"), of: old)
    #expect(
      try ask("usage 2024-01-10 per day", home).summary.means.last
        == "no day is complete; 1 day is left out: annexe, meter OLD, has no reading after 2024-01-02"
    )
  }

  /// The days to come and those before the first reading are not left out: nothing of them is due.
  @Test func whatIsNotDueIsNotLeftOut() throws {
    let home = try home()
    let table = try ask("usage 2024-01 per day", home, now: "2024-01-13T00:00")
    #expect(table.summary.means == ["means are over 2 complete days; 1 day is left out"])
  }

  /// A day in which a meter begins is not complete; those before count without it.
  ///
  /// Three days of 24 kWh, and from noon of the second on another 1 kWh a half-hour.
  @Test func aMeterThatBeginsInsideADay() throws {
    var home = try oneMeter(Array(repeating: "0.5", count: 144), from: "2024-01-10T00:00")
    let second = home.addMeter("1900000000002")
    home.store(
      Array(repeating: try energy("1"), count: 72), from: try halfHour("2024-01-11T12:00"),
      of: second)
    let table = try ask("usage \(MeanTests.period) by day per day", home)
    #expect(table.lines == ["2024-01-10,24", "2024-01-11,", "2024-01-12,72"])
    #expect(try ask("usage \(MeanTests.period) per day", home).lines == ["48"])
  }

  /// A day counts by all its half-hours, whichever `where` chooses.
  ///
  /// One of which it leaves none does not count at all. 10 January 2024 was a Wednesday.
  @Test func conditions() throws {
    let home = try home()
    for (condition, expected) in [
      ("time 00:00-12:00", "18,1.8"), ("day in (wed)", "24,2.4"), ("day in (wed, thu)", "24,2.4"),
      ("day in (thu)", ","), ("usage > 0.7", "24,2.4"), ("tariff = in", "36,3.6"),
    ] {
      let lines = try ask("cost \(MeanTests.period) per day where \(condition)", home).lines
      #expect(lines == [expected], "\(condition)")
    }
  }

  /// Of all complete days, whichever days `where` chooses: 2.4 of 7.2.
  @Test func sharesAreOfAllDays() throws {
    let query = "cost \(MeanTests.period) per day where day in (wed) with share"
    #expect(try ask(query, home()).lines == ["24,2.4,0.33333333"])
  }

  /// Without a rate a day has energy, and no cost.
  @Test func ratesAreNeeded() throws {
    let values = Array(repeating: "1", count: 96)
    let home = try oneMeter(
      values, from: "2024-01-10T00:00", [tariff("in", MeanTests.flat, until: "2024-01-11")])
    let period = "from 2024-01-10 to 2024-01-12"
    #expect(try ask("cost \(period) per day", home).lines == ["48,4.8"])
    #expect(try ask("usage \(period) per day", home).lines == ["48"])
  }

  /// What is shown is rounded to 8 places, so sums may be off by half of that for each row.
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func meansOfPartsAddUp(seed: UInt64) throws {
    let home = try RandomHome(seed: seed)
    let query = "cost import from \(home.days.lowerBound) to \(home.days.upperBound) per day"
    let whole = try #require(try ask(query, home.memory).rows.first).cells
    for keys in ["halfhour", "hour", "rate", "band", "meter", "tariff", "meter, halfhour"] {
      let rows = try ask("\(query) by \(keys)", home.memory).rows
      for (place, cell) in whole.enumerated() {
        let parts = rows.compactMap { $0.cells.suffix(2)[$0.cells.count - 2 + place].number }
        let sum = parts.reduce(FixedPoint(0), +)
        let difference = sum - (cell.number ?? FixedPoint(0))
        let most = FixedPoint(Int128(rows.count + 1) * 5, scale: 9)
        #expect(max(difference, -difference) < most || difference.digits == 0, "\(keys)")
      }
    }
  }

  /// A change of the clock leaves an hour out, and adds one; the mean day is over all days.
  @Test func clockChanges() throws {
    let values = Array(repeating: "1", count: 48 * 3 - 2)
    let home = try oneMeter(values, from: "2024-03-30T00:00")
    let rows = try ask("usage from 2024-03-30 to 2024-04-02 by hour per day", home).rows
    #expect(rows[1].cells[1].csv == "1.33333333")
    #expect(rows[2].cells[1].csv == "2")
    #expect(try ask("usage from 2024-03-30 to 2024-04-02 per day", home).lines == ["47.33333333"])
  }

  @Test func standingChargesAndRunningSums() throws {
    var home = try home()
    var other = try tariff("other", ["00:00-24:00": "20"])
    other.standingCharge = Rate(micropence: 50_000_000)
    other.isSecondary = true
    home.add(other)
    #expect(
      try ask("cost \(MeanTests.period) on other per day with standing, price", home).lines
        == ["36,7.2,0.5,7.7,0.21388889"])
    #expect(
      try ask(
        "usage \(MeanTests.period) by hour per day with cumulative, share limit 2", home
      ).lines == ["00:00,1.5,0.04166667,1.5", "01:00,1.5,0.04166667,3"])
    #expect(
      try ask("usage \(MeanTests.period) by hour per day across weekday limit 1", home).lines
        == ["00:00,,,1,,2,,"])
  }

  @Test func refusals() throws {
    let home = try home()
    for (text, message) in [
      ("usage by day per week", "means per week can't be given by day, which is shorter"),
      ("usage across slot per day", "means per day can't be given by slot, which is shorter"),
      ("cost by quarter per year", "means per year can't be given by quarter, which is shorter"),
      ("bill per day", "'bill' takes no 'per'"),
    ] { #expect(refusal(text, home) == message) }
  }
}
