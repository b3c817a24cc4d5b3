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

  @Test func headingsHaveTheUnit() throws {
    #expect(try titles("cost import by day across tariff on a, b") == ["day", "a £", "b £"])
    #expect(
      try titles("usage import across day") == ["2024-01-10 kWh", "2024-01-11 kWh"])
    #expect(
      try ask("usage import across day", home).header.columns.map(\.name)
        == ["2024-01-10", "2024-01-11"])
    #expect(try titles("usage import 2024-01-10 across slot").first == "2024-01-10 00:00 kWh")
  }
}
