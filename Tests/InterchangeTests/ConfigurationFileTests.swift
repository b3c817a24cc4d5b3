import EnergyModel
import Interchange
import Tariffs
import TestSupport
import Testing

func configuration(_ text: String) throws(ImportError) -> ConfigurationFile.Contents {
  try ConfigurationFile.read(Array(text.utf8), path: "home.json")
}

private func tariff(_ fields: String) throws -> ConfigurationFile.Contents {
  try configuration(#"{"tariffs": {"t": {"unit": "electricity_importing_kwh", \#(fields)}}}"#)
}

struct ConfigurationFileTests {
  @Test func readsThePrototypesExample() throws {
    let contents = try configuration(prototypeExample)
    #expect(contents.meters == [])
    #expect(
      contents.notes == [
        ImportNote(line: 6, text: "meter skipped: it has no number and no serial"),
        ImportNote(line: 10, text: "meter skipped: it has no number and no serial"),
      ])
    #expect(contents.keys == [])
    #expect(contents.tariffs.map(\.line) == [17, 48])
    let export = try #require(contents.tariffs.first?.tariff)
    #expect(export.name == "flux_export_2023-07")
    #expect(export.unit == .electricityExportingKWh)
    #expect(export.currency == "GBP")
    #expect(export.validFrom == nil && export.validUntil == nil)
    #expect(export.vat == .included)
    #expect(rates(export) == [19_720_000, 7_432_000, 19_720_000, 32_008_000, 19_720_000])
    let imported = try #require(contents.tariffs.last?.tariff)
    #expect(imported.name == "flux_import_2023-07")
    #expect(imported.unit == .electricityImportingKWh)
    #expect(rates(imported) == [30_720_000, 18_432_000, 30_720_000, 43_008_000, 30_720_000])
    #expect(
      bands(imported).map(\.label) == [
        "00:00-02:00", "02:00-05:00", "05:00-16:00", "16:00-19:00", "19:00-24:00",
      ])
  }

  @Test(arguments: [
    ("20", 2000), (#""20""#, 2000), (#""20%""#, 2000), (#""17.5 %""#, 1750), ("0", 0),
  ])
  func vatMayBeAPercentage(text: String, hundredths: Int) throws {
    let contents = try configuration(
      #"{"tariffs": {"t": {"unit": "gas_importing_kwh", "default_rate": 1, "vat": \#(text)}}}"#)
    let vat = try #require(VATRate(hundredths: hundredths))
    #expect(contents.tariffs.map(\.tariff.vat) == [.percentage(vat)])
  }

  private func bands(_ tariff: Tariff) -> [Band] {
    switch tariff.kind {
    case .dated, .registers: return []
    case .bands(let bands): return bands.bands
    }
  }

  private func rates(_ tariff: Tariff) -> [Int64] { bands(tariff).map(\.rate.micropence) }

  @Test func innerMetersTakeDefaultsFromAround() throws {
    let contents = try configuration(
      """
      {"meters": [
        {"api_key": "sk_live_secret", "serial": "S1", "unit": "electricity_importing_kwh",
         "meters": [
           {"mpan": 1012345678901, "alias": "house"},
           {"serial": "S2", "meters": [
             {"mpan": "1098765432109", "unit": "electricity_exporting_kwh"},
             {"mprn": "12345678", "serial": "<serial>", "unit": "gas_importing_m3"}]}]},
        {"mprn": "1234567890", "unit": "gas_importing_kwh", "alias": null},
        {"serial": "S9"}
      ]}
      """)
    let keys = [
      MeterKey(number: "1012345678901", serial: "S1", unit: .electricityImportingKWh),
      MeterKey(number: "1098765432109", serial: "S2", unit: .electricityExportingKWh),
      MeterKey(number: "12345678", serial: "S2", unit: .gasImportingM3),
    ]
    #expect(contents.meters.map(\.key) == keys)
    #expect(contents.meters.map(\.alias) == ["house", nil, nil])
    #expect(contents.meters.map(\.line) == [4, 6, 7])
    #expect(
      contents.notes == [
        ImportNote(line: 8, text: "meter skipped: it has no serial"),
        ImportNote(line: 9, text: "meter skipped: it has no number"),
      ])
    #expect(contents.keys.map(\.number) == ["1012345678901"])
    #expect(contents.keys.map(\.key) == [try #require(APIKey("sk_live_secret"))])
    #expect(!"\(contents)".contains("secret"))
  }

  @Test func oneMeterMayStandAlone() throws {
    let contents = try configuration(
      #"{"meters": {"mpan": "1012345678901", "serial": "S", "unit": "electricity_importing_kwh"}}"#)
    #expect(contents.meters.count == 1)
    #expect(contents.keys == [])
  }

  @Test func allFieldsOfATariff() throws {
    let contents = try configuration(
      """
      \u{FEFF}{"tariffs": [\r
        {"name": "night", "unit": "electricity_importing_kwh", "currency": "eur",\r
         "valid_from": "2023-07-01", "valid_until": "2024-02-29T00:00:00",\r
         "rates": [{"interval_start": "23:30", "interval_end": "05:30:00", "rate": -0.075}],\r
         "default_rate": 30e-2, "standing_charge": 0.47855, "vat": "excluded",\r
         "tariff_code": "E-1R-X"},\r
        {"name": "flat", "unit": "gas_importing_kwh", "default_rate": 0.07, "valid_from": null}]}
      """)
    #expect(contents.notes == [])
    #expect(contents.tariffs.map(\.line) == [2, 7])
    let bands = [Band](
      [try Band(start: 1410, end: 330, rate: Rate(micropence: -7_500_000))])
    #expect(
      contents.tariffs.first?.tariff
        == Tariff(
          name: "night", unit: .electricityImportingKWh, currency: "EUR",
          validFrom: LocalDay(year: 2023, month: 7, day: 1),
          validUntil: LocalDay(year: 2024, month: 2, day: 29),
          kind: .bands(try BandTariff(bands: bands, defaultRate: Rate(micropence: 30_000_000))),
          standingCharge: Rate(micropence: 47_855_000), vat: .excluded, code: "E-1R-X"))
    #expect(
      contents.tariffs.last?.tariff
        == Tariff(
          name: "flat", unit: .gasImportingKWh,
          kind: .bands(try BandTariff(bands: [], defaultRate: Rate(micropence: 7_000_000)))))
  }

  @Test(arguments: [
    (#""default_rate": 0.1, "colour": 1"#, "unknown key 'colour' ignored", true),
    (#""default_rate": 0.1, "name": "x""#, "unknown key 'name' ignored", true),
    (
      #""rates": [{"interval_start": "00:00", "interval_end": "00:00", "rate": 1, "x": 1}]"#,
      "unknown key 'x' ignored", true
    ),
    (
      #""rates": [{"interval_start": "07:00", "interval_end": "22:00", "rate": 1}]"#,
      "no rate for 00:00-07:00, 22:00-24:00", true
    ),
    (#""default_rate": 0.123456785"#, "default_rate '0.123456785' rounded to 0.12345678", false),
    (
      #""default_rate": 1, "standing_charge": 0.500000015"#,
      "standing_charge '0.500000015' rounded to 0.50000002", false
    ),
  ])
  func notes(_ fields: String, _ text: String, _ isWarning: Bool) throws {
    let note = ImportNote(line: 1, text: "tariff 't': " + text, isWarning: isWarning)
    #expect(try tariff(fields).notes == [note])
  }

  @Test func unknownKeysAroundAreWarnings() throws {
    let contents = try configuration("{\"version\": 1,\n\"meters\": [{\"colour\": 2}]}")
    #expect(
      contents.notes == [
        ImportNote(line: 1, text: "unknown key 'version' ignored", isWarning: true),
        ImportNote(line: 2, text: "unknown key 'colour' ignored", isWarning: true),
        ImportNote(line: 2, text: "meter skipped: it has no number and no serial"),
      ])
  }

  @Test func damagedBytesNeverCrash() {
    let good = Array(prototypeExample.utf8)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<1000 {
      let bytes = generator.damaged(good)
      _ = try? ConfigurationFile.read(bytes, path: "home.json")
      _ = FileKind.detect(bytes[...])
    }
  }
}
