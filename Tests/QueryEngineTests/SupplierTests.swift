import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// `with supplier`: figures worked out by hand.
@Suite struct SupplierTests {
  /// Four half-hours of 1, 2, 3 and 4 kWh from 2024-01-10T23:00, the first two at 20p and the others,
  /// on the next day, at 30p; the supplier says 21p, nothing, 90p and 119.5p.
  private func home() throws -> MemoryHome {
    var home = try oneMeter(
      ["1", "2", "3", "4"], from: "2024-01-10T23:00",
      [tariff("in", ["12:00-24:00": "20", "00:00-12:00": "30"])])
    home.storeCosts(
      ["21", nil, "90", "119.5"], from: try halfHour("2024-01-10T23:00"),
      of: try #require(home.catalog.meters.first).meter)
    return home
  }

  @Test func differencesAreOfHalfHoursWithBoth() throws {
    let table = try ask("cost from 2024-01-10 to 2024-01-12 by day with supplier", home())
    #expect(
      table.lines == ["2024-01-10,3,0.6,0.21,-0.01", "2024-01-11,7,2.1,2.095,0.005"])
    #expect(table.totalLine == ",10,2.7,2.305,-0.005")
    #expect(table.rows.map(\.isIncomplete) == [true, true])
    #expect(table.summary.isIncomplete)
    #expect(
      table.summary.notes
        == ["1 reading has no cost of the supplier; 'difference' is over the others"])
  }

  /// The second day is complete but for the half-hours that are not there.
  @Test func aRowWithAllIsNotMarked() throws {
    let table = try ask("cost from 2024-01-11 00:00 to 2024-01-11 01:00 with supplier", home())
    #expect(table.lines == ["7,2.1,2.095,0.005"])
    #expect(table.rows.map(\.isIncomplete) == [false])
    #expect(!table.summary.isIncomplete)
    #expect(table.summary.notes == [])
  }

  @Test func readingsHaveThemOneByOne() throws {
    let table = try ask("readings from 2024-01-10 to 2024-01-12 with supplier", home())
    #expect(
      table.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).suffix(3) }
        .map { $0.joined(separator: ",") } == [
          "0.2,0.21,-0.01", "0.4,,", "0.9,0.9,0", "1.2,1.195,0.005",
        ])
    #expect(table.rows.map(\.isIncomplete) == [false, true, false, false])
    #expect(table.summary.isIncomplete)
  }

  @Test func whatWhereLeavesOutHasNoPart() throws {
    let period = "from 2024-01-10 to 2024-01-12"
    func line(_ test: String) throws -> [String] {
      try ask("cost \(period) where \(test) with supplier", home()).lines
    }
    #expect(try line("usage > 2 kWh") == ["7,2.1,2.095,0.005"])
    #expect(try line("time 23:30-00:30") == ["5,1.3,0.9,0"])
    #expect(try line("rate < 25p") == ["3,0.6,0.21,-0.01"])
    #expect(try line("time 23:30-24:00") == ["2,0.4,,"])
  }

  /// What has no rate has a cost of the supplier, but no difference.
  @Test func unpricedHalfHours() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    home.add(try tariff("in", ["00:00-24:00": "20"], from: "2024-01-11"))
    home.store([1_000_000, 1_000_000], from: try halfHour("2024-01-10T23:30"), of: meter)
    home.storeCosts(["25", "25"], from: try halfHour("2024-01-10T23:30"), of: meter)
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-12 by day with supplier", home).lines == [
        "2024-01-10,1,,0.25,", "2024-01-11,1,0.2,0.25,-0.05",
      ])
  }

  @Test func withoutAnyANoteSaysSo() throws {
    let home = try oneMeter(
      ["1"], from: "2024-01-10T12:00", [tariff("in", ["00:00-24:00": "20"])])
    let table = try ask("cost 2024-01-10 with supplier", home)
    #expect(table.lines == ["1,0.2,,"])
    #expect(
      table.summary.notes
        == ["the cache has no cost of the supplier for these readings; see 'help supplier'"])
  }

  /// Two whole days of 48 half-hours at 1 kWh and 20p, for which the supplier says 19p; one lacks it
  /// on the second, which makes means of both unknown.
  @Test func meansAreOfCompleteCosts() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    home.add(try tariff("in", ["00:00-24:00": "20"]))
    let start = try halfHour("2024-01-10T00:00")
    home.store(Array(repeating: 1_000_000, count: 96), from: start, of: meter)
    home.storeCosts(Array(repeating: "19", count: 95), from: start, of: meter)
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-12 by day with supplier per day", home).lines == [
        "2024-01-10,48,9.6,9.12,0.48", "2024-01-11,48,9.6,,",
      ])
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-12 with supplier per day", home).lines == [
        "48,9.6,,"
      ])
  }

  /// Alternatives have the same costs of the supplier; two meters are added up.
  @Test func alternativesAndMeters() throws {
    var home = try home()
    let other = home.addMeter("1900000000001", serial: "S2")
    let start = try halfHour("2024-01-11T01:00")
    home.store([5_000_000], from: start, of: other)
    home.storeCosts(["0.00000000000000000001"], from: start, of: other)
    let table = try ask("cost from 2024-01-10 to 2024-01-12 on in, 10p with supplier", home)
    #expect(
      table.lines == [
        "in,15,4.2,2.3050000000000000000001,1.4949999999999999999999",
        "10p,15,1.5,2.3050000000000000000001,-1.0050000000000000000001",
      ])
    #expect(
      table.summary.notes.contains(
        "1 reading has no cost of the supplier; 'difference' is over the others"))
  }

  /// Income is positive, as in `cost`.
  @Test func exportIsIncome() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000002", .export)
    home.add(try tariff("out", ["00:00-24:00": "15"], unit: .electricityExportingKWh))
    let start = try halfHour("2024-01-10T12:00")
    home.store([2_000_000], from: start, of: meter)
    home.storeCosts(["29"], from: start, of: meter)
    #expect(try ask("cost export 2024-01-10 with supplier", home).lines == ["2,0.3,0.29,0.01"])
  }

  /// Each half-hour is rounded to 0.01 kWh first: 0.12 at 20p, for which the supplier says 2.5p.
  @Test func underThePolicyGuide() throws {
    var home = try oneMeter(
      ["0.125"], from: "2024-01-10T12:00", [tariff("in", ["00:00-24:00": "20"])])
    home.storeCosts(
      ["2.5"], from: try halfHour("2024-01-10T12:00"),
      of: try #require(home.catalog.meters.first).meter)
    #expect(
      try ask("cost 2024-01-10 with supplier using guide", home).lines == [
        "0.12,0.024,0.025,-0.001"
      ])
  }

  @Test func refusals() throws {
    #expect(
      refusal("cost 2024-01-10 with supplier using bill", try home())
        == "the policy 'bill' needs whole days, and the supplier's costs are of half-hours")
    let euros = try oneMeter(
      ["1"], from: "2024-01-10T12:00", [tariff("in", ["00:00-24:00": "20"], currency: "EUR")])
    #expect(
      refusal("readings 2024-01-10 with supplier", euros)
        == "the supplier's costs are in GBP, and the tariff is in EUR")
  }
}
