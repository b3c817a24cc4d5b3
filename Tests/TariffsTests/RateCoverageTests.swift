import EnergyModel
import Tariffs
import TestSupport
import Testing

@Suite struct RateCoverageTests {
  private func row(
    _ from: Int?, _ to: Int?, _ rate: Int64 = 1, _ payment: PaymentMethod? = nil
  ) -> DatedRate {
    DatedRate(
      validFrom: from.map { Instant(halfHour: $0) }, validTo: to.map { Instant(halfHour: $0) },
      paymentMethod: payment, excludingVAT: nil, includingVAT: Rate(micropence: rate))
  }

  @Test func noRowsReachNowhere() { #expect(RateCoverage([]) == nil) }

  @Test func rowsThatTouchHaveNoGap() {
    let reach = RateCoverage([row(10, 12), row(12, 20), row(20, 21)])
    #expect(reach?.start == Instant(halfHour: 10))
    #expect(reach?.end == Instant(halfHour: 21))
    #expect(reach?.gaps == [])
  }

  @Test func openEndsStayOpen() {
    let reach = RateCoverage([row(nil, 12), row(15, nil)])
    #expect(reach != nil && reach?.start == nil && reach?.end == nil)
    #expect(reach?.gaps == [TimeRange(start: Instant(halfHour: 12), end: Instant(halfHour: 15))])
  }

  /// Rows for all ways of paying fill what those for one leave open, and only that.
  @Test func rowsOfAWayOfPaying() {
    let rows = [
      row(nil, nil, 1), row(10, 20, 2, .directDebit), row(10, 30, 3, .nonDirectDebit),
    ]
    #expect(
      DatedRate.rows(rows, for: .directDebit) == [
        row(nil, 10, 1), row(10, 20, 2, .directDebit), row(20, nil, 1),
      ])
    #expect(
      DatedRate.rows(rows.reversed(), for: .nonDirectDebit) == [
        row(nil, 10, 1), row(10, 30, 3, .nonDirectDebit), row(30, nil, 1),
      ])
    let dear = [row(10, 30, 3, .nonDirectDebit)]
    #expect(DatedRate.rows(dear, for: .directDebit) == [])
    #expect(DatedRate.rows(dear, for: .nonDirectDebit) == dear)
  }

  @Test(arguments: [
    ("direct_debit", PaymentMethod.directDebit), ("NON_Direct_Debit", .nonDirectDebit),
  ])
  func waysOfPayingAreWords(word: String, payment: PaymentMethod) {
    #expect(PaymentMethod(word: word) == payment)
    #expect(payment.word == word.lowercased())
  }

  @Test func otherWordsAreNoWayOfPaying() {
    for word in ["", "cash", "direct debit"] { #expect(PaymentMethod(word: word) == nil) }
  }

  /// 30.72 p is 29.257142857… without VAT, -1.5 p is -1.428571428…, 10.5 p is 10.
  @Test(
    arguments: [
      (30_720_000, "0.29257143"), (-1_500_000, "-0.01428571"), (10_500_000, "0.1"), (0, "0"),
    ] as [(Int64, String)])
  func ratesWithoutVATHaveEightPlaces(micropence: Int64, text: String) {
    let price = Price(including: Rate(micropence: micropence), vat: .usual)
    #expect(price.withoutVAT.text == text)
  }
}
