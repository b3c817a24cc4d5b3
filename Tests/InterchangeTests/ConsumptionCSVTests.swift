import EnergyModel
import Interchange
import Testing

func readCSV(_ text: String) throws -> ConsumptionCSV.Contents {
  try ConsumptionCSV.read(FileWindow(Array(text.utf8)), path: "use.csv")
}

/// 2023-07-01 in days since 1970.
private let july1 = 19_539

/// The day of `values` at their slots.
private func day(_ number: Int, _ values: [Int: Int64]) -> DayReadings {
  DayReadings(day: number, values: (0..<48).map { values[$0] ?? DayReadings.missing })
}

private let header = "Consumption (kWh), Start, End\n"
private let interval = "2023-07-01T01:00:00+01:00, 2023-07-01T01:30:00+01:00"

struct ConsumptionCSVTests {
  @Test func readingsFallOnUTCDays() throws {
    let contents = try readCSV(
      header + """
        1, \(interval)
        0.172, 2023-07-01T00:30:00+01:00, 2023-07-01T01:00:00+01:00
        0, 2023-06-30T00:00:00Z, 2023-06-30T00:30:00Z
        """)
    #expect(contents.days == [day(july1 - 1, [0: 0, 47: 172_000]), day(july1, [0: 1_000_000])])
    #expect(contents.unit == .kWh)
    #expect(contents.roundedCount == 0)
    #expect(contents.notes == [])
    #expect(contents.firstLine == 1)
  }

  @Test(arguments: [
    ("Consumption (kWh)", MeterUnit.kWh), ("Consumption (kwh)", .kWh), ("CONSUMPTION(KWH)", .kWh),
    ("Consumption (m³)", .m3), ("consumption (M3)", .m3), ("\"Consumption  (m³)\"", .m3),
  ])
  func headerNamesTheUnit(_ name: String, _ unit: MeterUnit) throws {
    let contents = try readCSV("\(name),Start,End\n0.5, \(interval)")
    #expect(contents.unit == unit)
    #expect(contents.days == [day(july1, [0: 500_000])])
  }

  private static let layouts: [String] = [
    "Start,End,Consumption (kwh)\n2023-07-01T00:00:00Z,2023-07-01T00:30:00Z,0.5",
    "Consumption (kwh), Estimated Cost Inc. Tax (p), Start, End\n0.500000, 6.45, \(interval)\n",
    "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n"
      + "0.500000, 6.45, , \(interval)\n",
    "\u{FEFF}\r\n\r\n" + header.replacing("\n", with: "\r\n") + "\r\n0.5, \(interval)\r\n \t\r\n",
    header.uppercased() + "0.5,\t" + interval.replacing(", ", with: "  ,"),
    "\"Consumption (kWh)\",\"Start\",\"End\"\n\"0.5\",\"2023-07-01T00:00:00Z\" , "
      + "\"2023-07-01T00:30:00Z\"",
    header + "0.5, \(interval)\n0.50, \(interval)\n",
    "End,Note,Start,Consumption (kWh)\n"
      + "2023-07-01T00:30:00Z,\"a, \"\"b\"\", £\",2023-07-01T00:00:00Z,0.5\n",
    "End,Note,Start,Consumption (kWh)\n2023-07-01T00:30:00Z,£ 5 \"x\",2023-07-01 00:00Z,.5\n",
  ]

  @Test(arguments: layouts)
  func acceptsLayout(_ text: String) throws {
    #expect(try readCSV(text).days == [day(july1, [0: 500_000])])
  }

  @Test(arguments: [
    ("0.39600000000000000000", 396_000, 0), ("0E-20", 0, 0), ("0e5", 0, 0), ("0.000000", 0, 0),
    ("0.00000000000000000000", 0, 0), ("100000.000000", 100_000_000_000, 0),
    ("1.5E1", 15_000_000, 0),
    ("0.12345650000000000000", 123_456, 1), ("0.1234565000000000000001", 123_457, 1),
    ("-0", 0, 0), ("007", 7_000_000, 0), ("0.0000001", 0, 1), ("12.3456780", 12_345_678, 0),
  ])
  func acceptsConsumption(_ text: String, _ quantity: Int64, _ rounded: Int) throws {
    let contents = try readCSV(header + "\(text), \(interval)")
    #expect(contents.days == [day(july1, [0: quantity])])
    #expect(contents.roundedCount == rounded)
  }

  @Test func springRowIsAWholeHalfHour() throws {
    let contents = try readCSV(
      header + """
        1, 2023-03-26T00:00:00+00:00, 2023-03-26T00:30:00+00:00
        2, 2023-03-26T00:30:00+00:00, 2023-03-26T02:00:00+01:00
        3, 2023-03-26T02:00:00+01:00, 2023-03-26T02:30:00+01:00
        """)
    #expect(contents.days == [day(19_442, [0: 1_000_000, 1: 2_000_000, 2: 3_000_000])])
  }

  @Test func autumnHourComesTwice() throws {
    let contents = try readCSV(
      header + """
        1, 2023-10-29T01:00:00+01:00, 2023-10-29T01:30:00+01:00
        2, 2023-10-29T01:30:00+01:00, 2023-10-29T01:00:00+00:00
        3, 2023-10-29T01:00:00+00:00, 2023-10-29T01:30:00+00:00
        4, 2023-10-29T01:30:00+00:00, 2023-10-29T02:00:00+00:00
        """)
    let values: [Int: Int64] = [0: 1_000_000, 1: 2_000_000, 2: 3_000_000, 3: 4_000_000]
    #expect(contents.days == [day(19_659, values)])
  }

  @Test func headerAloneHoldsNothing() throws {
    let contents = try readCSV("\n" + header)
    #expect(contents.days == [])
    #expect(contents.firstLine == 2)
  }

  @Test func progressEndsWithAllBytes() throws {
    let rows = String(repeating: "0.5, \(interval)\n", count: 40_000)
    let bytes = Array((header + rows).utf8)
    var reports: [Int] = []
    _ = try ConsumptionCSV.read(FileWindow(bytes), path: "use.csv") { reports.append($0) }
    #expect(reports.count == bytes.count >> 17 + 1)
    #expect(reports == reports.sorted())
    #expect(reports.last == bytes.count)
  }

  /// What is read quickly and what is read with care must be the same.
  @Test func quotesChangeNothing() throws {
    let values = [
      "0", "0.1", "7", "12.345678", "0E-20", "100000", "0.00000100", "1.2345675", "0.000E-3",
    ]
    let rows = values.enumerated().map { index, value in
      let start = ClockZone.utcStamp(Instant(halfHour: july1 * 48 + index))
      let end = ClockZone.utcStamp(Instant(halfHour: july1 * 48 + index + 1))
      return [value, start + ":00+00:00", end + ":00+00:00"]
    }
    let plain = rows.map { $0.joined(separator: ", ") }.joined(separator: "\n")
    let quoted = rows.map { "\"" + $0.joined(separator: "\",\"") + "\"" }.joined(separator: "\n")
    #expect(try readCSV(header + plain) == readCSV(header + quoted))
  }
}
