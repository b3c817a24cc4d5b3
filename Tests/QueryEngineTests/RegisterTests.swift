import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Tariffs with a day and a night register, such as Economy 7.
@Suite struct RegisterTests {
  /// A meter that reads 1 kWh in each half-hour of October 2023, at 30p by day and 10p by night.
  private func home(_ hours: NightHours?) throws -> MemoryHome {
    var home = try oneMeter(
      Array(repeating: "1", count: 31 * 48 + 2), from: "2023-09-30T23:00",
      [Tariff(name: "e7", unit: .electricityImportingKWh, kind: .registers(hours))])
    home.add([try row("30")], .day, to: "e7")
    home.add([try row("10")], .night, to: "e7")
    return home
  }

  private func row(_ pence: String, from: String? = nil, until: String? = nil) throws -> DatedRate {
    DatedRate(
      validFrom: try from.map { Instant(halfHour: try halfHour($0)) },
      validTo: try until.map { Instant(halfHour: try halfHour($0)) }, paymentMethod: nil,
      excludingVAT: nil, includingVAT: Rate(micropence: try energy(pence)))
  }

  /// V13.
  @Test(arguments: ["cost", "cost by day", "bill", "rates", "cheapest 3h", "compare import"])
  func withoutHoursOfNightNothingIsPriced(query: String) throws {
    #expect(
      refusal("\(query) 2023-10", try home(nil))
        == "e7 has day and night rates, but its night hours are not set; "
        + "with your meter's hours, type: set night 00:30-07:30 for e7")
  }

  /// Seven hours are 14 half-hours of a usual day, 16 where 01:00 to 02:00 comes twice.
  @Test func nightByTheLocalClock() throws {
    let home = try home(NightHours(start: 30, end: 450, isUTC: false))
    #expect(
      try ask("cost 2023-10-28 by band", home).lines
        == ["00:30-07:30,14,1.4", "07:30-00:30,34,10.2"])
    #expect(
      try ask("cost 2023-10-29 by band", home).lines
        == ["00:30-07:30,16,1.6", "07:30-00:30,34,10.2"])
    #expect(
      try ask("rates 2023-10-28", home).lines.map { String($0.suffix(7)) }
        == [",e7,0.3", ",e7,0.1", ",e7,0.3"])
  }

  /// A smart meter's night is an hour later on the local clock of summer.
  @Test func nightByUTC() throws {
    let home = try home(NightHours(start: 30, end: 450, isUTC: true))
    #expect(
      try ask("cost 2023-10-28 by band", home).lines
        == ["01:30-08:30,14,1.4", "08:30-01:30,34,10.2"])
    // The day has 50 half-hours, and all of 00:30 to 07:30 in UTC.
    #expect(try ask("cost 2023-10-29 by rate", home).lines == ["0.1,14,1.4", "0.3,36,10.8"])
    #expect(
      try ask("cost 2023-10-30 by band", home).lines
        == ["00:30-07:30,14,1.4", "07:30-00:30,34,10.2"])
  }

  /// Over midnight, and with rates that change on one register alone.
  @Test func ratesChange() throws {
    var home = try oneMeter(
      Array(repeating: "1", count: 96), from: "2023-12-01T00:00",
      [
        Tariff(
          name: "e7", unit: .electricityImportingKWh,
          kind: .registers(try NightHours(start: 1380, end: 360, isUTC: false)))
      ])
    home.add(
      [try row("30", until: "2023-12-02T00:00"), try row("40", from: "2023-12-02T00:00")], .day,
      to: "e7")
    home.add([try row("10", from: "2023-12-01T02:00")], .night, to: "e7")
    // 1 December: 4 half-hours before 02:00 have no rate, 10 of the night have, 34 of the day.
    // 2 December: 14 of the night, 34 of the day.
    #expect(
      try ask("cost by day, rate with coverage", home).lines == [
        "2023-12-01,0.1,10,1,10,10,0", "2023-12-01,0.3,34,10.2,34,34,0",
        "2023-12-01,none,4,,4,4,4", "2023-12-02,0.1,14,1.4,14,14,0",
        "2023-12-02,0.4,34,13.6,34,34,0",
      ])
  }
}
