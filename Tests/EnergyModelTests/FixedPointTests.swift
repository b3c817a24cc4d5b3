import EnergyModel
import Testing

@Suite struct FixedPointTests {
  /// -0.12 × 3.5 = -0.42.
  @Test func productsAreExact() {
    let product = FixedPoint(-12, scale: 2).times(FixedPoint(35, scale: 1))
    #expect(product.text == "-0.42")
    #expect(product.magnitude == FixedPoint(42, scale: 2))
    #expect(FixedPoint(42, scale: 2).magnitude.text == "0.42")
  }

  @Test(
    arguments: [
      (21_504_000, 9, "0.021504"), (-3, 0, "-3"), (0, 0, "0"), (0, 8, "0"), (-5, 1, "-0.5"),
      (100, 2, "1"), (120, 2, "1.2"), (100, 0, "100"), (-1, 14, "-0.00000000000001"),
    ] as [(Int64, Int, String)])
  func text(digits: Int64, scale: Int, text: String) {
    #expect(FixedPoint(Int128(digits), scale: scale).text == text)
  }

  /// The digits are those that Python writes.
  @Test(
    arguments: [
      (Int128(UInt64.max) + 1, 3, "18446744073709551.616"),
      (Int128(UInt64.max) * 10, 1, "18446744073709551615"),
      (1_000_000_000_000_000_000_000_000_000_007, 30, "1.000000000000000000000000000007"),
      (Int128.min, 0, "-170141183460469231731687303715884105728"),
    ] as [(Int128, Int, String)])
  func textBeyond64Bits(digits: Int128, scale: Int, text: String) {
    #expect(FixedPoint(digits, scale: scale).text == text)
  }

  @Test(
    arguments: [
      (1_005, 3, 2, "1.01"), (-1_005, 3, 2, "-1.01"), (1_004, 3, 2, "1.00"), (5, 1, 0, "1"),
      (-4, 1, 0, "0"), (-4, 3, 2, "0.00"), (12, 1, 3, "1.200"), (999, 3, 2, "1.00"),
      (7, 0, 2, "7.00"),
    ] as [(Int64, Int, Int, String)])
  func textOfPlaces(digits: Int64, scale: Int, places: Int, text: String) {
    #expect(FixedPoint(Int128(digits), scale: scale).text(places: places) == text)
  }

  @Test(
    arguments: [
      (5, 0, 1), (15, 2, 2), (25, 2, 3), (-5, 0, -1), (-15, -2, -2), (-25, -2, -3), (24, 2, 2),
      (26, 3, 3), (-24, -2, -2), (-26, -3, -3), (0, 0, 0),
    ] as [(Int64, Int64, Int64)])
  func roundsHalvesBothWays(tenths: Int64, even: Int64, away: Int64) {
    let number = FixedPoint(Int128(tenths), scale: 1)
    #expect(number.rounded(places: 0, .even) == FixedPoint(Int128(even), scale: 0))
    #expect(number.rounded(places: 0, .awayFromZero) == FixedPoint(Int128(away), scale: 0))
  }

  @Test func morePlacesAddZeros() {
    #expect(FixedPoint(12, scale: 1).rounded(places: 3, .even) == FixedPoint(1200, scale: 3))
  }

  @Test func dividesAtTheEdges() {
    #expect(divide(7, by: 2, .even) == 4)
    #expect(divide(5, by: 2, .even) == 2)
    #expect(divide(-5, by: 2, .awayFromZero) == -3)
    #expect(divide(2, by: 3, .awayFromZero) == 1)
    #expect(divide(1, by: 3, .awayFromZero) == 0)
    #expect(divide(Int128.max, by: 1, .even) == Int128.max)
    #expect(divide(Int128.min, by: 1, .awayFromZero) == Int128.min)
    #expect(divide(Int128.max, by: Int128.max, .even) == 1)
  }

  @Test func comparesAcrossScales() {
    #expect(FixedPoint(15, scale: 1) < FixedPoint(151, scale: 2))
    #expect(FixedPoint(-151, scale: 2) < FixedPoint(-15, scale: 1))
    #expect(FixedPoint(2) > FixedPoint(19_999, scale: 4))
    #expect(!(FixedPoint(10, scale: 1) < FixedPoint(1)))
    #expect(!(FixedPoint(1) < FixedPoint(10, scale: 1)))
  }

  @Test func powers() {
    #expect(FixedPoint.power(0) == 1)
    #expect(FixedPoint.power(14) == 100_000_000_000_000)
    #expect(FixedPoint.power(38) / FixedPoint.power(37) == 10)
  }

  /// 0.07 kWh at £0.3072 is £0.021504: by hand.
  @Test func moneyIsTheProductOfItsUnits() {
    let rate = Rate(micropence: 30_720_000)
    #expect(rate.inMajorUnit.text == "0.3072")
    let money = Money(picopence: Int128(70_000) * Int128(rate.micropence))
    #expect(money.inMajorUnit.text == "0.021504")
    #expect(money.inMajorUnit.text(places: 2) == "0.02")
  }
}

/// Quotients by Python's `decimal` with 120 digits.
@Suite struct QuotientTests {
  private func quotient(_ value: Int128, _ divisor: Int128, _ places: Int = 8) -> String? {
    FixedPoint(value, scale: 14).quotient(by: FixedPoint(divisor, scale: 14), places: places)?.text
  }

  @Test func largeNumbersHaveQuotients() {
    // 10^8 times either has no room in 128 bits.
    #expect(quotient(.max, .max) == "1")
    #expect(quotient(.max, .min) == "-1")
    #expect(quotient(.max - 1, -3 * (.max / 4)) == "-1.33333333")
    #expect(quotient(1, .max) == "0")
    #expect(quotient(.max, 1) == nil)
    #expect(quotient(5, 0) == nil)
  }

  /// 1 and 3 of 2 at no decimals are 0.5 and 1.5, and of other scales too.
  @Test func halvesGoToTheEvenOne() {
    #expect([1, 3, 5, -1, -3].map { quotient($0, 2, 0) } == ["0", "2", "2", "0", "-2"])
    let third = FixedPoint(1, scale: 0).quotient(by: FixedPoint(300, scale: 2), places: 4)
    #expect(third?.text == "0.3333")
    #expect(
      FixedPoint(25, scale: 9).quotient(by: FixedPoint(1, scale: 0), places: 8)?.text
        == "0.00000002")
  }
}
