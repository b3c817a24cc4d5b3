import EnergyModel
import Interchange
import Testing

/// The name of a file that names an import meter.
private let path = "readings/1012345678901_21L1234567_2023-07-01_2023-08-01.json"
private let key = MeterKey(
  number: "1012345678901", serial: "21L1234567", unit: .electricityImportingKWh)

/// 2023-07-01 in days since 1970.
private let july1 = 19_539

func read(_ lines: String..., path: String = path) throws -> ReadingsFile.Contents {
  try ReadingsFile.read(FileWindow(Array(lines.joined(separator: "\n").utf8)), path: path)
}

func line(
  _ consumption: String = "0.5", unit: String = "electricity_importing_kwh",
  from start: String = "2023-07-01T01:00:00+01:00", to end: String = "2023-07-01T01:30:00+01:00",
  more: String = ""
) -> String {
  #"{"consumption": \#(consumption), "unit": "\#(unit)", "interval_start": "\#(start)", "#
    + #""interval_end": "\#(end)"\#(more)}"#
}

/// The day of `count` values at `slots`.
private func day(_ number: Int, _ values: [Int: Int64]) -> DayReadings {
  DayReadings(day: number, values: (0..<48).map { values[$0] ?? DayReadings.missing })
}

struct ReadingsFileTests {
  @Test func readingsFallOnUTCDays() throws {
    let contents = try read(
      line("0.172", from: "2023-07-01T00:30:00+01:00", to: "2023-07-01T01:00:00+01:00"),
      line("1"),
      line("0", from: "2023-06-30T00:00:00Z", to: "2023-06-30T00:30:00Z"))
    #expect(contents.roundedCount == 0)
    let days: CompactDays = [
      day(july1 - 1, [0: 0, 47: 172_000]),
      day(july1, [0: 1_000_000]),
    ]
    #expect(contents.meters.map(\.batch) == [ReadingBatch(meter: key, days: days)])
    #expect(contents.meters.map(\.firstLine) == [1])
  }

  @Test(arguments: [
    ("0.123456", 123_456, 0), ("12", 12_000_000, 0), ("0", 0, 0), ("-0.0", 0, 0),
    ("0E-20", 0, 0), ("1.5e1", 15_000_000, 0), ("\"0.25\"", 250_000, 0),
    ("0.10000000000000000000", 100_000, 0), ("100000", 100_000_000_000, 0),
    ("0.0000005", 0, 1), ("0.0000015", 2, 1), ("0.12345678", 123_457, 1),
  ])
  func acceptsConsumption(_ text: String, _ quantity: Int64, _ rounded: Int) throws {
    let contents = try read(line(text))
    #expect(contents.meters.first?.batch.days == [day(july1, [0: quantity])])
    #expect(contents.roundedCount == rounded)
  }

  @Test(arguments: [
    ("2023-07-01T00:00:00Z", "2023-07-01T00:30:00Z"),
    ("2023-07-01T00:00Z", "2023-07-01T00:30Z"),
    ("2023-07-01 01:00:00+01:00", "2023-07-01 01:30:00+01:00"),
    ("2023-07-01T01:00:00.000+0100", "2023-07-01T01:30:00.0+01"),
    ("2023-06-30T18:30:00-05:30", "2023-06-30T19:00:00-0530"),
  ])
  func acceptsStamp(_ start: String, _ end: String) throws {
    let contents = try read(line(from: start, to: end))
    #expect(contents.meters.first?.batch.days == [day(july1, [0: 500_000])])
  }

  private static let layouts: [String] = [
    "\u{FEFF}" + line(), "\n\n \r\n" + line() + "\r\n\n", line() + "\n" + line(),
    line(more: #", "cost": {"p": [1, null, true]}, "mpan": null"#), "\t" + line(),
    line().replacing("consumption", with: #"\u0063onsumption"#),
    line().replacing(": ", with: " :  ").replacing(", ", with: " , "),
    #"{"interval_end":"2023-07-01T00:30:00Z","interval_start":"2023-07-01T00:00:00Z","#
      + #""unit":"electricity_importing_kwh","consumption":0.5}"#,
  ]

  @Test(arguments: layouts)
  func acceptsLayout(_ text: String) throws {
    let contents = try read(text)
    #expect(
      contents.meters.map(\.batch) == [
        ReadingBatch(meter: key, days: [day(july1, [0: 500_000])])
      ])
  }

  @Test func emptyFileHoldsNothing() throws {
    #expect(try read("").meters.isEmpty)
    #expect(try read("\n\r\n").meters.isEmpty)
  }

  @Test(arguments: [
    ("1012345678901_S1_a_b.json", "electricity_importing_kwh", "1012345678901", "S1"),
    ("x/S1_1012345678901_a_b.json", "electricity_exporting_kwh", "1012345678901", "S1"),
    ("12345678_1012345678901_a_b.json", "gas_importing_kwh", "12345678", "1012345678901"),
    ("12345678_1012345678901_a_b.json", "electricity_importing_kwh", "1012345678901", "12345678"),
    ("1012345678901_S_1_a_b.json", "electricity_importing_kwh", "1012345678901", "S_1"),
    ("S_1_1012345678901_a_b.json", "electricity_importing_kwh", "1012345678901", "S_1"),
  ])
  func fileNameNamesTheMeter(
    _ path: String, _ unit: String, _ number: String, _ serial: String
  ) throws {
    let meter = try #require(try read(line(unit: unit), path: path).meters.first?.batch.meter)
    #expect(meter.number == number)
    #expect(meter.serial == serial)
    #expect(meter.unit.rawValue == unit)
  }

  @Test func linesNameTheirMeters() throws {
    let first = #", "mpan": "1098765432109", "serial": "A""#
    let second = #", "mpan": 1098765432109, "serial": "B""#
    let contents = try read(
      line(more: first), line("2", more: second),
      line("3", from: "2023-07-01T00:30:00Z", to: "2023-07-01T01:00:00Z", more: first),
      line("4", from: "2023-07-01T01:00:00Z", to: "2023-07-01T01:30:00Z", more: first),
      path: "any.json")
    #expect(contents.meters.map(\.batch.meter.serial) == ["A", "B"])
    #expect(contents.meters.map(\.firstLine) == [1, 2])
    #expect(
      contents.meters.map(\.batch.days) == [
        [day(july1, [0: 500_000, 1: 3_000_000, 2: 4_000_000])], [day(july1, [0: 2_000_000])],
      ])
  }

  @Test func prototypeDebugLinesAreElectricity() throws {
    let contents = try read(
      #"{"mpan": "1012345678901", "serial": "21L1234567", "direction": "I", "consumption": 0.5, "#
        + #""interval_start": "2023-07-01T00:00:00Z", "interval_end": "2023-07-01T00:30:00Z"}"#,
      #"{"mpan": "1098765432109", "serial": "21L1234567", "direction": "E", "consumption": 0.1, "#
        + #""interval_start": "2023-07-01T00:00:00Z", "interval_end": "2023-07-01T00:30:00Z"}"#,
      path: "debug.json")
    #expect(
      contents.meters.map(\.batch.meter.unit) == [
        .electricityImportingKWh, .electricityExportingKWh,
      ])
    #expect(contents.meters.first?.batch.meter == key)
  }

  @Test func progressEndsWithAllBytes() throws {
    let day = (0..<48).map { slot in
      let start = ClockZone.utcStamp(Instant(halfHour: july1 * 48 + slot))
      let end = ClockZone.utcStamp(Instant(halfHour: july1 * 48 + slot + 1))
      return line(from: start + "Z", to: end + "Z") + "\n"
    }.joined()
    let bytes = Array(String(repeating: day, count: 300).utf8)
    var reports: [Int] = []
    let contents = try ReadingsFile.read(FileWindow(bytes), path: path) { reports.append($0) }
    #expect(contents.meters.first?.batch.count == 48)
    #expect(reports.count == bytes.count >> 17 + 1)
    #expect(reports == reports.sorted())
    #expect(reports.last == bytes.count)
  }

  /// What is read quickly and what is read with care must be the same.
  @Test func unusualSpellingChangesNothing() throws {
    let values = ["0", "0.1", "7", "12.345678", "99999.999999", "100000", "0.000001"]
    let lines = values.enumerated().map { index, value in
      let start = ClockZone.utcStamp(Instant(halfHour: july1 * 48 + index))
      let end = ClockZone.utcStamp(Instant(halfHour: july1 * 48 + index + 1))
      return line(value, from: start + ":00+00:00", to: end + ":00+00:00")
    }
    let text = lines.joined(separator: "\n")
    let careful = text.replacing("consumption", with: #"\u0063onsumption"#)
    #expect(try read(text) == read(careful))
  }
}
