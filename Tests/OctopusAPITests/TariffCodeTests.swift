import JSONText
import Testing

@testable import OctopusAPI

/// The codes of research/octopus-api.md §3.1.
@Suite struct TariffCodeTests {
  @Test(arguments: [
    ("E-1R-AGILE-23-12-06-C", "AGILE-23-12-06", false),
    ("G-1R-SUPER-GREEN-24M-21-07-30-A", "SUPER-GREEN-24M-21-07-30", false),
    ("E-2R-SUPER-GREEN-24M-21-07-30-A", "SUPER-GREEN-24M-21-07-30", true),
    ("E-FLAT2R-SILVER-23-12-06-A", "SILVER-23-12-06", true),
    ("V2G-EXPORT-12M-FIXED-22-12-01-C", "V2G-EXPORT-12M-FIXED-22-12-01", false),
    ("E-1R-VAR-22-11-01-N", "VAR-22-11-01", false),
  ])
  func codes(text: String, product: String, hasTwoRegisters: Bool) throws {
    let code = try #require(TariffCode(text))
    #expect(code.product == product)
    #expect(code.hasTwoRegisters == hasTwoRegisters)
  }

  @Test(arguments: [
    "invalid-tariff-code", "BUS-PANELP-12M-FIXED-SEPTEMBER2029", "", "C", "E-1R--C", "E-1R-Ü-C",
  ])
  func whatIsNone(text: String) {
    #expect(TariffCode(text) == nil)
  }

  @Test func aProductTellsWhichListsATariffHas() throws {
    var reader = JSONReader(
      Array(
        """
        {"code":"X","direction":"EXPORT","single_register_electricity_tariffs":{
          "_A":{"varying":{"code":"E-1R-X-A","links":[
            {"href":"x","rel":"standing_charges"},{"href":"x","rel":"standard_unit_rates"}]}},
          "_B":{"varying":{"code":"E-1R-X-B","links":[{"href":"x","rel":"ev_device_peak"}]}}},
         "dual_register_electricity_tariffs":{"_A":{"direct_debit_monthly":{"code":"E-2R-X-A",
          "links":[{"rel":"day_unit_rates"},{"rel":"night_unit_rates"}]}}}}
        """.utf8)[...])
    let answer = try #require(try reader.document()?.object("it"))
    let one = ProductDetail(answer, tariff: "E-1R-X-A")
    #expect(one.lists == [.standard, .standing] && one.isExport == true)
    #expect(ProductDetail(answer, tariff: "E-2R-X-A").lists == [.day, .night])
    #expect(ProductDetail(answer, tariff: "E-1R-X-B").lists == [])
    #expect(ProductDetail(answer, tariff: "E-1R-Y-A").lists == [])
  }
}
