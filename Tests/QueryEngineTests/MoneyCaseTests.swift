import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Cases that went wrong once, computed by hand.
@Suite struct MoneyCaseTests {
  private func flat(
    _ name: String, _ pence: String, standing: String? = nil,
    unit: ReadingUnit = .electricityImportingKWh
  ) throws -> Tariff {
    var flat = try tariff(name, ["00:00-24:00": pence], unit: unit)
    flat.standingCharge = try standing.map { Rate(micropence: try energy($0)) }
    return flat
  }

  /// Three days from 10 January 2024, each with a reading of 1 kWh at noon.
  private func home(_ tariffs: [Tariff]) throws -> MemoryHome {
    var home = try oneMeter(["1"], from: "2024-01-10T12:00", tariffs)
    let meter = try #require(home.catalog.meters.first).meter
    for day in 1...2 {
      home.store([1_000_000], from: try halfHour("2024-01-10T12:00") + day * 48, of: meter)
    }
    return home
  }

  @Test(arguments: [
    "cost on a, A", "cost on current, CURRENT", "net on a+o, O+A", "compare on b, B",
  ])
  func aSetStandsOnce(query: String) throws {
    #expect(refusal(query, try home([flat("a", "20"), flat("b", "30")])).contains("is repeated"))
  }

  /// A charge of 40p a day, and of 42p from the 12th on: what a day owes hangs on no other day.
  @Test func chargesHangOnTheDayAlone() throws {
    var home = try home([flat("a", "20", standing: "40")])
    home.add(
      [
        DatedRate(
          validFrom: Instant(halfHour: try halfHour("2024-01-12T00:00")), validTo: nil,
          paymentMethod: nil, excludingVAT: nil, includingVAT: Rate(micropence: 42_000_000))
      ], .standing, to: "a")
    let days = [
      "2024-01-10,1,0.2,0.4,0.6", "2024-01-11,1,0.2,0.4,0.6", "2024-01-12,1,0.2,0.42,0.62",
    ]
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-13 by day with standing", home).lines == days)
    for line in days {
      #expect(
        try ask("cost \(line.prefix(10)) by day with standing", home).lines == [line])
    }
  }

  /// A charge on export takes away from its income: 3 * 15p - 3 * 10p.
  @Test func chargesOnExport() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000002", .export)
    for day in 0..<3 {
      home.store([1_000_000], from: try halfHour("2024-01-10T12:00") + day * 48, of: meter)
    }
    home.add(try flat("out", "15", standing: "10", unit: .electricityExportingKWh))
    let period = "export from 2024-01-10 to 2024-01-13"
    #expect(try ask("cost \(period) with standing", home).lines == ["3,0.45,-0.3,0.15"])
    #expect(try ask("compare \(period)", home).lines == ["current,-3,-0.45,0.3,-0.15,0,0"])
    #expect(
      try ask("bill \(period)", home).rows.map { "\($0.cells[1].csv) \($0.cells[5].csv)" }
        == ["energy: out -0.45", "standing charge 0.3", "subtotal -0.15", "total -0.15"])
  }

  /// A tariff that is in force for a part of the time is still one to compare with.
  @Test func aTariffInForceForAPart() throws {
    var home = try home([flat("a", "20", standing: "10")])
    let meter = try #require(home.catalog.meters.first).meter
    home.assign("a", to: meter, from: try day("2024-01-11"))
    #expect(
      try ask("compare import from 2024-01-10 to 2024-01-13", home).lines
        == ["a,3,0.6,0.3,0.9,0.3,0", "current,3,0.4,0.2,0.6,0,1"])
  }

  /// Energy without a rate leaves no total, though a charge is due.
  @Test func unpricedEnergyHasNoTotal() throws {
    var dated = Tariff(name: "late", unit: .electricityImportingKWh, kind: .dated)
    dated.standingCharge = Rate(micropence: 40_000_000)
    let home = try home([dated])
    #expect(
      try ask("cost 2024-01-10 by day with standing", home).lines == ["2024-01-10,1,,0.4,"])
  }

  @Test func anUnknownChargeIsIncomplete() throws {
    let table = try ask("cost 2024-01-10 with standing", home([flat("a", "20")]))
    #expect(table.lines == ["1,0.2,,0.2"])
    #expect(table.summary.isIncomplete)
  }

  @Test func noRateAtAllHasNoVerdict() throws {
    var home = try home([
      Tariff(name: "a", unit: .electricityImportingKWh, kind: .dated),
      flat("b", "20", standing: "1"),
    ])
    let meter = try #require(home.catalog.meters.first).meter
    home.store(
      Array(repeating: 1_000_000, count: 24), from: try halfHour("2024-01-10T12:00"), of: meter)
    let notes = try ask("compare import 2024-01-10 on a, b", home).summary.notes
    #expect(notes.contains("no verdict: a has no rate for 24 kWh"))
  }
}
