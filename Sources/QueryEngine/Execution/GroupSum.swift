/// The sums over the readings of one group.
struct GroupSum {
  /// The total of the readings in millionths of a kWh or m³.
  var quantity: Int128 = 0
  /// The part of the quantity that has no rate.
  var unpricedQuantity: Int128 = 0
  /// The cost in 10^-12 of the minor unit of money.
  var money: Int128 = 0
  /// The half-hours with a reading.
  var present = 0
  /// The present half-hours that have no rate.
  var unpriced = 0
  /// The half-hours that should have a reading and have none.
  var missing = 0

  /// The half-hours with a reading that a condition of `where` on their figures excludes.
  var excluded = 0

  /// The half-hours that should have a reading, whether or not it passes the filter.
  var expected: Int { present + excluded + missing }
  var pricedQuantity: Int128 { quantity - unpricedQuantity }
  var isEmpty: Bool { expected == 0 }

  /// Adds readings times a number; true when the money left the range of `Int128`.
  ///
  /// Nothing else can overflow: quantities are sums of far fewer than 2^63 values of 64 bits, and
  /// the product of two such values always fits.
  ///
  /// `none`: the number that stands for none.
  @inline(__always)
  mutating func add(_ quantity: Int64, count: Int, times number: Int64, none: Int64) -> Bool {
    self.quantity &+= Int128(quantity)
    present &+= count
    guard number != none else {
      unpricedQuantity &+= Int128(quantity)
      unpriced &+= count
      return false
    }
    let (sum, overflow) = money.addingReportingOverflow(Int128(quantity) &* Int128(number))
    money = sum
    return overflow
  }

  /// Adds another sum; returns false when the money leaves the range of `Int128`.
  mutating func add(_ other: GroupSum) -> Bool {
    let (money, overflow) = money.addingReportingOverflow(other.money)
    self.money = money
    quantity += other.quantity
    unpricedQuantity += other.unpricedQuantity
    present += other.present
    unpriced += other.unpriced
    missing += other.missing
    excluded += other.excluded
    return !overflow
  }
}
