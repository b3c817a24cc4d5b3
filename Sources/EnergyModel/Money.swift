/// A price in millionths of a minor unit (micropence, for pounds) per kWh or per day.
///
/// Its owner says whether it includes VAT.
package struct Rate: Hashable, Comparable, Sendable {
  package var micropence: Int64

  /// The largest price accepted, in either direction: £1,000,000 per kWh.
  package static let limit: Int64 = 100_000_000 * 1_000_000

  package init(micropence: Int64) { self.micropence = micropence }

  package static func < (left: Rate, right: Rate) -> Bool { left.micropence < right.micropence }

  /// The rate in the major unit per kWh: `0.3072`.
  package var inMajorUnit: FixedPoint { FixedPoint(Int128(micropence), scale: 8) }
}

/// An exact sum of products of a reading (10^-6 kWh) and a ``Rate`` (10^-6 p/kWh).
package struct Money: Hashable, Comparable, Sendable {
  /// The amount in units of 10^-12 of a minor unit, 10^-14 of a pound.
  package var picopence: Int128

  package init(picopence: Int128) { self.picopence = picopence }

  package static func < (left: Money, right: Money) -> Bool { left.picopence < right.picopence }

  /// The amount in the major unit: pounds.
  package var inMajorUnit: FixedPoint { FixedPoint(picopence, scale: 14) }
}

extension Money {
  /// Creates a whole number of pence from a sum of readings × prices without VAT, which is in the
  /// parts of `vat`, rounded half away from zero.
  package init(roundingToPence parts: Int128, of vat: VATRate) {
    let penny: Int128 = 1_000_000_000_000
    picopence = divide(parts, by: vat.parts * penny, .awayFromZero) * penny
  }

  /// The VAT on the sum, rounded to whole pence, half away from zero.
  package func inPence(_ vat: VATRate) -> Money {
    // The sum is in whole pence, so its VAT is in whole hundredths of a micropenny.
    Money(roundingToPence: picopence / 10_000 * Int128(vat.hundredths), of: .zero)
  }
}
