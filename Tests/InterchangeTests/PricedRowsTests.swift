import EnergyModel
import Interchange
import TestSupport
import Testing

/// The rows of a folder of readings: their bytes, and that they read back as what was written.
@Suite struct PricedRowsTests {
  private let house = MeterKey(
    number: "1000000000017", serial: "A1", unit: .electricityImportingKWh)
  private let hob = MeterKey(number: "7000000001", serial: "G \"1\"", unit: .gasImportingM3)

  /// The half-hour from 2023-10-29T00:30Z, the last of London's summer time, on the 19,659th day since
  /// 1970.
  private let change = 48 * 19_659 + 1

  private func text(
    _ meter: MeterKey, _ currency: String?, costs: SupplierCosts = SupplierCosts(),
    _ rows: [(halfHour: Int, reading: Int64, energy: Int64, rate: Int64?)]
  ) -> String {
    var writer = PricedRows(of: meter, currency: currency, costs: costs, zone: londonZone())
    var bytes = Array(writer.header.utf8)
    for row in rows {
      writer.write(
        row.halfHour, reading: row.reading, energy: row.energy, rate: row.rate, to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func everyRowNamesItsMeter() throws {
    let text = text(house, nil, [(change, 250_000, 250_000, nil), (change + 1, 0, 0, nil)])
    #expect(
      text == """
        mpan,serial,flow,start,end,usage_kwh
        1000000000017,A1,import,2023-10-29T01:30:00+01:00,2023-10-29T01:00:00+00:00,0.25
        1000000000017,A1,import,2023-10-29T01:00:00+00:00,2023-10-29T01:30:00+00:00,0

        """)
    let contents = try readCSV(text)
    #expect(contents.meter == house)
    #expect(values(of: contents.days) == [change: 250_000, change + 1: 0])
  }

  /// Rates and costs have all their digits, and what has no rate has neither.
  ///
  /// 0.25 kWh at 30.72 p come to 7.68 p, 0.000001 kWh at -0.000001 p to -10^-14 £.
  @Test func pricesAreExactOrMissing() throws {
    let text = text(
      house, "GBP",
      [
        (change, 250_000, 250_000, 30_720_000), (change + 1, 1, 1, -1), (change + 2, 1, 1, 0),
        (change + 3, 100_000_000_000, 100_000_000_000, nil),
        (change + 4, 100_000_000_000, 100_000_000_000, 99_999_999_999_999),
      ])
    let fields = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).dropFirst(5).joined(separator: ",")
    }
    #expect(
      fields == [
        "usage_kwh,rate_p_per_kwh,cost_gbp", "0.25,30.72,0.0768",
        "0.000001,-0.000001,-0.00000000000001", "0.000001,0,0", "100000,,",
        "100000,99999999.999999,99999999999.999",
      ])
    #expect(values(of: try readCSV(text).days).count == 5)
  }

  /// The m³ are what is read back, and not what they come to in kWh.
  @Test func gasHasBothUnits() throws {
    let text = text(hob, "EUR", [(change, 250_000, 2_805_158, 7_400_000)])
    #expect(
      text == """
        mpan,serial,flow,start,end,usage_m3,usage_kwh,rate_eur_cent_per_kwh,cost_eur
        7000000001,"G ""1\""",gas,2023-10-29T01:30:00+01:00,2023-10-29T01:00:00+00:00,0.25,\
        2.805158,7.4,0.207581692

        """)
    let contents = try readCSV(text)
    #expect(contents.meter == hob && contents.unit == .m3)
    #expect(values(of: contents.days) == [change: 250_000])
    #expect(
      self.text(hob, nil, [(change, 250_000, 250_000, nil)])
        .hasPrefix("mpan,serial,flow,start,end,usage_m3\n7000000001,"))
  }

  @Test func theSuppliersCostsStandBehind() throws {
    let day = change / 48
    var known = SupplierCostDay(day: day)
    known.costs[change % 48].amount = -645 * FixedPoint.power(18)
    let costs = SupplierCosts([(key: day, value: CompactCostDay(known.costs))])
    let text = text(
      house, "GBP", costs: costs, [(change, 1, 1, 1_000_000), (change + 1, 1, 1, nil)])
    let lines = text.split(separator: "\n")
    #expect(lines[0].hasSuffix(",cost_gbp,Estimated Cost Inc. Tax (p)"))
    #expect(lines[1].hasSuffix(",0.000001,1,0.00000001,-6.45"))
    #expect(lines[2].hasSuffix(",0.000001,,,"))
    var back = SupplierCostReader(try readCSV(text).costs)
    #expect(back.cost(at: change).amount == -645 * FixedPoint.power(18))
    #expect(back.cost(at: change + 1).isEmpty)
  }

  private static let header = "mpan,serial,flow,start,end,usage_kwh\n"
  private static let times = ",2023-07-01T00:00:00Z,2023-07-01T00:30:00Z,1\n"

  @Test(arguments: [
    (
      "1000000000017,A1,import\(times)1000000000025,A1,import\(times)",
      "3: the reading is of import meter A1 of 1000000000025, and those before it of import meter A1 "
        + "of 1000000000017"
    ),
    (
      "1000000000017,A1,import\(times)1000000000017,A2,import\(times)",
      "3: the reading is of import meter A2 of 1000000000017, and those before it of import meter A1 "
        + "of 1000000000017"
    ),
    ("1000000000017,A1,water\(times)", "2: flow is 'water', expected one of import, export, gas"),
    ("1000000000017,,import\(times)", "2: the serial of meter 1000000000017 is empty"),
    (
      "17,A1,import\(times)", "2: '17' is not a meter point number, expected an MPAN of 13 digits"
    ),
  ])
  func aFileIsOfOneMeter(_ rows: String, _ message: String) {
    let error = #expect(throws: ImportError.self) { try readCSV(PricedRowsTests.header + rows) }
    #expect(error?.description == "use.csv:\(message)")
  }

  /// Without its quotes a serial is two fields, in the second row as in the first.
  @Test func aSerialInQuotesNeedsThemInEveryRow() throws {
    let rows = ["\"A,B\"", "\"A,B\"", "A,B"].enumerated().map { index, serial in
      "1000000000017,\(serial),import,2023-07-01T0\(index):00:00Z,2023-07-01T0\(index):30:00Z,1\n"
    }
    let contents = try readCSV(PricedRowsTests.header + rows[0] + rows[1])
    #expect(contents.meter?.serial == "A,B")
    let error = #expect(throws: ImportError.self) {
      try readCSV(PricedRowsTests.header + rows.joined())
    }
    #expect(error?.description.hasPrefix("use.csv:4:") == true)
  }

  /// Columns of a download that have such names may hold anything.
  @Test func aDownloadDoesNotNameItsMeter() throws {
    let contents = try readCSV(
      """
      MPAN,Serial,Flow,Start,End,Consumption (kWh)
      x,,electricity,2023-07-01T00:00:00Z,2023-07-01T00:30:00Z,1
      """)
    #expect(contents.meter == nil)
    #expect(values(of: contents.days) == [19_539 * 48: 1_000_000])
  }

  /// In any order, any case and with other columns between.
  @Test func theNamesMayStandAnywhere() throws {
    let text = """
      Usage_kWh,x,END,START,flow,Serial,MPAN
      1,y,2023-07-01T00:30:00Z,2023-07-01T00:00:00Z,import,A1,1000000000017
      2,,2023-07-01T01:00:00Z,2023-07-01T00:30:00Z,import,A1,1000000000017
      """
    let contents = try readCSV(text)
    #expect(contents.meter == house)
    #expect(values(of: contents.days) == [19_539 * 48: 1_000_000, 19_539 * 48 + 1: 2_000_000])
    // Without all three it is a download, which has its own name for what was used.
    let error = #expect(throws: ImportError.self) {
      try readCSV("mpan,start,end,usage_kwh\n1000000000017\(PricedRowsTests.times)")
    }
    #expect(error?.description.contains("no column Consumption in the header") == true)
  }

  @Test(arguments: [
    ("house", "meter=house"), ("the roof, ü", "meter=the roof, ü"),
    ("a/b=c%", "meter=a%2Fb%3Dc%25"),
    ("\u{1}\u{7f}", "meter=%01%7F"), ("..", "meter=.."),
  ])
  func foldersAreNamedAsHiveHasThem(_ name: String, _ folder: String) {
    #expect(PartitionName.folder("meter", name) == folder)
  }
}
