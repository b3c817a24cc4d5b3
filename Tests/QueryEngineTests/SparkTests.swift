import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// Heights of `with spark`, computed by hand: 8 times a part over the largest part of all rows.
@Suite struct SparkTests {
  private func heights(_ text: String, _ home: MemoryHome) throws -> [[Int?]] {
    try ask(text, home).rows.map { row in
      guard case .spark(let heights)? = row.cells.last else { return [] }
      return heights
    }
  }

  /// A day is shown by half-hours: those before the first reading are not due, those behind the last
  /// one are missing.
  @Test func aDayShowsItsHalfHours() throws {
    let home = try oneMeter(["1", "0.5", "0", "0.01", nil, "2"], from: "2024-01-10T12:00")
    let expected: [Int?] =
      Array(repeating: 0, count: 24) + [4, 2, 0, 1, nil, 8] + Array(repeating: nil, count: 18)
    #expect(try heights("usage 2024-01-10 by day with spark", home) == [expected])
    // Without a key the row is the day, and so its parts are the same.
    #expect(try heights("usage 2024-01-10 with spark", home) == [expected])
  }

  @Test(arguments: [("2024-03-31", 46), ("2024-06-01", 48), ("2024-10-27", 50)])
  func daysHaveAllTheirHalfHours(day: String, count: Int) throws {
    let home = try oneMeter(["1"], from: "\(day)T12:00")
    let rows = try heights("usage \(day) by day with spark", home)
    #expect(rows.map(\.count) == [count])
    #expect(rows.joined().count { $0 == 8 } == 1)
  }

  /// 20p less 30p is −10p, which hangs from above; the largest is 20p.
  ///
  /// Days without readings are missing from the first one on.
  @Test func netCostsCanBeNegative() throws {
    var home = try oneMeter(["1"], from: "2024-01-10T12:00", [tariff("in", ["00:00-24:00": "20"])])
    let start = try halfHour("2024-01-11T12:00")
    home.store([1_000_000], from: start, of: try #require(home.catalog.meters.first).meter)
    let export = home.addMeter("1900000000002", .export)
    home.store([2_000_000], from: start - 48, of: export)
    home.store([0], from: start, of: export)
    home.add(try tariff("out", ["00:00-24:00": "15"], unit: .electricityExportingKWh))
    let period = "from 2024-01-09 to 2024-01-13"
    #expect(try heights("net \(period) by month with spark", home) == [[0, -4, 8, nil]])
    // Flows are rows with the same days: 30p of 30p, and nothing earned on the second.
    #expect(
      try heights("cost import, export \(period) with spark", home) == [
        [0, 5, 5, nil], [0, 8, 0, nil],
      ])
    // The last column to order by is the figure, not the picture.
    let top = try ask("cost \(period) by day with spark top 1", home)
    #expect(top.rows.map { $0.cells[0].csv } == ["2024-01-10"])
  }

  /// Labels share the days; where a tariff has nothing there is nothing, and nothing is missing.
  @Test func labelsShareTheirParts() throws {
    let home = try oneMeter(
      Array(repeating: "1", count: 96), from: "2024-01-10T00:00",
      [
        tariff("old", ["00:00-24:00": "10"], until: "2024-01-11"),
        tariff("new", ["00:00-24:00": "40"], from: "2024-01-11"),
      ])
    // £4.80 and £19.20: 8 × 4.8 ÷ 19.2 is 2.
    #expect(
      try heights("cost from 2024-01-10 to 2024-01-12 by tariff with spark", home)
        == [[2, 0], [0, 8]])
  }

  /// Pennies of a bill are not for single half-hours: half-hours of 0.4p would all be nothing.
  @Test func thePolicyBillRoundsNoParts() throws {
    let home = try oneMeter(
      Array(repeating: "0.02", count: 48), from: "2024-01-10T00:00",
      [tariff("in", ["00:00-24:00": "20"])])
    #expect(
      try heights("cost 2024-01-10 by day with spark using bill", home)
        == [Array(repeating: 8, count: 48)])
  }

  @Test func longRowsHaveLongParts() throws {
    let home = try oneMeter(Array(repeating: "1", count: 17_520), from: "2023-01-01T00:00")
    for (query, count) in [
      ("2023-02 by month", 28), ("2023-W05 by week", 7), ("2023q1 by quarter", 3),
      ("2023 by year", 12), ("2023-03", 31), ("2023", 53), ("from 2022 to 2024", 24),
    ] {
      #expect(try heights("usage \(query) with spark", home).map(\.count) == [count], "\(query)")
    }
  }

  @Test(arguments: [
    ("usage by halfhour with spark", "so it can't be given by halfhour"),
    ("usage by day, hour with spark", "so it can't be given by hour"),
    ("usage by slot with spark", "so it can't be given by slot"),
    ("usage by day with spark order by spark", "'spark' is not a number"),
    ("usage by day with spark having spark > 3", "'spark' is not a number"),
    ("usage by day across hour with spark", "'with' and 'across' can't be combined"),
  ])
  func whatHasNoParts(query: String, message: String) throws {
    let home = try oneMeter(["1"], from: "2024-01-10T12:00")
    #expect(refusal(query, home).contains(message))
  }
}
