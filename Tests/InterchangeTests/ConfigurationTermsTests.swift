import EnergyModel
import Interchange
import Tariffs
import TestSupport
import Testing

/// Tariffs with a list of `terms` in a configuration.
struct ConfigurationTermsTests {
  private func text(_ members: String) -> String {
    """
    {"tariffs": {"cap": {"unit": "electricity_importing_kwh",
    \(members)}}}
    """
  }

  private func tariff(_ members: String) throws -> Tariff {
    try #require(try configuration(text(members)).tariffs.first).tariff
  }

  private func pence(_ rate: Rate?) -> Int64? { rate.map { $0.micropence / 1_000_000 } }

  /// In any order; what terms leave out stays as it was, and first is that of the tariff.
  @Test func readsTerms() throws {
    let tariff = try tariff(
      """
      "standing_charge": 0.5, "default_rate": 0.3, "bundle": "flux", "terms": [
      {"valid_from": "2023-10-01", "default_rate": 0.25, "standing_charge": 0.6},
      {"rates": [{"interval_start": "00:00", "interval_end": "05:00", "rate": 0.1}]},
      {"valid_from": "2023-07-01"}]
      """)
    #expect(tariff.bundle == "flux" && tariff.validFrom == nil)
    #expect(tariff.terms.map { $0.from?.description } == [nil, "2023-07-01", "2023-10-01"])
    #expect(tariff.terms.map { pence($0.bands.defaultRate) } == [30, 30, 25])
    #expect(tariff.terms.map { pence($0.standingCharge) } == [50, 50, 60])
    #expect(tariff.terms.map { $0.bands.bands.count } == [1, 1, 0])
  }

  @Test func aChargeChangesAlone() throws {
    let tariff = try tariff(
      """
      "terms": [{"default_rate": 0.3, "standing_charge": 0.5},
      {"valid_from": "2023-07-01", "standing_charge": 0.6},
      {"valid_from": "2023-10-01", "default_rate": 0.2}]
      """)
    #expect(tariff.terms.map { pence($0.bands.defaultRate) } == [30, 30, 20])
    #expect(tariff.terms.map { pence($0.standingCharge) } == [50, 60, 60])
  }

  /// The first day of the terms is that of the tariff where it states none.
  @Test func theFirstDayOfTheTerms() throws {
    let terms = #""terms": [{"valid_from": "2023-07-01", "default_rate": 0.3}]"#
    #expect(try tariff(terms).validFrom == LocalDay(iso: "2023-07-01"))
    #expect(try tariff(terms).laterTerms.isEmpty)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var tariffs = [
      try tariff(
        #""terms": [{"default_rate": 0.3}, {"valid_from": "2023-07-01", "default_rate": 0.2}]"#),
      try tariff(
        """
        "valid_from": "2023-01-01", "valid_until": "2024-01-01", "vat": "excluded", "terms": [
        {"valid_from": "2023-01-01", "default_rate": 0.3, "standing_charge": 0.5},
        {"valid_from": "2023-07-01", "rates": [
        {"interval_start": "23:30", "interval_end": "05:30", "rate": 0.1}], "default_rate": 0.28}]
        """),
    ]
    tariffs[1].name = "go"
    tariffs[1].bundle = "b"
    let written = ConfigurationFile.Writer(meters: [], tariffs: tariffs).text
    #expect(try configuration(written).tariffs.map(\.tariff) == tariffs)
  }

  @Test(arguments: [
    (#""terms": []"#, "2: tariff 'cap': terms is empty, expected one at least"),
    (
      #""default_rate": 1, "rates": [], "terms": [{}]"#,
      "2: tariff 'cap': a tariff has rates or terms, found both"
    ),
    (#""terms": [{}]"#, "2: tariff 'cap': neither rates nor default_rate"),
    (
      #""default_rate": 1, "terms": [{}, {}]"#,
      "2: tariff 'cap': terms without valid_from, of which one may have none"
    ),
    (
      #""default_rate": 1, "terms": [{"valid_from": "2023-07-01"}, {"valid_from": "2023-07-01"}]"#,
      "2: tariff 'cap': two terms are valid from 2023-07-01"
    ),
    (
      #""default_rate": 1, "valid_from": "2023-07-01", "terms": [{}, {"valid_from": "2023-07-01"}]"#,
      "2: tariff 'cap': two terms are valid from 2023-07-01"
    ),
    (
      #""default_rate": 1, "valid_from": "2023-07-01", "terms": [{"valid_from": "2023-08-01"}]"#,
      "2: tariff 'cap': the terms from 2023-08-01 do not fit the tariff, which is valid from 2023-07-01"
    ),
    (
      #""default_rate": 1, "valid_until": "2023-07-01", "terms": [{}, {"valid_from": "2023-07-01"}]"#,
      "2: tariff 'cap': the terms from 2023-07-01 do not fit the tariff, which is valid until 2023-07-01"
    ),
  ])
  func refuses(members: String, message: String) {
    let error = #expect(throws: ImportError.self) { try configuration(text(members)) }
    #expect(error?.description == "home.json:" + message)
  }
}
