import EnergyModel
import Interchange
import Tariffs
import TestSupport
import Testing

/// Files that are written: their bytes, and that they read back as what was written.
@Suite struct WriterTests {
  private let importMeter = MeterKey(
    number: "1000000000017", serial: "A \"1\"", unit: .electricityImportingKWh)
  private let gasMeter = MeterKey(number: "7000000001", serial: "G1", unit: .gasImportingM3)

  /// The half-hour from 2023-10-29T01:00Z, when London's clocks go back from 02:00 to 01:00, on
  /// the 19,659th day since 1970.
  private let change = 48 * 19_659 + 2

  @Test func readingsReadBackFromLines() throws {
    var writer = ReadingsFile.Writer(zone: londonZone())
    var text = writer.begin(importMeter, with: SupplierCosts())
    text += writer.text(of: 1_500_000, at: change - 1) + writer.text(of: 0, at: change)
    text += writer.text(of: 1, at: change + 3)
    text +=
      writer.begin(gasMeter, with: SupplierCosts()) + writer.text(of: 100_000_000_000, at: change)
    let naming = #""mpan": "1000000000017", "serial": "A \"1\"""#
    let unit = #""unit": "electricity_importing_kwh""#
    #expect(
      text == """
        {"consumption": 1.5, \(unit), "interval_start": "2023-10-29T01:30:00+01:00", \
        "interval_end": "2023-10-29T01:00:00+00:00", \(naming)}
        {"consumption": 0, \(unit), "interval_start": "2023-10-29T01:00:00+00:00", \
        "interval_end": "2023-10-29T01:30:00+00:00", \(naming)}
        {"consumption": 0.000001, \(unit), "interval_start": "2023-10-29T02:30:00+00:00", \
        "interval_end": "2023-10-29T03:00:00+00:00", \(naming)}
        {"consumption": 100000, "unit": "gas_importing_m3", \
        "interval_start": "2023-10-29T01:00:00+00:00", \
        "interval_end": "2023-10-29T01:30:00+00:00", "mpan": "7000000001", "serial": "G1"}

        """)
    #expect(writer.namesMeters)
    let meters = try ReadingsFile.read(FileWindow(Array(text.utf8)), path: "x.json").meters
    #expect(meters.map(\.batch.meter) == [importMeter, gasMeter])
    #expect(meters.map(\.firstLine) == [1, 4])
    #expect(
      meters.map { values(of: $0.batch.days) } == [
        [change - 1: 1_500_000, change: 0, change + 3: 1], [change: 100_000_000_000],
      ])
  }

  @Test func readingsReadBackFromCSV() throws {
    var writer = ConsumptionCSV.Writer(zone: londonZone())
    let text =
      writer.begin(gasMeter, with: SupplierCosts()) + writer.text(of: 250_000, at: change - 1)
      + writer.text(of: 0, at: change)
    #expect(
      text == """
        Consumption (m³), Start, End
        0.25, 2023-10-29T01:30:00+01:00, 2023-10-29T01:00:00+00:00
        0, 2023-10-29T01:00:00+00:00, 2023-10-29T01:30:00+00:00

        """)
    #expect(writer.begin(importMeter, with: SupplierCosts()) == "Consumption (kWh), Start, End\n")
    #expect(!writer.namesMeters)
    let contents = try readCSV(text)
    #expect(contents.unit == .m3)
    #expect(values(of: contents.days) == [change - 1: 250_000, change: 0])
  }

  @Test func metersAndTariffsReadBackFromAConfiguration() throws {
    let night = try Band(start: 30, end: 270, rate: Rate(micropence: 9_000_000))
    let tariffs = [
      Tariff(
        name: "go", unit: .electricityImportingKWh,
        validFrom: LocalDay(firstOfMonth: 7, year: 2023),
        validUntil: LocalDay(firstOfMonth: 1, year: 2024),
        kind: .bands(try BandTariff(bands: [night], defaultRate: Rate(micropence: 30_000_000))),
        standingCharge: Rate(micropence: 47_930_000), vat: .excluded, code: "E-1R-GO-A"),
      Tariff(
        name: "export", unit: .electricityExportingKWh, currency: "EUR",
        kind: .bands(try BandTariff(bands: [], defaultRate: Rate(micropence: 15_000_001)))),
    ]
    let writer = ConfigurationFile.Writer(
      meters: [(importMeter, "the house"), (gasMeter, nil)],
      tariffs: tariffs + [Tariff(name: "agile", unit: .electricityImportingKWh, kind: .dated)])
    #expect((writer.meterCount, writer.tariffCount) == (2, 2))
    let contents = try configuration(writer.text)
    #expect(contents.meters.map(\.key) == [importMeter, gasMeter])
    #expect(contents.meters.map(\.alias) == ["the house", nil])
    #expect(contents.tariffs.map(\.tariff) == tariffs.reversed())
    #expect(contents.keys.isEmpty && contents.notes.isEmpty)
  }
}

/// The quantities by half-hour.
func values(of days: CompactDays) -> [Int: Int64] {
  var values: [Int: Int64] = [:]
  for day in days {
    for (slot, value) in day.values.enumerated() where value != DayReadings.missing {
      values[day.day * 48 + slot] = value
    }
  }
  return values
}
