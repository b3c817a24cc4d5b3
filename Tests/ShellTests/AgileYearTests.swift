import Commands
import EnergyModel
import Foundation
import Shell
import TestSupport
import Testing

/// A made-up year of half-hourly rates, imported and asked as a user would, against sums that
/// `Fixtures/make_agile_year.py` made with decimal numbers and a zone database of its own.
@Suite struct AgileYearTests {
  /// The same numbers as in the Python script.
  private struct Numbers {
    private var state: UInt64 = 20_230_101

    mutating func next(below limit: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % limit)
    }
  }

  @Test func everySumIsExact() throws {
    let folder = try temporaryFolder()
    let (readings, rates) = try files()
    let csv = try folder.write(readings, to: "consumption.csv")
    let json = try folder.write(rates, to: "rates.json")
    let session = try TestSession(today: "2024-01-01")
    let imported = try session.run(
      "import csv \(csv) for 1000000000017 as import create meters; "
        + "import rates \(json) for agile as import")
    #expect(!imported.contains("refused") && !imported.contains("error"), "\(imported)")

    let text = try fixture("Fixtures/agile-year.json")
    let answers = try JSONDecoder().decode(
      [String: [String: [String]]].self, from: Data(text.utf8))
    #expect(answers.keys.count == 5)
    session.session.settings.run.isQuiet = true
    for (grouping, expected) in answers {
      let output = try session.run("cost 2023 \(grouping) with coverage as csv")
      let lines = output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(lines.count == expected.count)
      for line in lines {
        let key = grouping.isEmpty ? "" : line[0]
        let figures = grouping.isEmpty ? line : Array(line.dropFirst())
        // usage, cost, half-hours read, (expected,) unpriced
        #expect([figures[0], figures[1], figures[2], figures[4]] == expected[key], "\(key)")
      }
    }
  }

  /// A download of readings, and the API's answer with rates, newest first.
  private func files() throws -> (readings: String, rates: String) {
    let zone = londonZone()
    var numbers = Numbers()
    var readings = "Consumption (kWh), Start, End\n"
    var rates: [String] = []
    let first = try #require(LocalDay(iso: "2023-01-01")).number * 48
    for halfHour in first..<first + 365 * 48 {
      let energy = numbers.next(below: 3000) * 1000 + numbers.next(below: 7)
      var price = numbers.next(below: 60_000) - 8000
      if numbers.next(below: 50) == 0 { price = 0 }
      let isMissing = numbers.next(below: 997) == 0
      let hasNoRate = numbers.next(below: 1501) == 0
      let (start, end) = (Instant(halfHour: halfHour), Instant(halfHour: halfHour + 1))
      if !isMissing {
        let kWh = FixedPoint(Int128(energy), scale: 6).text
        readings += "\(kWh), \(zone.stamp(start)), \(zone.stamp(end))\n"
      }
      if !hasNoRate {
        let pence = FixedPoint(Int128(price), scale: 3).text
        rates.append(
          #"{"value_inc_vat":\#(pence),"valid_from":"\#(ClockZone.utcStamp(start)):00Z","#
            + #""valid_to":"\#(ClockZone.utcStamp(end)):00Z"}"#)
      }
    }
    return (readings, #"{"next":null,"results":[\#(rates.reversed().joined(separator: ","))]}"#)
  }
}
