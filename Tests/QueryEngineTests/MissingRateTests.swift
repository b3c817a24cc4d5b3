import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Where the notes say that rates are missing.
@Suite struct MissingRateTests {
  /// Two meters with 48 readings of 1 kWh on each of 2023-01-01 and 2023-01-02, when the local clock
  /// is that of UTC; the rows hold between half-hours from 2023-01-01T00:00 on.
  private func home(_ rows: [Range<Int>]) throws -> MemoryHome {
    var home = MemoryHome()
    let start = try halfHour("2023-01-01T00:00")
    for number in ["1900000000001", "1900000000002"] {
      let meter = home.addMeter(number)
      home.store(Array(repeating: 1_000_000, count: 96), from: start, of: meter)
    }
    home.add(Tariff(name: "agile", unit: .electricityImportingKWh, kind: .dated))
    let rates = rows.map { row in
      DatedRate(
        validFrom: Instant(halfHour: start + row.lowerBound),
        validTo: Instant(halfHour: start + row.upperBound), paymentMethod: nil, excludingVAT: nil,
        includingVAT: Rate(micropence: 10_000_000))
    }
    home.add(rates, .unit, to: "agile")
    return home
  }

  private func note(_ query: String, _ rows: [Range<Int>]) throws -> String? {
    try ask(query, home(rows)).summary.notes.first { $0.contains("no rate") }
  }

  /// Agile's last row of a day ends at 23:00, which is half-hour 46.
  @Test(
    arguments: [
      ([0..<94], "4 half-hours have no rate: none on agile after 2023-01-02 23:00"),
      ([0..<48], "96 half-hours have no rate: none on agile after 2023-01-02"),
      ([1..<96], "2 half-hours have no rate: none on agile before 2023-01-01 00:30"),
      (
        [0..<46, 48..<96],
        "4 half-hours have no rate: none on agile from 2023-01-01 23:00 to 2023-01-02"
      ),
      (
        [2..<10, 12..<94],
        "12 half-hours have no rate: none on agile before 2023-01-01 01:00, "
          + "from 2023-01-01 05:00 to 2023-01-01 06:00, after 2023-01-02 23:00"
      ),
      (
        [0..<1, 2..<3, 4..<5, 6..<7, 8..<96],
        "8 half-hours have no rate: none on agile from 2023-01-01 00:30 to 2023-01-01 01:00, "
          + "from 2023-01-01 01:30 to 2023-01-01 02:00, from 2023-01-01 02:30 to 2023-01-01 03:00, "
          + "and 1 more gap"
      ),
      // Rows that lie outside the readings are as good as none.
      ([-48..<0, 96..<144], "192 half-hours have no rate: none on agile"),
      ([], "192 half-hours have no rate: none on agile"),
    ] as [([Range<Int>], String)])
  func theTimeIsNamed(rows: [Range<Int>], note: String) throws {
    #expect(try self.note("cost all", rows) == note + "; add a tariff, or: cost … on NAME")
  }

  @Test func wholeRatesHaveNoNote() throws {
    #expect(try note("cost all", [0..<50, 50..<96]) == nil)
    #expect(try note("rates from 2023-01-01 to 2023-01-03", [0..<50, 50..<96]) == nil)
  }

  /// Rates are of interest on days without readings too.
  @Test func ratesNameThePeriodsOwnEnds() throws {
    #expect(
      try note("rates from 2022-12-31 to 2023-01-04", [0..<94])
        == "98 half-hours of the period have no rate: none on agile before 2023-01-01, "
        + "after 2023-01-02 23:00")
  }

  @Test func daysBetweenAgreementsHaveNoTariff() throws {
    var home = try home([0..<96])
    let meters = home.catalog.meters.map(\.meter)
    for meter in meters {
      home.assign("agile", to: meter, from: try day("2023-01-02"), until: try day("2023-01-03"))
    }
    #expect(
      try ask("cost all", home).summary.notes
        == [
          "96 half-hours have no rate: no tariff before 2023-01-02; "
            + "add a tariff, or: cost … on NAME"
        ])
  }
}
