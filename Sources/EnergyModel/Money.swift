/// A price: millionths of a minor unit (micropence, in pounds) per kWh, VAT as its owner says.
package struct Rate: Hashable, Comparable, Sendable {
  package var micropence: Int64

  /// A price beyond this, in either direction, is refused: £1,000,000 a kWh.
  package static let limit: Int64 = 100_000_000 * 1_000_000

  package init(micropence: Int64) { self.micropence = micropence }

  package static func < (left: Rate, right: Rate) -> Bool { left.micropence < right.micropence }

  /// In the major unit per kWh: `0.3072`.
  package var inMajorUnit: FixedPoint { FixedPoint(Int128(micropence), scale: 8) }
}

/// A rate without VAT, in parts so small that 5 % of VAT comes out of a whole rate exactly.
package struct RateWithoutVAT: Hashable, Sendable {
  /// 21sts of a micropenny per kWh, as taking out VAT is times 20/21.
  package var parts: Int128

  package static let partsPerMicropenny: Int128 = 21

  /// A rate that holds no VAT.
  package init(_ rate: Rate) { parts = Int128(rate.micropence) * RateWithoutVAT.partsPerMicropenny }

  /// A rate that holds 5 % of VAT.
  package init(includingVAT rate: Rate) { parts = Int128(rate.micropence) * 20 }

  /// In the major unit per kWh, rounded half-even to 8 places.
  package var inMajorUnit: FixedPoint {
    FixedPoint(divide(parts, by: RateWithoutVAT.partsPerMicropenny, .even), scale: 8)
  }
}

/// An exact sum of products of a reading (10^-6 kWh) and a ``Rate`` (10^-6 p/kWh).
package struct Money: Hashable, Comparable, Sendable {
  /// Units of 10^-12 of a minor unit: 10^-14 of a pound.
  package var picopence: Int128

  package init(picopence: Int128) { self.picopence = picopence }

  package static func < (left: Money, right: Money) -> Bool { left.picopence < right.picopence }

  /// In the major unit: pounds.
  package var inMajorUnit: FixedPoint { FixedPoint(picopence, scale: 14) }
}

extension Money {
  /// A sum of products of a reading and a ``RateWithoutVAT``, rounded to whole pence, half away
  /// from zero.
  package init(partsRoundedToPence parts: Int128) {
    let penny = RateWithoutVAT.partsPerMicropenny * 1_000_000_000_000
    picopence = divide(parts, by: penny, .awayFromZero) * 1_000_000_000_000
  }
}
