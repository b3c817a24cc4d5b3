import EnergyModel
import Tariffs
import TestSupport
import Testing

@Suite struct VATTableTests {
  private func day(_ iso: String) throws -> LocalDay { try #require(LocalDay(iso: iso)) }

  private func percent(_ hundredths: Int) throws -> VATRate {
    try #require(VATRate(hundredths: hundredths))
  }

  /// SI 2026/987: electricity is zero-rated from 1 October 2026 to 31 March 2027, gas is not.
  @Test(arguments: [
    ("1970-01-01", 500), ("2026-09-30", 500), ("2026-10-01", 0), ("2027-03-31", 0),
    ("2027-04-01", 500), ("2099-01-01", 500),
  ])
  func builtInRates(iso: String, electricity: Int) throws {
    let table = VATTable()
    #expect(table.rate(of: .electricity, on: try day(iso)).hundredths == electricity)
    #expect(table.rate(of: .gas, on: try day(iso)) == .usual)
  }

  @Test func whatIsSetHoldsUntilTheNextOfItsFuel() throws {
    let table = VATTable(set: [
      .init(fuel: .electricity, from: try day("2027-04-01"), rate: .zero),
      .init(fuel: .electricity, from: try day("2026-01-01"), rate: try percent(2000)),
      .init(fuel: .gas, from: try day("2026-05-01"), rate: try percent(1750)),
    ])
    let electricity = try ["2025-12-31", "2026-01-01", "2026-09-30", "2026-10-01", "2027-04-01"]
      .map { table.rate(of: .electricity, on: try day($0)).hundredths }
    #expect(electricity == [500, 2000, 2000, 0, 0])
    let gas = try ["2026-04-30", "2026-05-01"].map { table.rate(of: .gas, on: try day($0)).text }
    #expect(gas == ["5%", "17.5%"])
    let ends = table.entries.map { table.end(of: $0)?.description ?? "-" }
    #expect(ends == ["2026-01-01", "2026-10-01", "2027-04-01", "-", "2026-05-01", "-"])
    #expect(table.entries.map(\.isBuiltIn) == [true, false, true, false, true, false])
  }

  @Test(arguments: [
    ("20", 2000), ("20%", 2000), ("17.5 %", 1750), ("0", 0), ("100", 10_000), ("5.25", 525),
  ])
  func percentages(text: String, hundredths: Int) {
    #expect(VATRate(text: text)?.hundredths == hundredths)
  }

  @Test(arguments: ["", "%", "-1", "100.01", "5.255", "five", "5 % ", "5%%"])
  func noPercentages(text: String) { #expect(VATRate(text: text) == nil) }

  /// With VAT in hundredths, without it, and the per cent that explains their difference where 5 %
  /// is usual.
  ///
  /// 24.83 × 1.05 = 26.0715; 29.26 and 30.72 are 29.25714… and 30.72 at 5 %; 0.05 and 0.05 are
  /// 0.05 and 0.0525 at 5 %, rounded to hundredths; 23.95 × 1.0525 = 25.207375.
  @Test(arguments: [
    ("24.83", "26.0715", 500), ("29.26", "30.72", 500), ("25", "30", 2000), ("25", "25", 0),
    ("0.05", "0.05", 500), ("5", "5", 0), ("-1.25", "-1.3125", 500), ("-10", "-12", 2000),
    ("0", "0", 500), ("23.95", "25.207375", 525), ("24.656190", "25.889", 500),
    ("10", "11.333", 1333), ("1", "2", 10_000),
  ])
  func theDifferenceTellsThePerCent(excluding: String, including: String, expected: Int) throws {
    let (net, gross) = (try rate(excluding), try rate(including))
    #expect(row(net, gross).statedVAT(near: .usual)?.hundredths == expected)
  }

  @Test(arguments: [("25", "24"), ("10", "-10"), ("0", "5"), ("1", "2.1")])
  func noVATSetsThemApart(excluding: String, including: String) throws {
    let (net, gross) = (try rate(excluding), try rate(including))
    #expect(row(net, gross).statedVAT(near: .usual) == nil)
  }

  @Test func oneOfTwoTellsNothing() throws {
    #expect(row(try rate("25"), nil).statedVAT(near: .usual) == nil)
    #expect(row(nil, try rate("25")).statedVAT(near: .usual) == nil)
  }

  private func rate(_ pence: String) throws -> Rate {
    Rate(micropence: try #require(DecimalText(pence.utf8, scale: 6)).value)
  }

  private func row(_ excluding: Rate?, _ including: Rate?) -> DatedRate {
    DatedRate(
      validFrom: nil, validTo: nil, paymentMethod: nil, excludingVAT: excluding,
      includingVAT: including)
  }

  /// The largest rates fit their parts at any VAT.
  @Test(arguments: [0, 1, 500, 1333, 2000, 9999, 10_000])
  func theLargestPricesFit(hundredths: Int) throws {
    let vat = try percent(hundredths)
    for micropence in [Rate.limit, -Rate.limit] {
      let price = Price(excluding: Rate(micropence: micropence), vat: vat)
      #expect(price.partsWithoutVAT == Int128(micropence) * vat.parts)
      #expect(Int64(exactly: price.partsWithoutVAT) != nil)
      let back = Price(including: price.payable, vat: vat)
      // Limits are whole pounds, whose VAT is of whole micropence.
      #expect(back.partsWithoutVAT == price.partsWithoutVAT)
    }
  }
}
