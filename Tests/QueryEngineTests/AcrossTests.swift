import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The total row and the headings where a key makes columns.
@Suite struct AcrossTests {
  private var home: MemoryHome

  /// Import of 24 kWh on 10 January 2024 and 12 kWh on the 11th, export of 48 kWh on each day; `a`
  /// is 10p and `b` 20p, `out` pays 5p.
  init() throws {
    let values = [String?](repeating: "0.5", count: 48) + Array(repeating: "0.25", count: 48)
    var other = try tariff("b", ["00:00-24:00": "20"])
    other.isSecondary = true
    home = try oneMeter(
      values, from: "2024-01-10T00:00",
      [
        tariff("a", ["00:00-24:00": "10"]), other,
        tariff("out", ["00:00-24:00": "5"], unit: .electricityExportingKWh),
      ])
    let export = home.addMeter("1900000000002", .export)
    home.store(
      Array(repeating: 1_000_000, count: 96), from: try halfHour("2024-01-10T00:00"), of: export)
  }

  private func titles(_ text: String) throws -> [String] {
    try ask(text, home).header.columns.map(\.title)
  }

  private func totals(_ text: String) throws -> [String] {
    try ask(text, home).summary.totals.map { total in
      ([total.part ?? "all"] + total.cells.map(\.csv)).joined(separator: ",")
    }
  }

  /// 36 kWh at 10p and at 20p; 96 kWh at 5p.
  @Test func columnsThatCanBeAddedUpHaveATotal() throws {
    #expect(try totals("cost import by day across tariff on a, b") == ["all,,3.6,7.2"])
    #expect(try totals("cost import, export by day across flow") == ["all,,3.6,4.8"])
    #expect(try totals("usage import by day across weekday") == ["all,,24,12"])
    #expect(try totals("net by weekday across day").first?.hasPrefix("all,,") == true)
  }

  @Test func rowsThatCannotBeAddedUpHaveATotalAPart() throws {
    #expect(
      try totals("cost import, export by hour across day") == [
        "import,,,2.4,1.2", "export,,,2.4,2.4",
      ])
    #expect(
      try totals("cost import by hour across day on a, b") == ["a,,,2.4,1.2", "b,,,4.8,2.4"])
    #expect(
      try totals("cost import, export by day across tariff on a, b") == [
        "import,,,3.6,7.2", "export,,,4.8,4.8",
      ])
  }

  /// Half a kWh in each half-hour of a Wednesday, and a quarter in each of a Thursday.
  @Test(arguments: [
    ("halfhour where time 16:00-17:00", ["16:00,0.75", "16:30,0.75"]),
    ("hour where time 23:00-01:00", ["00:00,1.5", "23:00,1.5"]),
    ("day where day in (thu)", ["2024-01-11,12"]),
    ("daytype where weekday", ["weekday,36"]),
    ("weekday where day in (thu, sat)", ["thu,12", "sat,"]),
    (
      "day, hour where day in (wed) and time 09:00-11:00",
      ["2024-01-10,09:00,1", "2024-01-10,10:00,1"]
    ),
    (
      "slot where day in (thu) and time 00:00-01:00",
      ["2024-01-11T00:00:00+00:00,0.25", "2024-01-11T00:30:00+00:00,0.25"]
    ),
    ("month where time 12:00-12:30", ["2024-01,0.75"]),
    ("day where weekend", []),
  ])
  func labelsThatWhereRulesOutHaveNoRows(keys: String, expected: [String]) throws {
    let rows = try ask("usage import by \(keys)", home).rows
    #expect(rows.map { $0.cells.map(\.csv).joined(separator: ",") } == expected)
  }

  @Test func norColumns() throws {
    #expect(
      try titles("usage import by day across hour where time 16:00-18:00")
        == ["day", "16:00 kWh", "17:00 kWh"])
    #expect(
      try titles("usage import by hour across weekday where weekday and time 16:00-18:00")
        == ["hour", "mon kWh", "tue kWh", "wed kWh", "thu kWh", "fri kWh"])
    #expect(
      try totals("usage import by halfhour across day where day in (thu)") == ["all,,12"])
  }

  /// The hour that the clocks repeat has four half-hours, and the one that they skip none.
  @Test func slotsOfAClockChange() throws {
    let values = [String?](repeating: "0.5", count: 50)
    let home = try oneMeter(values, from: "2024-10-26T23:00", [])
    #expect(
      try ask("usage import by slot where time 01:00-02:00", home).rows.map { $0.cells[0].csv } == [
        "2024-10-27T01:00:00+01:00", "2024-10-27T01:30:00+01:00", "2024-10-27T01:00:00+00:00",
        "2024-10-27T01:30:00+00:00",
      ])
  }

  @Test func headingsHaveTheUnit() throws {
    #expect(try titles("cost import by day across tariff on a, b") == ["day", "a £", "b £"])
    #expect(
      try titles("usage import across day") == ["2024-01-10 kWh", "2024-01-11 kWh"])
    #expect(
      try ask("usage import across day", home).header.columns.map(\.name)
        == ["2024-01-10", "2024-01-11"])
    #expect(try titles("usage import 2024-01-10 across slot").first == "2024-01-10 00:00 kWh")
  }

  @Test func rowsAreInTheOrderOfAKey() throws {
    #expect(
      try ask("usage by day across daytype order by day desc", home).lines
        == ["2024-01-11,12", "2024-01-10,24"])
    for name in ["daytype", "weekday", "usage"] {
      #expect(
        refusal("usage by day across daytype order by \(name)", home)
          == "unknown column '\(name)'; the columns are day")
    }
  }
}
