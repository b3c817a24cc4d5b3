import TestSupport
import Testing

/// The acceptance vectors of research/octopus-api.md §5.3 that are about rates, from Octopus to the
/// answer of a query.
@Suite struct FetchedRateTests {
  /// The local clock time at which each rate of a result as csv begins, and the rate.
  private func starts(_ outcome: ProcessOutcome) -> [String] {
    outcome.lines.dropFirst().map { line in
      let cells = line.split(separator: ",")
      return "\(line.dropFirst(11).prefix(5)) \(cells.last ?? "")"
    }
  }

  /// V10: a slot is priced by the row that holds it, as rows don't begin at midnight.
  @Test func goRowsHoldTheirSlots() throws {
    let code = "E-1R-GO-22-07-05-D"
    let home = try FetchingHome(
      code, product: "GO-22-07-05",
      [
        FakePrice("2022-10-09T03:30", "2022-10-09T23:30", "42.2877"),
        FakePrice("2022-10-08T23:30", "2022-10-09T03:30", "7.4991"),
        FakePrice("2022-10-08T03:30", "2022-10-08T23:30", "42.2877"),
      ])
    #expect(try home("fetch rates \(code) 2022-10-09 as import").status == 0)
    let rates = try home("rates import 2022-10-09 on \(code) as csv")
    #expect(starts(rates) == ["00:00 0.422877", "00:30 0.074991", "04:30 0.422877"])
  }

  /// V11: the rows of Flux on the day after the clocks went forward.
  @Test func fluxRowsFollowTheLocalClock() throws {
    let code = "E-1R-FLUX-IMPORT-23-02-14-E"
    let home = try FetchingHome(
      code, product: "FLUX-IMPORT-23-02-14",
      [
        FakePrice("2023-03-27T18:00", "2023-03-28T01:00", "33.726735"),
        FakePrice("2023-03-27T15:00", "2023-03-27T18:00", "47.21745"),
        FakePrice("2023-03-27T04:00", "2023-03-27T15:00", "33.726735"),
        FakePrice("2023-03-27T01:00", "2023-03-27T04:00", "20.23602"),
        FakePrice("2023-03-26T18:00", "2023-03-27T01:00", "33.726735"),
      ])
    #expect(try home("fetch rates \(code) 2023-03-27 as import").status == 0)
    let rates = try home("rates import 2023-03-27 on \(code) as csv")
    #expect(
      starts(rates) == [
        "00:00 0.33726735", "02:00 0.2023602", "05:00 0.33726735", "16:00 0.4721745",
        "19:00 0.33726735",
      ])
  }

  /// V12: of two ways of paying the one that `.payment` names holds, in whatever order they come.
  @Test(arguments: [false, true])
  func theWayOfPayingChooses(isReversed: Bool) throws {
    let code = "E-1R-VAR-22-11-01-A"
    func pair(_ direct: String, _ other: String) -> [FakePrice] {
      let rows = [
        FakePrice("2023-06-30T23:00", nil, direct, payment: "DIRECT_DEBIT"),
        FakePrice("2023-06-30T23:00", nil, other, payment: "NON_DIRECT_DEBIT"),
      ]
      return isReversed ? rows.reversed() : rows
    }
    let home = try FetchingHome(
      code, product: "VAR-22-11-01", pair("26.381355", "27.848835"),
      charges: pair("50.65641", "59.313555"))
    home.octopus.change { contents in
      contents.readings[FetchingHome.meter] = FakeReading.series(
        from: "2023-07-03T23:00", Array(repeating: "1", count: 48))
    }
    try home.addMeter()
    #expect(try home("fetch readings; fetch rates \(code) 2023-07-04 as import").status == 0)
    // 48 × 26.381355 p = £12.6630504, and 48 × 27.848835 p = £13.3674408.
    let query = "cost import 2023-07-04 with standing as csv"
    #expect(
      try home(query).output
        == "usage_kwh,cost_gbp,standing_gbp,total_gbp\n48,12.6630504,0.5065641,13.1696145\n")
    #expect(
      try home(".payment non_direct_debit; \(query)").output
        == "usage_kwh,cost_gbp,standing_gbp,total_gbp\n48,13.3674408,0.59313555,13.96057635\n")
  }

  /// From account to bill: the agreed tariffs, each over its own time, over several pages.
  @Test func agreedTariffsAreFetched() throws {
    var contents = FakeOctopus.Contents()
    contents.accounts["A-1234ABCD"] = """
      {"properties":[{"electricity_meter_points":[{"mpan":"1000000000017","is_export":false,
       "meters":[{"serial_number":"00A0000001"}],"agreements":[
        {"tariff_code":"E-1R-VAR-22-11-01-C","valid_from":"2023-06-01T00:00:00+01:00",
         "valid_to":"2023-07-01T00:00:00+01:00"},
        {"tariff_code":"E-1R-FLAT-23-06-01-C","valid_from":"2023-07-01T00:00:00+01:00",
         "valid_to":null}]}]}]}
      """
    contents.readings[FetchingHome.meter] = FakeReading.series(
      from: "2023-06-29T23:00", Array(repeating: "1", count: 96))
    contents.prices["VAR-22-11-01/E-1R-VAR-22-11-01-C/standard-unit-rates"] = [
      FakePrice("2023-03-31T23:00", "2023-06-30T23:00", "51.38049")
    ]
    contents.prices["VAR-22-11-01/E-1R-VAR-22-11-01-C/standing-charges"] = [
      FakePrice("2023-03-31T23:00", nil, "50")
    ]
    contents.prices["FLAT-23-06-01/E-1R-FLAT-23-06-01-C/standard-unit-rates"] = [
      FakePrice("2023-06-30T23:00", nil, "30.72027")
    ]
    contents.prices["FLAT-23-06-01/E-1R-FLAT-23-06-01-C/standing-charges"] = [
      FakePrice("2023-06-30T23:00", nil, "40")
    ]
    let home = try FetchingHome(contents)
    let fetch = "fetch account A-1234ABCD; fetch readings; fetch rates"
    let outcome = try home(fetch, today: "2023-07-02")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // V8: each side of the change at local midnight, 48 half-hours of each.
    let days = try home("cost import by day with standing as csv", today: "2023-07-02")
    #expect(
      days.output == """
        day,usage_kwh,cost_gbp,standing_gbp,total_gbp
        2023-06-30,48,24.6626352,0.5,25.1626352
        2023-07-01,48,14.7457296,0.4,15.1457296

        """)
    let requests = home.octopus.requests.filter { $0.path.hasSuffix("/standard-unit-rates/") }
    #expect(
      requests.map { $0.query["period_from"] }
        == ["2023-06-29T23:00:00Z", "2023-06-30T23:00:00Z"])
    let ends: [String?] = ["2023-06-30T23:00:00Z", nil]
    #expect(requests.map { $0.query["period_to"] } == ends)
    // Asked again, what has no end is asked again, and nothing is new.
    let again = try home(fetch, today: "2023-07-02")
    #expect(again.errors.contains("E-1R-FLAT-23-06-01-C: rates 0 new, 2 same, 0 revised"))
  }

  /// One whose code does not tell its product keeps none of the others from their rates.
  @Test func aCodeWithoutAProductIsSkipped() throws {
    var contents = FakeOctopus.Contents()
    let agreements = ["BUS_PANEL", "E-1R-FLAT-23-06-01-C"].enumerated().map { month, code in
      """
      {"tariff_code":"\(code)","valid_from":"2023-0\(month + 6)-01T00:00:00+01:00",
       "valid_to":"2023-0\(month + 7)-01T00:00:00+01:00"}
      """
    }
    contents.accounts["A-1234ABCD"] = """
      {"properties":[{"electricity_meter_points":[{"mpan":"1000000000017","is_export":false,
       "meters":[{"serial_number":"00A0000001"}],"agreements":[
        \(agreements.joined(separator: ","))]}]}]}
      """
    contents.prices["FLAT-23-06-01/E-1R-FLAT-23-06-01-C/standard-unit-rates"] = [
      FakePrice("2023-06-30T23:00", nil, "30.72027")
    ]
    let home = try FetchingHome(contents)
    let outcome = try home("fetch account A-1234ABCD; fetch rates")
    #expect(outcome.status == 4)
    #expect(
      outcome.errors.contains(
        "error: BUS_PANEL: 'BUS_PANEL' does not say which product it belongs to; "
          + "type: fetch rates BUS_PANEL product CODE"), "\(outcome.errors)")
    #expect(try home.rows("SELECT count(*) FROM rate") == ["1"])
  }
}
