import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Shares and running sums are of what can be added up: one flow, one alternative.
@Suite struct ShareTests {
  /// Import of 1 kWh and then 3 kWh at 20p, export of 2 kWh and then 2 kWh at 15p.
  private func home() throws -> MemoryHome {
    var home = try oneMeter(["1"], from: "2024-01-10T12:00", [tariff("in", ["00:00-24:00": "20"])])
    let start = try halfHour("2024-01-11T12:00")
    home.store([3_000_000], from: start, of: try #require(home.catalog.meters.first).meter)
    let export = home.addMeter("1900000000002", .export)
    home.store([2_000_000], from: start - 48, of: export)
    home.store([2_000_000], from: start, of: export)
    home.add(try tariff("out", ["00:00-24:00": "15"], unit: .electricityExportingKWh))
    return home
  }

  private static let period = "from 2024-01-10 to 2024-01-12"

  /// Quotients have eight places, and halves go to the even one: 1 and 3 of 200,000,000 are
  /// 0.000000005 and 0.000000015, and so are the means of 0 and 1 or 3 millionths of a penny.
  @Test func halvesGoToTheEvenEighthPlace() throws {
    let home = try oneMeter(["0.000001", "0.000003", "199.999996"], from: "2024-01-10T12:00")
    let shares = try ask("usage 2024-01-10 by slot with share", home).lines
    #expect(shares.filter { $0.hasSuffix(",0.000001,0") }.count == 1)
    #expect(shares.filter { $0.hasSuffix(",0.000003,0.00000002") }.count == 1)
    for (pence, mean) in [("0.000001", "0"), ("0.000003", "0.00000002")] {
      let home = try oneMeter(
        ["1", "1"], from: "2024-01-10T00:00",
        [tariff("in", ["00:00-00:30": pence, "00:30-24:00": "0"])])
      let line = try #require(try ask("cost with price", home).lines.first)
      #expect(line.split(separator: ",").last == Substring(mean))
    }
  }

  @Test func ofEachFlow() throws {
    let text = "cost import, export \(ShareTests.period) by day with share, cumulative"
    let table = try ask(text, home())
    #expect(
      table.lines == [
        "import,2024-01-10,1,0.2,0.25,0.2", "import,2024-01-11,3,0.6,0.75,0.8",
        "export,2024-01-10,2,0.3,0.5,0.3", "export,2024-01-11,2,0.3,0.5,0.6",
      ])
    #expect(
      table.summary.totals.map { $0.cells.map(\.csv).joined(separator: ",") }
        == [",,4,0.8,1,0.8", ",,4,0.6,1,0.6"])
  }

  /// The rows of the flows take turns.
  @Test func whateverTheOrderOfTheKeys() throws {
    let text = "cost import, export \(ShareTests.period) by day, flow with share, cumulative"
    #expect(
      try ask(text, home()).lines == [
        "2024-01-10,import,1,0.2,0.25,0.2", "2024-01-10,export,2,0.3,0.5,0.3",
        "2024-01-11,import,3,0.6,0.75,0.8", "2024-01-11,export,2,0.3,0.5,0.6",
      ])
  }

  @Test func ofEachAlternative() throws {
    var home = try home()
    var other = try tariff("other", ["00:00-24:00": "40"])
    other.isSecondary = true
    home.add(other)
    let text = "cost import \(ShareTests.period) on in, other by day with share, cumulative"
    #expect(
      try ask(text, home).lines == [
        "in,2024-01-10,1,0.2,0.25,0.2", "in,2024-01-11,3,0.6,0.75,0.8",
        "other,2024-01-10,1,0.4,0.25,0.4", "other,2024-01-11,3,1.2,0.75,1.6",
      ])
  }

  /// Net is one figure of both flows.
  @Test func ofNet() throws {
    #expect(
      try ask("net \(ShareTests.period) by day with share, cumulative", home()).lines == [
        "2024-01-10,1,0.2,2,0.3,-0.1,-0.5,-0.1", "2024-01-11,3,0.6,2,0.3,0.3,1.5,0.2",
      ])
  }
}
