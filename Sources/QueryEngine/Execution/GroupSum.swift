/// What the readings of one group add up to.
struct GroupSum {
  /// Millionths of a kWh or m³.
  var quantity: Int128 = 0
  /// 10^-12 of the minor unit of money.
  var money: Int128 = 0
  /// Half-hours with a reading.
  var present = 0
  /// Of these, the ones without a rate.
  var unpriced = 0
  /// Half-hours that should have a reading and have none.
  var missing = 0

  var expected: Int { present + missing }

  static func += (left: inout GroupSum, right: GroupSum) {
    left.quantity += right.quantity
    left.money += right.money
    left.present += right.present
    left.unpriced += right.unpriced
    left.missing += right.missing
  }
}
