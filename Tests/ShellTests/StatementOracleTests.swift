import TestSupport
import Testing

/// A bill of E.ON Next whose figures were made public (research page next-facts, §4.3, O3), as the text of a
/// statement: all its lines agree, import and export.
@Suite struct StatementOracleTests {
  private let octowatt: Program

  /// Printed are 701.0 kWh at 6.381p for £44.73 and 3.1 kWh at 27.092p for £0.83, so it was less, here
  /// 700.96 and 3.06 kWh.
  init() throws {
    octowatt = try Program()
    let config = """
      {"meters": [
        {"mpan": "1900000000001", "serial": "19X0000001", "unit": "electricity_importing_kwh"},
        {"mpan": "1900000000002", "serial": "19X0000001", "unit": "electricity_exporting_kwh"}],
       "tariffs": {
        "next": {"unit": "electricity_importing_kwh", "vat": "excluded", "standing_charge": 0.42978, "rates": [
          {"interval_start": "00:00", "interval_end": "07:00", "rate": 0.06381},
          {"interval_start": "07:00", "interval_end": "24:00", "rate": 0.27092}]},
        "next_export": {"unit": "electricity_exporting_kwh", "rates": [
          {"interval_start": "00:00", "interval_end": "24:00", "rate": 0.165}]}}}
      """
    let readings = """
      {"mpan": "1900000000001", "serial": "19X0000001", "unit": "electricity_importing_kwh", "consumption": 700.96, \
      "interval_start": "2025-01-01T02:00:00Z", "interval_end": "2025-01-01T02:30:00Z"}
      {"mpan": "1900000000001", "serial": "19X0000001", "unit": "electricity_importing_kwh", "consumption": 3.06, \
      "interval_start": "2025-01-01T12:00:00Z", "interval_end": "2025-01-01T12:30:00Z"}
      {"mpan": "1900000000002", "serial": "19X0000001", "unit": "electricity_exporting_kwh", "consumption": 582.8, \
      "interval_start": "2025-01-01T12:00:00Z", "interval_end": "2025-01-01T12:30:00Z"}

      """
    for (text, name) in [(config, "config.json"), (readings, "readings.json")] {
      let outcome = try octowatt("import", try octowatt.folder.write(text, to: name))
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
  }

  private let statement = """
    Your Charges In Detail

    Electricity
    Supply number 1900000000001
    Next Drive (1st Jan 2025 - 31st Jan 2025)
    Energy Charges for Meter 19X0000001
    6.381p/kWh 701.0 kWh £44.73
    27.092p/kWh 3.1 kWh £0.83
    Total consumption 704.0kWh @ 6.47p/kWh £45.56
    Standing Charge 31 days @ 42.978p/day £13.32
    Subtotal of charges before VAT £58.88
    VAT @ 5.00% £2.94
    Total Electricity Charges £61.82

    Electricity
    Supply number 1900000000002
    Next Export (1st Jan 2025 - 31st Jan 2025)
    Energy Exported 582.8 kWh @ 16.500p/kWh £96.16
    VAT @ 0.00% £0.00
    Total Electricity Credits £96.16

    """

  @Test func eachLineAgrees() throws {
    let file = try octowatt.folder.write(statement, to: "january.txt")
    let outcome = try octowatt(
      "--format", "csv", "--today", "2025-03-01", "reconcile", "billed", "from", file)
    let rows = outcome.lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(cells[0]) \(cells[1]) \(cells[4]) \(cells[5]) \(cells[7])"
    }
    #expect(
      rows == [
        "import usage 704 0.02 yes", "import energy 45.56 0 yes", "import standing 13.32 0 yes",
        "import vat 2.94 0 yes", "import total 61.82 0 yes",
        "export usage 582.8 0 yes", "export energy 96.16 0 yes", "export vat 0 0 yes",
        "export total 96.16 0 yes",
      ])
  }
}
