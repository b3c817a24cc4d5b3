/// What the readings of one group add up to.
struct GroupSum {
  /// Millionths of a kWh or m³.
  var quantity: Int128 = 0
  /// The part of the quantity that has no rate.
  var unpricedQuantity: Int128 = 0
  /// 10^-12 of the minor unit of money.
  var money: Int128 = 0
  /// Half-hours with a reading.
  var present = 0
  /// Of these, the ones without a rate.
  var unpriced = 0
  /// Half-hours that should have a reading and have none.
  var missing = 0

  /// Half-hours with a reading whose figures `where` does not let pass.
  var excluded = 0

  /// Half-hours that should have a reading, whatever it says.
  var expected: Int { present + excluded + missing }
  var pricedQuantity: Int128 { quantity - unpricedQuantity }
  var isEmpty: Bool { expected == 0 }

  /// Adds readings times a number; true when the money left the range of `Int128`.
  ///
  /// Nothing else can: quantities are sums of far fewer than 2^63 values of 64 bits, and a product
  /// of two such values always fits.
  ///
  /// `none`: the number that stands for none.
  @inline(__always)
  mutating func take(_ quantity: Int64, count: Int, times number: Int64, none: Int64) -> Bool {
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

  /// Adds another sum; false when the money leaves the range of `Int128`.
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
