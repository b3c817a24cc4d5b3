import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// The acceptance vectors of research/octopus-api.md §5.3 that the measures so far can answer.
@Suite struct AcceptanceTests {
  /// V1: a day of a real home, from the supplier's own site.
  @Test func electricityOfADay() throws {
    let wattHours = """
      64 60 62 63 59 70 56 69 56 68 51 65 52 61 56 218 101 100 109 80 93 186 248 202 204 72 70 68 \
      105 177 112 303 265 182 75 56 69 79 88 72 142 143 243 115 86 93 60 69
      """.split(separator: " ").compactMap { Int64($0).map { $0 * 1000 } }
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    home.store(wattHours, from: try halfHour("2026-05-08T23:00"), of: meter)
    home.add(try tariff("flat", ["00:00-24:00": "23.856"]))
    #expect(wattHours.count == 48)
    #expect(try ask("cost 2026-05-09", home).lines == ["5.197,1.23979632"])
    #expect(try ask("cost 2026-05-09 by day", home).lines == ["2026-05-09,5.197,1.23979632"])
  }

  /// V2: gas of the same day, in kWh.
  @Test func gasOfADay() throws {
    let slots = [
      15: "0.0226", 16: "0.2261", 17: "0.4409", 18: "2.0351", 20: "0.1357", 21: "0.6331",
      22: "1.0401", 24: "0.0226", 28: "0.1922", 29: "0.0113", 31: "0.0113", 33: "0.0565",
      37: "0.1583", 44: "0.0226", 45: "0.0904",
    ]
    var home = MemoryHome()
    let meter = home.addMeter("3900000001", .gas)
    home.store(
      try (0..<48).map { try energy(slots[$0] ?? "0") }, from: try halfHour("2026-05-08T23:00"),
      of: meter)
    home.add(try tariff("gas", ["00:00-24:00": "6.2475"], unit: .gasImportingKWh))
    #expect(try ask("cost gas 2026-05-09", home).lines == ["5.0988,0.31854753"])
  }

  /// V3: 48 half-hours of 1 kWh at 50p.
  @Test func aFlatRate() throws {
    let home = try oneMeter(
      Array(repeating: "1", count: 48), from: "2026-05-08T23:00",
      [tariff("flat", ["00:00-24:00": "50"])])
    #expect(try ask("cost 2026-05-09", home).lines == ["48,24"])
  }

  /// V8: July's 31 days and 1,488 half-hours begin an hour before midnight in UTC.
  @Test func theJulyQuery() throws {
    let query = "cost import from 2023-07-01 to 2023-08-01 by halfhour"
    let home = try oneMeter(
      Array(repeating: "1", count: 1490), from: "2023-06-30T22:30",
      [
        tariff("june", ["00:00-24:00": "51.38049"], until: "2023-07-01"),
        tariff("july", ["00:00-24:00": "30.72027"], from: "2023-07-01"),
      ])
    let plan = try plan(query, home)
    #expect(plan.explanation.hasPrefix(query + "\n"))
    #expect(
      plan.explanation.contains(
        """
        period   2023-07-01 to 2023-08-01 Europe/London, 31 days
                 2023-06-30T23:00 … 2023-07-31T23:00 UTC, 1,488 half-hours
        """))
    let table = try ask(query, home)
    #expect(table.rows.count == 48)
    #expect(table.lines.first == "00:00,31,9.5232837")
    // 1488 × £0.3072027
    #expect(table.totalLine == ",1488,457.1176176")
    #expect(
      try ask("cost from 2023-06-30 to 2023-07-02 by slot", home).lines.filter {
        $0.hasSuffix(",1,0.5138049")
      }
        == ["2023-06-30T23:30:00+01:00,1,0.5138049"])
  }

  /// V10: Octopus Go in summer time: eight half-hours of the local night are cheap.
  @Test func bandsOfOctopusGo() throws {
    let home = try oneMeter(
      Array(repeating: "1", count: 48), from: "2022-10-08T23:00",
      [tariff("go", ["00:30-04:30": "7.4991", "04:30-00:30": "42.2877"])])
    let costs = try ask("cost 2022-10-09 by slot", home).lines.map { $0.suffix(11) }
    #expect(costs.count == 48)
    #expect(costs[0] == ",1,0.422877")
    #expect(costs[1...8].allSatisfy { $0.hasSuffix(",1,0.074991") })
    #expect(costs[9...].allSatisfy { $0 == ",1,0.422877" })
  }

  /// V11: Octopus Flux on the day after a change of the clock.
  @Test func bandsOfOctopusFlux() throws {
    let flux = try tariff(
      "flux",
      [
        "02:00-05:00": "20.23602", "16:00-19:00": "47.21745", "00:00-02:00": "33.726735",
        "05:00-16:00": "33.726735", "19:00-24:00": "33.726735",
      ])
    let home = try oneMeter(Array(repeating: "1", count: 48), from: "2023-03-26T23:00", [flux])
    let costs = try ask("cost 2023-03-27 by halfhour", home).lines
    for (slot, line) in costs.enumerated() {
      let rate =
        (4..<10).contains(slot)
        ? "0.2023602" : (32..<38).contains(slot) ? "0.4721745" : "0.33726735"
      #expect(line.hasSuffix(",1,\(rate)"))
    }
    #expect(costs.count == 48)
  }

  /// On change days bands keep their clock hours: 01:00-02:00 comes never or twice.
  @Test(arguments: [
    ("2023-03-26", "2023-03-26T00:00", 46, "0"), ("2023-10-29", "2023-10-28T23:00", 50, "4"),
    ("2023-10-28", "2023-10-27T23:00", 48, "2"),
  ])
  func bandsOnChangeDays(date: String, start: String, count: Int, pounds: String) throws {
    let home = try oneMeter(
      Array(repeating: "1", count: count), from: start,
      [tariff("one o'clock", ["01:00-02:00": "100", "02:00-01:00": "0"])])
    #expect(try ask("cost \(date)", home).lines == ["\(count),\(pounds)"])
  }
}
