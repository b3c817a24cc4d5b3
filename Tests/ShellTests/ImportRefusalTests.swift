import TestSupport
import Testing

/// Files that are refused: nothing of them stays, and the others of the statement are kept.
@Suite struct ImportRefusalTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  private static let bad: [(line: String, message: String)] = [
    (ReadingLines.july("-0.1", slot: 9), "consumption is '-0.1'"),
    (ReadingLines.july("\"much\"", slot: 9), "consumption is 'much'"),
    (ReadingLines.july("100001", slot: 9), "consumption is '100001'"),
    (ReadingLines.july("1e99999999999", slot: 9), "consumption is '1e99999999999'"),
    (ReadingLines.july("NaN", slot: 9), ""),
    (ReadingLines.july("null", slot: 9), "consumption"),
    (ReadingLines.july("1", slot: 9, unit: "kwh"), "unknown unit 'kwh'"),
    (ReadingLines.july("1", slot: 9, unit: ReadingLines.exporting), "on line 1"),
    (ReadingLines.july("0.5", slot: 0), "on line 1"),
    (
      ReadingLines.line("1", from: "2023-07-01T00:15:00+01:00", to: "2023-07-01T00:45:00+01:00"),
      "does not begin on a half-hour"
    ),
    (
      ReadingLines.line("1", from: "2023-07-01T01:00:00+01:00", to: "2023-07-01T02:00:00+01:00"),
      "is 60 minutes long, not 30"
    ),
    (
      ReadingLines.line("1", from: "2023-07-01T02:00:00+01:00", to: "2023-07-01T01:30:00+01:00"),
      "ends before it starts"
    ),
    (
      ReadingLines.line("1", from: "2023-07-01T01:00:00", to: "2023-07-01T01:30:00"),
      "interval_start '2023-07-01T01:00:00'"
    ),
    (
      ReadingLines.line("1", from: "2023-02-30T01:00:00Z", to: "2023-02-30T01:30:00Z"),
      "interval_start '2023-02-30T01:00:00Z'"
    ),
    (
      ReadingLines.line("1", from: "2023-07-01T24:00:00Z", to: "2023-07-02T00:30:00Z"),
      "interval_start '2023-07-01T24:00:00Z'"
    ),
    ("{\"consumption\": 1, \"unit\": \"electricity_importing_kwh\"}", "interval_start"),
    ("{\"consumption\": 1", ""), ("consumption 1", ""), ("[1]", ""), ("1", ""), ("{}", ""),
    (ReadingLines.july("1", slot: 9) + ReadingLines.july("1", slot: 10), ""),
  ]

  @Test(arguments: bad.indices)
  func aBadLineIsNamedAndNothingOfItsFileStays(index: Int) throws {
    let (line, message) = ImportRefusalTests.bad[index]
    let good = [ReadingLines.july("0.25", slot: 0), ReadingLines.july("0.75", slot: 1)]
    let first = try write(good, number: "1000000000017")
    let second = try write(
      good + ["", line, ReadingLines.july("1", slot: 3)], number: "1000000000025")
    let third = try write(good, number: "1000000000033")
    let outcome = try octowatt("import", first, second, third, "create", "meters")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    let said = try #require(
      outcome.errors.split(separator: "\n").first { $0.hasPrefix("\(second):") })
    #expect(said.hasPrefix("\(second):4: ") && said.contains(message))
    #expect(outcome.errors.contains("imported 2 of 3 files: readings 4 new"))
    let kept = try CacheFile(octowatt.cachePath)
      .rows("SELECT number, count(*), sum(quantity) FROM reading GROUP BY number ORDER BY number")
    #expect(kept == ["1000000000017|2|1.0", "1000000000033|2|1.0"])
    let points = try CacheFile(octowatt.cachePath).rows("SELECT number FROM meter_point")
    #expect(points.sorted() == ["1000000000017", "1000000000033"])
  }

  @Test func aMissingFileDoesNotStopTheOthers() throws {
    let good = try write([ReadingLines.july("0.25", slot: 0)], number: "1000000000017")
    let outcome = try octowatt("import", "nowhere.json", good, "create", "meters")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("nowhere.json: no such file or directory\n"))
    #expect(try CacheFile(octowatt.cachePath).rows("SELECT count(*) FROM reading") == ["1"])
    let folder = try octowatt("import", octowatt.folder.path)
    #expect(folder.status == 1)
    #expect(folder.errors == "\(octowatt.folder.path): is a directory\n")
  }

  @Test func aFlowThatContradictsTheMeterNamesBoth() throws {
    let first = try write([ReadingLines.july("1", slot: 0)], number: "1000000000017")
    #expect(try octowatt("import", first, "create", "meters").status == 0)
    let other = [ReadingLines.july("1", slot: 1, unit: ReadingLines.exporting)]
    let second = try write(other, number: "1000000000017", start: "2023-07-02")
    let outcome = try octowatt("import", second, "create", "meters")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "\(second):1: unit electricity_exporting_kwh contradicts meter point "
        + "1000000000017, whose flow is import\n")
  }

  @Test func aUnitThatContradictsTheMeterNamesBoth() throws {
    let first = try write(
      [ReadingLines.july("1", slot: 0, unit: "gas_importing_m3")], number: "7000000001")
    #expect(try octowatt("import", first, "create", "meters").status == 0)
    let second = try write(
      [ReadingLines.july("1", slot: 1, unit: "gas_importing_kwh")], number: "7000000001",
      start: "2023-07-02")
    let outcome = try octowatt("import", second, "create", "meters")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "\(second):1: unit gas_importing_kwh contradicts meter 00A0000001 of "
        + "7000000001, which counts m3\n")
    #expect(try CacheFile(octowatt.cachePath).rows("SELECT count(*) FROM reading") == ["1"])
  }

  @Test func aMeterIsNotMadeUnasked() throws {
    let file = try write([ReadingLines.july("1", slot: 0)], number: "1000000000017")
    let outcome = try octowatt("import", file)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("\(file):1: meter 00A0000001 of 1000000000017 is not in"))
    #expect(outcome.errors.contains("create meters"))
    #expect(try CacheFile(octowatt.cachePath).rows("SELECT * FROM meter_point").isEmpty)
  }

  @Test func anAliasBelongsToOneMeter() throws {
    func meter(_ number: String, _ unit: String) -> String {
      "{\"mpan\": \"\(number)\", \"serial\": \"S\", \"unit\": \"\(unit)\", \"alias\": \"house\"}"
    }
    let first = meter("1000000000017", ReadingLines.importing)
    let second = meter("1000000000025", ReadingLines.exporting)
    let one = try octowatt.folder.write("{\"meters\": \(first)}", to: "one.json")
    let two = try octowatt.folder.write("{\"meters\":\n\(second)}", to: "two.json")
    let outcome = try octowatt("import", one, two)
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("\(two):2: alias 'house' belongs to 1000000000017 already\n"))
    #expect(
      try CacheFile(octowatt.cachePath).rows("SELECT number, alias FROM meter_point")
        == ["1000000000017|house"])
  }

  /// SQLite takes them for two.
  @Test func norDoesAnAliasInAnotherCase() throws {
    let meters = [("1000000000017", "Küche"), ("1000000000025", "KÜCHE")].map { number, alias in
      "{\"mpan\": \"\(number)\", \"serial\": \"S\", \"unit\": \"\(ReadingLines.importing)\", "
        + "\"alias\": \"\(alias)\"}"
    }
    let file = try octowatt.folder.write(
      "{\"meters\": [\(meters[0]),\n\(meters[1])]}", to: "home.json")
    let outcome = try octowatt("import", file)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "\(file):2: alias 'KÜCHE' belongs to 1000000000017 already\n")
  }

  /// They could not be typed, and a NUL would end them.
  @Test(arguments: [
    (
      #"{"tariffs": {"a\u000ab": {"unit": "electricity_importing_kwh", "default_rate": 1}}}"#,
      "a tariff can't have a control character in its name"
    ),
    (
      #"{"tariffs": {"a\u0000": {"unit": "electricity_importing_kwh", "default_rate": 1}}}"#,
      "a tariff can't have a control character in its name"
    ),
    (
      #"{"meters": {"mpan": "1000000000017", "serial": "S", "alias": "a\u009b", "#
        + #""unit": "electricity_importing_kwh"}}"#,
      "an alias can't have a control character"
    ),
    (
      #"{"meters": {"mpan": "1000000000017", "serial": "S\t", "#
        + #""unit": "electricity_importing_kwh"}}"#,
      "the serial of meter 1000000000017 has a control character"
    ),
  ])
  func aNameWithAControlCharacter(text: String, message: String) throws {
    let file = try octowatt.folder.write(text, to: "home.json")
    let outcome = try octowatt("import", file)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "\(file):1: \(message)\n")
    for (statement, message) in [
      (
        "add tariff 'a\tb' as import rate 7p",
        "a tariff can't have a control character in its name"
      ),
      (
        "add meter 1000000000017 as import alias 'a\tb'",
        "a meter can't have a control character in its name"
      ),
      (
        "add meter 1000000000017 serial 'a\tb' as import",
        "the serial number has a control character"
      ),
    ] {
      let outcome = try octowatt("-c", statement)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("^ \(message)\n"), "\(outcome.errors)")
    }
  }

  /// No query could ask for them.
  @Test(arguments: [("2100-01-01T00:00:00Z", "2100"), ("1969-12-31T23:30:00Z", "1969")])
  func ratesOutsideTheYearsOfTheClock(start: String, year: String) throws {
    let end = start.replacing("00:00:00Z", with: "00:30:00Z")
      .replacing("1969-12-31T23:30:00Z", with: "1970-01-01T00:00:00Z")
    let file = try octowatt.folder.write(
      "value_inc_vat,valid_from,valid_to\n5,\(start),\(end)\n", to: "rates.csv")
    let outcome = try octowatt("import", file, "for", "far", "as", "import")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "\(file): rates of the year \(year), outside 1970 to 2099\n")
    // A rate that holds until then does no harm.
    let long = try octowatt.folder.write(
      "value_inc_vat,valid_from,valid_to\n5,2023-01-01T00:00:00Z,2150-01-01T00:00:00Z\n",
      to: "long.csv")
    #expect(try octowatt("import", long, "for", "far", "as", "import").status == 0)
  }

  /// A meter point of an account may have no meter yet.
  @Test func noMeterOfElectricityCountsCubicMetres() throws {
    #expect(try octowatt("-c", "add meter 1000000000017 as import").status == 0)
    try CacheFile(octowatt.cachePath).execute("DELETE FROM meter")
    let file = try octowatt.folder.write(
      "Consumption (m³),Start,End\n"
        + "1,2023-07-01T00:00:00+01:00,2023-07-01T00:30:00+01:00\n", to: "a.csv")
    let outcome = try octowatt("import", file, "for", "1000000000017")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "\(file):1: m3 can't be the unit of a meter for import\n",
      "\(outcome.errors)")
  }

  private func write(
    _ lines: [String], number: String, start: String = "2023-07-01"
  ) throws -> String {
    try octowatt.folder.write(
      lines.joined(separator: "\n") + "\n", to: "\(number)_00A0000001_\(start)_2023-08-01.json")
  }
}
