import EnergyModel
import QueryLanguage

/// An amount due at one rate of VAT.
struct Due: Hashable {
  /// Without VAT and unrounded: 10^-12 of the minor unit, in the ``VATRate/parts`` of the rate.
  var net: Int128
  /// Without VAT in whole pence, as the policy `bill` rounds: 10^-12 of the minor unit.
  var pence: Int128
  /// With VAT, 10^-12 of the minor unit; 0 where it was not asked for.
  var payable: Int128

  /// Rounded once.
  init(net: Int128, of vat: VATRate, payable: Int128 = 0) {
    self.net = net
    self.payable = payable
    pence = Money(roundingToPence: net, of: vat).picopence
  }

  mutating func add(_ other: Due) throws(QueryError) {
    net = try Figures.adding(net, other.net)
    pence = try Figures.adding(pence, other.pence)
    payable = try Figures.adding(payable, other.payable)
  }
}

extension [VATRate: Due] {
  mutating func add(_ due: Due, at vat: VATRate) throws(QueryError) {
    guard var sum = self[vat] else { return self[vat] = due }
    try sum.add(due)
    self[vat] = sum
  }

  mutating func add(_ others: [VATRate: Due]) throws(QueryError) {
    for (vat, due) in others { try add(due, at: vat) }
  }

  /// In whole pence and without VAT: 10^-12 of the minor unit.
  func pence() throws(QueryError) -> Int128 {
    var sum: Int128 = 0
    for due in values { sum = try Figures.adding(sum, due.pence) }
    return sum
  }

  /// VAT on the whole pence, each rate's rounded to a penny.
  var vatInPence: FixedPoint {
    reduce(FixedPoint(0)) { $0 + Money(picopence: $1.value.pence).inPence($1.key).inMajorUnit }
  }

  /// The unrounded sum without VAT as a fraction of 10^-12 of the minor unit.
  private func fraction() throws(QueryError) -> (sum: Int128, parts: Int128) {
    var (sum, parts): (Int128, Int128) = (0, 1)
    for (vat, due) in self {
      var (own, ownParts) = (due.net, vat.parts)
      if own % ownParts == 0 { (own, ownParts) = (own / ownParts, 1) }
      let factor = parts % ownParts == 0 ? 1 : ownParts
      parts = try Figures.product(parts, factor)
      sum = try Figures.adding(
        Figures.product(sum, factor), Figures.product(own, parts / ownParts))
    }
    return (sum, parts)
  }

  /// Without VAT in the major unit: exact where 14 decimals can be, else rounded half-even to 8.
  func withoutVAT() throws(QueryError) -> FixedPoint {
    let (sum, parts) = try fraction()
    return sum % parts == 0
      ? Money(picopence: sum / parts).inMajorUnit
      : FixedPoint(divide(sum, by: try Figures.product(parts, 1_000_000), .even), scale: 8)
  }

  /// Without VAT in the major unit for one of `count`, in millionths; rounded half-even to 8 places.
  func meanWithoutVAT(of count: Int128) throws(QueryError) -> FixedPoint? {
    guard count > 0 else { return nil }
    let (sum, parts) = try fraction()
    return FixedPoint(divide(sum, by: try Figures.product(parts, count), .even), scale: 8)
  }
}
