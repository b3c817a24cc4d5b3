import EnergyModel
import QueryLanguage
import TestSupport
import Testing

/// Reads 0.001 kWh in each half-hour of the days around a change of the clock.
private func homeAround(_ first: String) throws -> MemoryHome {
  try oneMeter(Array(repeating: "0.001", count: 200), from: "\(first)T00:00")
}

@Suite struct GroupingTests {
  /// Saturday to Monday around the change to summer time, 48 + 46 + 48 half-hours; by hand.
  @Test(arguments: [
    ("halfhour", 48, "00:00,0.003", "23:30,0.003"),
    ("hour", 24, "00:00,0.006", "23:00,0.006"),
    ("weekday", 7, "mon,0.048", "sun,0.046"),
    ("daytype", 2, "weekday,0.048", "weekend,0.094"),
    ("slot", 142, "2023-03-25T00:00:00+00:00,0.001", "2023-03-27T23:30:00+01:00,0.001"),
    ("day", 3, "2023-03-25,0.048", "2023-03-27,0.048"),
    ("week", 2, "2023-W12,0.094", "2023-W13,0.048"),
    ("month", 1, "2023-03,0.142", "2023-03,0.142"),
    ("quarter", 1, "2023-Q1,0.142", "2023-Q1,0.142"),
    ("year", 1, "2023,0.142", "2023,0.142"),
    ("flow", 1, "import,0.142", "import,0.142"),
    ("meter", 1, "1900000000001,0.142", "1900000000001,0.142"),
  ])
  func everyKeyInMarch(key: String, count: Int, first: String, last: String) throws {
    let home = try homeAround("2023-03-24")
    let table = try ask("usage 2023-03-25..2023-03-28 by \(key)", home)
    #expect(table.header.columns.map(\.name) == [key, "usage_kwh"])
    #expect(table.rows.count == count)
    #expect(table.lines.first == first)
    #expect(table.lines.last == last)
    #expect(table.totalLine == ",0.142")
  }

  /// The same around the change to winter time: 48 + 50 + 48 half-hours.
  @Test(arguments: [
    ("halfhour", 48, "00:00,0.003", "23:30,0.003"),
    ("hour", 24, "00:00,0.006", "23:00,0.006"),
    ("weekday", 7, "mon,0.048", "sun,0.05"),
    ("daytype", 2, "weekday,0.048", "weekend,0.098"),
    ("slot", 146, "2023-10-28T00:00:00+01:00,0.001", "2023-10-30T23:30:00+00:00,0.001"),
    ("day", 3, "2023-10-28,0.048", "2023-10-30,0.048"),
    ("week", 2, "2023-W43,0.098", "2023-W44,0.048"),
  ])
  func everyKeyInOctober(key: String, count: Int, first: String, last: String) throws {
    let home = try homeAround("2023-10-27")
    let table = try ask("usage 2023-10-28..2023-10-31 by \(key)", home)
    #expect(table.rows.count == count)
    #expect(table.lines.first == first)
    #expect(table.lines.last == last)
    #expect(table.totalLine == ",0.146")
  }

  /// Days of 46 and 50 half-hours: research V9.
  @Test(arguments: [
    ("2023-03-26", 46), ("2024-03-31", 46), ("2025-03-30", 46), ("2026-03-29", 46),
    ("2023-10-29", 50), ("2024-10-27", 50), ("2025-10-26", 50), ("2026-10-25", 50),
    ("2023-10-28", 48),
  ])
  func halfHoursOfADay(date: String, count: Int) throws {
    let before = try day(date) - 1
    let home = try homeAround(before.description)
    let slots = try ask("usage \(date) by slot", home)
    #expect(slots.rows.count == count)
    #expect(slots.lines.allSatisfy { $0.hasPrefix(date) && $0.hasSuffix(",0.001") })
    #expect(Set(slots.lines).count == count)
    #expect(try ask("usage \(date) by halfhour", home).rows.count == 48)
  }

  @Test func octoberHasTwoOneOClocks() throws {
    let home = try homeAround("2023-10-28")
    let slots = try ask("usage 2023-10-29 by slot", home).lines
    #expect(
      Array(slots[1...6]) == [
        "2023-10-29T00:30:00+01:00,0.001", "2023-10-29T01:00:00+01:00,0.001",
        "2023-10-29T01:30:00+01:00,0.001", "2023-10-29T01:00:00+00:00,0.001",
        "2023-10-29T01:30:00+00:00,0.001", "2023-10-29T02:00:00+00:00,0.001",
      ])
    let folded = try ask("usage 2023-10-29 by halfhour", home).lines
    #expect(Array(folded[1...4]) == ["00:30,0.001", "01:00,0.002", "01:30,0.002", "02:00,0.001"])
  }

  /// In March 01:00 and 01:30 do not exist: their rows are there, and empty.
  @Test func marchHasNoOneOClock() throws {
    let home = try homeAround("2023-03-25")
    let slots = try ask("usage 2023-03-26 by slot", home).lines
    #expect(
      Array(slots[1...2]) == [
        "2023-03-26T00:30:00+00:00,0.001", "2023-03-26T02:00:00+01:00,0.001",
      ])
    let folded = try ask("usage 2023-03-26 by halfhour", home).lines
    #expect(Array(folded[1...4]) == ["00:30,0.001", "01:00,", "01:30,", "02:00,0.001"])
  }

  @Test func daysWithKeysTheyDetermine() throws {
    let home = try homeAround("2023-03-24")
    #expect(
      try ask("usage 2023-03-25..2023-03-28 by day, weekday", home).lines == [
        "2023-03-25,sat,0.048", "2023-03-26,sun,0.046", "2023-03-27,mon,0.048",
      ])
    #expect(
      try ask("usage 2023-03-25..2023-03-28 by weekday, day", home).lines == [
        "mon,2023-03-27,0.048", "sat,2023-03-25,0.048", "sun,2023-03-26,0.046",
      ])
    #expect(
      try ask("usage 2023-03-25..2023-03-28 by daytype, week", home).lines == [
        "weekday,2023-W12,", "weekday,2023-W13,0.048", "weekend,2023-W12,0.094",
        "weekend,2023-W13,",
      ])
  }

  /// Rows follow the keys from the first to the last, also when a finer key stands between.
  @Test func rowsFollowTheKeys() throws {
    let home = try homeAround("2023-03-31")
    #expect(
      try ask("usage 2023-03-31..2023-04-02 by month, daytype, day", home).lines == [
        "2023-03,weekday,2023-03-31,0.046", "2023-04,weekend,2023-04-01,0.048",
      ])
    #expect(
      try ask("usage 2023-04-01..2023-04-03 by day, hour limit 25", home).lines.last
        == "2023-04-02,00:00,0.002")
    #expect(
      try ask("usage 2023-04-01..2023-04-03 by hour, day limit 3", home).lines == [
        "00:00,2023-04-01,0.002", "00:00,2023-04-02,0.002", "01:00,2023-04-01,0.002",
      ])
  }

  @Test func weeksAndYearsMeetAtNewYear() throws {
    let home = try homeAround("2020-12-31")
    #expect(
      try ask("usage 2020-12-31..2021-01-05 by week, year", home).lines == [
        "2020-W53,2020,0.048", "2020-W53,2021,0.144", "2021-W01,2021,0.008",
      ])
  }
}
