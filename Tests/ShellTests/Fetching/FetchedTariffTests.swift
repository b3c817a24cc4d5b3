import TestSupport
import Testing

/// What the cache keeps of a tariff whose rates are fetched, and what that is good for.
@Suite struct FetchedTariffTests {
  private let code = "E-1R-FLAT-23-06-01-C"

  /// The product has to be said once.
  @Test func aProductIsRemembered() throws {
    let home = try FetchingHome(
      "BUS_PANEL", product: "PANEL-1", [FakePrice("2023-05-31T23:00", nil, "20")])
    let first = try home("fetch rates bus_panel 2023-07 product panel-1 as import")
    #expect(first.status == 0, "\(first.errors)")
    let again = try home("fetch rates bus_panel 2023-07")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("BUS_PANEL: rates 0 new, 1 same, 0 revised"))
    #expect(try home("describe BUS_PANEL").output.contains("PANEL-1"))
    // Another that is said takes its place.
    let other = try home("fetch rates bus_panel 2023-07 product OTHER-1")
    #expect(other.status == 4)
    #expect(home.octopus.requests.last?.path.contains("/products/OTHER-1/") == true)
    #expect(try home("fetch rates bus_panel 2023-07").status == 0)
  }

  /// Rates of a file under the code of a tariff are gone on with.
  @Test func ratesOfAFileAreGoneOnWith() throws {
    let home = try FetchingHome(
      code, product: "FLAT-23-06-01", [FakePrice("2023-07-01T23:00", nil, "21")],
      charges: [FakePrice("2023-07-01T23:00", nil, "40")])
    let file = try home.octowatt.folder.write(
      """
      value_inc_vat,valid_from,valid_to
      20,2023-06-30T23:00:00Z,2023-07-01T23:00:00Z

      """, to: "rates.csv")
    try home.addMeter()
    home.octopus.change { contents in
      contents.readings[FetchingHome.meter] = FakeReading.series(
        from: "2023-06-30T23:00", Array(repeating: "1", count: 96))
    }
    let imported = try home(
      "import rates \(file) for \(code) as import; assign \(code) to 1000000000017 from 2023-07-01;"
        + "fetch readings")
    #expect(imported.status == 0, "\(imported.errors)")
    let fetched = try home("fetch rates")
    #expect(fetched.status == 0, "\(fetched.errors)")
    #expect(fetched.errors.contains("rates 2 new, 0 same, 0 revised"))
    // 48 × 20p and 48 × 21p.
    #expect(
      try home("cost import by day as csv").output
        == "day,usage_kwh,cost_gbp\n2023-07-01,48,9.6\n2023-07-02,48,10.08\n")
    #expect(try home.rows("SELECT name, code FROM tariff") == ["\(code)|\(code)"])
  }

  /// A window behind the last rate that was fetched needs more of them.
  @Test func aWindowBehindTheRatesAsksToFetch() throws {
    let home = try FetchingHome(
      code, product: "FLAT-23-06-01", [FakePrice("2023-06-30T23:00", "2023-07-01T23:00", "20")])
    #expect(try home("fetch rates \(code) 2023-07 as import").status == 0)
    try home.addMeter()
    #expect(try home("assign \(code) to 1000000000017 from 2023-07-01").status == 0)
    let note =
      "note: no window of that length has rates throughout: none on \(code) after 2023-07-02; "
      + "type: fetch rates\n"
    for end in ["", " on \(code)"] {
      let outcome = try home("cheapest 30h from 2023-07-01 to 2023-07-03\(end)")
      #expect(outcome.errors.hasSuffix(note), "\(outcome.errors)")
    }
  }

  /// Once all rates of an agreement that ended are there, nothing is asked.
  @Test func whatEndedIsAskedOnce() throws {
    let home = try FetchingHome(
      code, product: "FLAT-23-06-01", [FakePrice("2023-05-31T23:00", "2023-06-30T23:00", "20")])
    try home.addMeter()
    let made = try home(
      "fetch rates \(code) 2023-06-01 as import;"
        + "assign \(code) to 1000000000017 from 2023-06-01 until 2023-06-11; fetch rates")
    #expect(made.status == 0, "\(made.errors)")
    home.octopus.forgetRequests()
    let again = try home("fetch rates")
    #expect(again.status == 0)
    #expect(
      again.errors == "note: \(code): no reading before its agreements ended lacks a rate\n",
      "\(again.errors)")
    #expect(home.octopus.requests.isEmpty)
  }

  @Test func theStandingChargeOfNowShows() throws {
    let home = try FetchingHome(
      code, product: "FLAT-23-06-01", [FakePrice("2023-05-31T23:00", nil, "20")],
      charges: [
        FakePrice("2023-08-31T23:00", nil, "60"),
        FakePrice("2023-06-30T23:00", "2023-08-31T23:00", "50.5"),
        FakePrice("2023-05-31T23:00", "2023-06-30T23:00", "40"),
      ])
    #expect(try home("fetch rates \(code) since 2023-06 as import").status == 0)
    for (today, charge) in [("2023-05-01", "0.4"), ("2023-08-01", "0.505"), ("2024-01-01", "0.6")] {
      let line = try #require(try home("show tariffs as csv", today: today).lines.last)
      #expect(line.hasPrefix("\(code),import,") && line.hasSuffix(",\(charge)"), "\(line)")
    }
  }

  /// Two prices at once: the rows of an answer have no lines.
  @Test func overlappingRowsAreNamedByTheirPlace() throws {
    let home = try FetchingHome(
      code, product: "FLAT-23-06-01",
      [
        FakePrice("2023-06-30T23:00", nil, "21"),
        FakePrice("2023-06-01T23:00", "2023-07-02T23:00", "20"),
      ])
    let outcome = try home("fetch rates \(code) since 2023-06 as import")
    #expect(outcome.status == 4)
    #expect(
      outcome.errors.contains("overlaps that of row 1, from 2023-06-30T23:00Z"), "\(outcome.errors)"
    )
    #expect(try home.rows("SELECT count(*) FROM rate") == ["0"])
  }
}
