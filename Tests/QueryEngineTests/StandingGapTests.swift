import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Standing charges that are known for some days only: whatever lacks one says so.
///
/// 24 kWh on 10 January 2024 and 24 kWh on the 11th, of import and of export.
@Suite struct StandingGapTests {
  private var home: MemoryHome

  /// `fixed` is 20p with 50p a day, `cheap` 10p with 40p a day that is known from the 11th on, and
  /// so is what `out` takes off its 15p: 5p a day.
  init() throws {
    let values = [String?](repeating: "0.5", count: 96)
    var fixed = try tariff("fixed", ["00:00-24:00": "20"])
    fixed.standingCharge = Rate(micropence: 50_000_000)
    home = try oneMeter(
      values, from: "2024-01-10T00:00",
      [
        fixed,
        Tariff(name: "cheap", unit: .electricityImportingKWh, kind: .dated, isSecondary: true),
      ])
    let export = home.addMeter("1900000000002", .export)
    home.store(
      try values.map { try $0.map(energy) }, from: try halfHour("2024-01-10T00:00"), of: export)
    home.add(Tariff(name: "out", unit: .electricityExportingKWh, kind: .dated))
    for (name, rate, standing) in [("cheap", 10, 40), ("out", 15, 5)] as [(String, Int64, Int64)] {
      home.add([try row(rate, from: nil)], .unit, to: name)
      home.add([try row(standing, from: "2024-01-11T00:00")], .standing, to: name)
    }
  }

  private func row(_ pence: Int64, from utc: String?) throws -> DatedRate {
    DatedRate(
      validFrom: try utc.map { Instant(halfHour: try halfHour($0)) }, validTo: nil,
      paymentMethod: nil, excludingVAT: nil, includingVAT: Rate(micropence: pence * 1_000_000))
  }

  private let days = "from 2024-01-10 to 2024-01-12"

  /// 48 kWh at 20p and two days at 50p; 48 kWh at 10p and one day at 40p.
  @Test func aTotalThatLacksADayIsMarkedAndRanksLast() throws {
    let table = try ask("compare import \(days)", home)
    #expect(table.lines == ["current,48,9.6,1,10.6,0,0", "cheap,48,4.8,0.4,5.2,-5.4,0"])
    #expect(table.rows.map(\.isIncomplete) == [false, true])
    #expect(table.summary.isIncomplete)
    #expect(table.summary.notes.contains("the standing charge of cheap is not known for every day"))
  }

  /// 48 kWh at 15p less one day at 5p.
  @Test func exportThatHasAChargeOnSomeDaysLacksItOnTheOthers() throws {
    let table = try ask("compare export \(days)", home)
    #expect(table.lines == ["current,-48,-7.2,0.05,-7.15,0,0"])
    #expect(table.rows.map(\.isIncomplete) == [true])
    #expect(table.summary.isIncomplete)
    let whole = try ask("compare export 2024-01-11", home)
    #expect(whole.lines == ["current,-24,-3.6,0.05,-3.55,0,0"])
    #expect(whole.rows.map(\.isIncomplete) == [false])
    // Before its first charge a tariff lacks it no less than after.
    #expect(try ask("compare export 2024-01-10", home).rows.map(\.isIncomplete) == [true])
  }

  @Test func exportWithoutAnyChargeLacksNone() throws {
    var home = home
    home.add(try tariff("free", ["00:00-24:00": "15"], unit: .electricityExportingKWh))
    let table = try ask("compare export \(days) on free", home)
    #expect(table.lines.contains("free,-48,-7.2,,-7.2,,0"))
    #expect(table.rows.map(\.isIncomplete) == [false])
  }

  /// 24 kWh at 20p and 24 kWh at 10p, with the charges of the 10th and the 11th: 50p and 40p.
  @Test func whatIsKnownOfTheDaysInForceIsWhole() throws {
    var home = home
    let meter = try #require(home.catalog.meters.first?.meter)
    home.assign("fixed", to: meter, from: try day("2024-01-10"), until: try day("2024-01-11"))
    home.assign("cheap", to: meter, from: try day("2024-01-11"))
    let table = try ask("compare import \(days) on fixed, cheap", home)
    #expect(
      table.lines == [
        "current,48,7.2,0.9,8.1,0,0", "fixed,48,9.6,1,10.6,2.5,0", "cheap,48,4.8,0.4,5.2,-2.9,0",
      ])
    #expect(table.rows.map(\.isIncomplete) == [false, false, true])
  }

  @Test func rowsAndTotalsOfCostAreMarkedToo() throws {
    let table = try ask("cost import \(days) on cheap by day with standing", home)
    #expect(table.lines == ["2024-01-10,24,2.4,,2.4", "2024-01-11,24,2.4,0.4,2.8"])
    #expect(table.rows.map(\.isIncomplete) == [true, false])
    #expect(table.summary.totals.map(\.isIncomplete) == [true])
    // Where no charge is asked for none is missing.
    let energy = try ask("cost import \(days) on cheap by day", home)
    #expect(energy.rows.map(\.isIncomplete) == [false, false])
  }
}
