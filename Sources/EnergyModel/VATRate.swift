/// A rate of VAT from 0 to 100 %, in hundredths of a per cent.
package struct VATRate: Hashable, Comparable, Sendable {
  package let hundredths: Int

  package static let zero = VATRate(inRange: 0)
  /// The usual rate on household energy: 5 %.
  package static let usual = VATRate(inRange: 500)
  private static let most = 10_000

  private init(inRange hundredths: Int) { self.hundredths = hundredths }

  /// Returns nil below 0 and above 100 %.
  package init?(hundredths: Int) {
    guard (0...VATRate.most).contains(hundredths) else { return nil }
    self.init(inRange: hundredths)
  }

  /// Reads `20`, `20%` or `17.5 %`; returns nil for anything else, and beyond two decimals.
  package init?(text: String) {
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    let number = digits.hasSuffix(" ") ? digits.dropLast() : digits
    guard let value = DecimalText(number.utf8, scale: 2), value.isExact else { return nil }
    self.init(hundredths: Int(value.value))
  }

  /// The rate in per cent, without the sign: `5`, `17.5`.
  package var number: FixedPoint { FixedPoint(Int128(hundredths), scale: 2) }

  /// The rate with its sign: `5%`, `17.5%`.
  package var text: String { "\(number.text)%" }

  /// Whether it is a whole number of per cent.
  package var isWhole: Bool { hundredths % 100 == 0 }

  /// The number of parts into which a unit of money is divided so that VAT comes out exactly: 21 at
  /// 5 %, since removing the VAT multiplies by 20/21.
  package var parts: Int128 { Int128((10_000 + hundredths) / divisor) }

  /// The number of ``parts`` that are left of a unit once its VAT is removed: 20 at 5 %.
  var netParts: Int128 { Int128(10_000 / divisor) }

  private var divisor: Int {
    var (larger, smaller) = (10_000, hundredths)
    while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }

  package static func < (left: VATRate, right: VATRate) -> Bool {
    left.hundredths < right.hundredths
  }
}

/// A price per kWh or per day, with VAT and without.
package struct Price: Hashable, Sendable {
  /// The price that the customer pays or is paid.
  package let payable: Rate
  package let vat: VATRate
  /// The price without VAT, in micropence divided into the ``VATRate/parts`` of its VAT; for rates
  /// up to twice ``Rate/limit`` it fits 64 bits.
  package let partsWithoutVAT: Int128

  /// Creates a price from a rate that includes VAT.
  package init(including rate: Rate, vat: VATRate) {
    payable = rate
    self.vat = vat
    partsWithoutVAT = Int128(rate.micropence) * vat.netParts
  }

  /// Creates a price from a rate without VAT; the payable rate is rounded half-even to micropence.
  package init(excluding rate: Rate, vat: VATRate) {
    let sum = Int128(rate.micropence) * vat.parts
    let payable = Rate(micropence: Int64(divide(sum, by: vat.netParts, .even)))
    self.init(payable, excluding: rate, vat: vat)
  }

  /// Creates a price of which both figures are stated; `vat` is their difference in per cent.
  package init(_ payable: Rate, excluding rate: Rate, vat: VATRate) {
    self.payable = payable
    self.vat = vat
    partsWithoutVAT = Int128(rate.micropence) * vat.parts
  }

  /// The price without VAT in the major unit, rounded half-even to 8 places.
  package var withoutVAT: FixedPoint {
    FixedPoint(divide(partsWithoutVAT, by: vat.parts, .even), scale: 8)
  }
}
