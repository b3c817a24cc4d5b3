/// What the readings of one group add up to.
struct GroupSum {
  /// Millionths of a kWh or m³.
  var quantity: Int128 = 0
  /// The part of the quantity that has a rate.
  var pricedQuantity: Int128 = 0
  /// 10^-12 of the minor unit of money.
  var money: Int128 = 0
  /// Half-hours with a reading.
  var present = 0
  /// Of these, the ones without a rate.
  var unpriced = 0
  /// Half-hours that should have a reading and have none.
  var missing = 0

  var expected: Int { present + missing }
  var isEmpty: Bool { present == 0 && missing == 0 }

  /// Adds another sum; false when the money leaves the range of `Int128`.
  ///
  /// Quantities stay in it: they are sums of far fewer than 2^63 values of 64 bits.
  mutating func add(_ other: GroupSum) -> Bool {
    let (money, overflow) = money.addingReportingOverflow(other.money)
    self.money = money
    quantity += other.quantity
    pricedQuantity += other.pricedQuantity
    present += other.present
    unpriced += other.unpriced
    missing += other.missing
    return !overflow
  }

  /// Adds one reading with its rate in micropence; false when the money leaves its range.
  @inline(__always)
  mutating func add(quantity: Int64, rate: Int64) -> Bool {
    self.quantity += Int128(quantity)
    pricedQuantity += Int128(quantity)
    present += 1
    // A product of two Int64 always fits; only the sum can leave the range.
    let (sum, overflow) = money.addingReportingOverflow(Int128(quantity) &* Int128(rate))
    money = sum
    return !overflow
  }

  /// Adds one reading that has no rate.
  @inline(__always)
  mutating func add(unpriced quantity: Int64) {
    self.quantity += Int128(quantity)
    present += 1
    unpriced += 1
  }
}
