import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The acceptance vectors of research/octopus-api.md §5.3 with rates that have dates.
@Suite struct DatedRateTests {
  /// A row of pence from and until UTC times, for everyone or one way of paying.
  private func row(
    _ pence: String, _ from: String, _ until: String?, _ method: PaymentMethod? = nil
  ) throws -> DatedRate {
    DatedRate(
      validFrom: Instant(halfHour: try halfHour(from)),
      validTo: try until.map { Instant(halfHour: try halfHour($0)) }, paymentMethod: method,
      excludingVAT: nil, includingVAT: Rate(micropence: try energy(pence)))
  }

  /// A meter that reads 1 kWh in each half-hour, on a dated tariff.
  private func home(_ count: Int, from utc: String, _ rows: [DatedRate]) throws -> MemoryHome {
    var home = try oneMeter(
      Array(repeating: "1", count: count), from: utc,
      [Tariff(name: "dated", unit: .electricityImportingKWh, kind: .dated)])
    home.add(rows, .unit, to: "dated")
    return home
  }

  /// V4: ten half-hours at 1p and two at 2p, of which 2 kWh for 4p are asked.
  @Test func oneRateOfTwo() throws {
    let rows = [
      try row("1", "2022-10-10T00:00", "2022-10-10T05:00"),
      try row("2", "2022-10-10T05:00", "2022-10-10T06:00"),
    ]
    let home = try home(12, from: "2022-10-10T00:00", rows)
    #expect(try ask("cost where rate = 2p", home).lines == ["2,0.04"])
    // 10 * 1p + 2 * 2p
    #expect(try ask("cost", home).lines == ["12,0.14"])
  }

  /// V8 and V12: rows of a variable tariff, in either order of the ways of paying.
  @Test(arguments: [true, false])
  func aVariableTariff(directDebitFirst: Bool) throws {
    let rows = [
      try row("51.38049", "2023-03-31T23:00", "2023-06-30T23:00", .directDebit),
      try row("30.72027", "2023-06-30T23:00", nil, .directDebit),
      try row("31.40991", "2023-06-30T23:00", nil, .nonDirectDebit),
    ]
    let home = try home(
      2, from: "2023-06-30T22:30", directDebitFirst ? rows : rows.reversed())
    #expect(
      try ask("cost from 2023-06-30 to 2023-07-02 where usage > 0 by day", home).lines
        == ["2023-06-30,1,0.5138049", "2023-07-01,1,0.3072027"])
  }

  /// V10: Go in summer time; the night of 00:30 to 04:30 on the clock is cheap.
  @Test func octopusGo() throws {
    let rows = [
      try row("42.2877", "2022-10-08T03:30", "2022-10-08T23:30"),
      try row("7.4991", "2022-10-08T23:30", "2022-10-09T03:30"),
      try row("42.2877", "2022-10-09T03:30", "2022-10-09T23:30"),
    ]
    let home = try home(48, from: "2022-10-08T23:00", rows)
    let lines = try ask("cost 2022-10-09 by halfhour", home).lines
    #expect(lines.count == 48)
    for (slot, line) in lines.enumerated() {
      #expect(line.hasSuffix((1...8).contains(slot) ? ",1,0.074991" : ",1,0.422877"))
    }
  }

  /// V11: Flux on the day after the clocks went forward.
  @Test func octopusFlux() throws {
    let rows = [
      try row("33.726735", "2023-03-26T18:00", "2023-03-27T01:00"),
      try row("20.23602", "2023-03-27T01:00", "2023-03-27T04:00"),
      try row("33.726735", "2023-03-27T04:00", "2023-03-27T15:00"),
      try row("47.21745", "2023-03-27T15:00", "2023-03-27T18:00"),
      try row("33.726735", "2023-03-27T18:00", "2023-03-28T01:00"),
    ]
    let home = try home(48, from: "2023-03-26T23:00", rows)
    let lines = try ask("cost 2023-03-27 by halfhour", home).lines
    #expect(lines.count == 48)
    for (slot, line) in lines.enumerated() {
      let isCheap = (4..<10).contains(slot)
      let isPeak = (32..<38).contains(slot)
      #expect(
        line.hasSuffix(isCheap ? ",1,0.2023602" : isPeak ? ",1,0.4721745" : ",1,0.33726735"))
    }
  }

  /// Complementary conditions leave every half-hour once: 12 kWh at 1p and 2p.
  @Test func complementsAddUp() throws {
    let rows = [
      try row("1", "2022-10-07T23:00", "2022-10-08T23:00"),
      try row("2", "2022-10-08T23:00", "2022-10-10T23:00"),
    ]
    // Saturday, Sunday and Monday, all of summer time: 48 * 1p + 96 * 2p.
    let home = try home(144, from: "2022-10-07T23:00", rows)
    #expect(try ask("cost with coverage", home).lines.first?.hasPrefix("144,2.4,144,") == true)
    #expect(try ask("cost where weekend", home).lines == ["96,1.44"])
    #expect(try ask("cost where weekday", home).lines == ["48,0.96"])
    // Six half-hours a night: 6 * 1p + 12 * 2p; 42 * 1p + 84 * 2p by day.
    #expect(try ask("cost where time 23:00-02:00", home).lines == ["18,0.3"])
    #expect(try ask("cost where time 02:00-23:00", home).lines == ["126,2.1"])
  }
}
