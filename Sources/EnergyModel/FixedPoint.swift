/// An exact decimal number: `digits × 10^-scale`.
///
/// Figures leave the integer core in this form and go into result tables.
package struct FixedPoint: Hashable, Sendable {
  package var digits: Int128
  package var scale: Int

  package init(_ digits: Int128, scale: Int) {
    self.digits = digits
    self.scale = scale
  }

  package init(_ count: Int) { self.init(Int128(count), scale: 0) }

  /// All its digits, without trailing zeros: `0.021504`, `-3`, `0`.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``text``.
  package func write(to bytes: inout [UInt8]) { write(to: &bytes, endsInZeros: false) }

  /// The number of decimals needed to write it exactly.
  package var decimals: Int { shortest.scale }

  /// The same number without trailing zeros after the point.
  private var shortest: (digits: Int128, scale: Int) {
    var scale = scale
    // Nearly all numbers are small ones, whose divisions take a tenth of the time.
    if var small = Int64(exactly: digits) {
      while scale > 0, small % 10 == 0 {
        small /= 10
        scale -= 1
      }
      return (Int128(small), scale)
    }
    var digits = digits
    while scale > 0, digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    return (digits, scale)
  }

  /// The number with exactly `places` decimals, halves rounded away from zero as money is.
  package func text(places: Int) -> String {
    var bytes: [UInt8] = []
    rounded(places: places, .awayFromZero).write(to: &bytes, endsInZeros: true)
    return String(decoding: bytes, as: UTF8.self)
  }

  package enum RoundingRule: Sendable {
    /// Halves go to the even neighbour.
    case even
    /// Halves go to the neighbour of larger magnitude.
    case awayFromZero
  }

  /// The nearest number with `places` decimals; `half` says which way halves go.
  package func rounded(places: Int, _ half: RoundingRule) -> FixedPoint {
    guard places < scale else {
      return FixedPoint(digits * FixedPoint.power(places - scale), scale: places)
    }
    let quotient = divide(digits, by: FixedPoint.power(scale - places), half)
    return FixedPoint(quotient, scale: places)
  }

  /// Ten to the power of `exponent`, 0…38.
  package static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// Writes the digits from the last to the first, as long results have millions, and turns them
  /// round.
  private func write(to bytes: inout [UInt8], endsInZeros: Bool) {
    if digits < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var place = 0
    func append(_ digit: UInt8) {
      if place == scale, bytes.count > start { bytes.append(UInt8(ascii: ".")) }
      if digit > 0 || endsInZeros || place >= scale || bytes.count > start {
        bytes.append(UInt8(ascii: "0") + digit)
      }
      place += 1
    }
    // Few numbers have more than 64 bits, and dividing 128 takes much longer.
    var large = digits.magnitude
    while large > UInt64.max {
      let (rest, digit) = large.quotientAndRemainder(dividingBy: 10)
      append(UInt8(digit))
      large = rest
    }
    var rest = UInt64(large)
    repeat {
      append(UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || place <= scale
    var (first, last) = (start, bytes.count - 1)
    while first < last {
      bytes.swapAt(first, last)
      (first, last) = (first + 1, last - 1)
    }
  }
}

/// Sums, differences and products are exact.
extension FixedPoint {
  package static func + (left: FixedPoint, right: FixedPoint) -> FixedPoint {
    let scale = max(left.scale, right.scale)
    return FixedPoint(
      left.digits * power(scale - left.scale) + right.digits * power(scale - right.scale),
      scale: scale)
  }

  package static prefix func - (number: FixedPoint) -> FixedPoint {
    FixedPoint(-number.digits, scale: number.scale)
  }

  package static func - (left: FixedPoint, right: FixedPoint) -> FixedPoint { left + -right }

  /// The number without its sign.
  package var magnitude: FixedPoint { digits < 0 ? -self : self }

  /// The exact product; both together have at most 38 digits.
  package func times(_ other: FixedPoint) -> FixedPoint {
    FixedPoint(digits * other.digits, scale: scale + other.scale)
  }
}

extension FixedPoint {
  /// The quotient of the number and `divisor`, rounded half-even to `places` decimals.
  ///
  /// The intermediate dividend may have twice the digits of a number, so the result is only limited
  /// by what can be represented. Returns nil when it can't be, and for a divisor of zero.
  package func quotient(by divisor: FixedPoint, places: Int) -> FixedPoint? {
    let shift = places + divisor.scale - scale
    let product = digits.magnitude.multipliedFullWidth(
      by: FixedPoint.power(max(shift, 0)).magnitude)
    let (below, overflow) = divisor.digits.magnitude.multipliedReportingOverflow(
      by: FixedPoint.power(max(-shift, 0)).magnitude)
    guard !overflow, product.high < below else { return nil }
    var (quotient, rest) = below.dividingFullWidth(product)
    let opposite = below - rest
    if rest > opposite || (rest == opposite && quotient % 2 != 0) { quotient += 1 }
    guard let magnitude = Int128(exactly: quotient) else { return nil }
    let isNegative = (digits < 0) != (divisor.digits < 0)
    return FixedPoint(isNegative ? -magnitude : magnitude, scale: places)
  }
}

/// Equality and order compare values, whatever the scales.
extension FixedPoint: Comparable {
  package static func == (left: FixedPoint, right: FixedPoint) -> Bool {
    left.scale == right.scale ? left.digits == right.digits : left.shortest == right.shortest
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(shortest.digits)
    hasher.combine(shortest.scale)
  }

  package static func < (left: FixedPoint, right: FixedPoint) -> Bool {
    if left.scale == right.scale { return left.digits < right.digits }
    let scale = max(left.scale, right.scale)
    let (first, isFirstBeyond) = left.digits.multipliedReportingOverflow(
      by: power(scale - left.scale))
    let (second, isSecondBeyond) = right.digits.multipliedReportingOverflow(
      by: power(scale - right.scale))
    // Only one of them is widened; beyond the range it is further from zero than the other.
    if isFirstBeyond { return left.digits < 0 }
    return isSecondBeyond ? right.digits > 0 : first < second
  }
}

/// The quotient rounded to the nearest integer; `half` says which way halves go.
package func divide(_ value: Int128, by divisor: Int128, _ half: FixedPoint.RoundingRule) -> Int128
{
  precondition(divisor > 0, "a divisor that is not positive")
  if let value = Int64(exactly: value), let divisor = Int64(exactly: divisor) {
    return Int128(roundedQuotient(value, by: divisor, half))
  }
  return roundedQuotient(value, by: divisor, half)
}

/// The same for integers of any size: small ones take a tenth of the time.
@inline(__always)
private func roundedQuotient<Number: FixedWidthInteger & SignedInteger>(
  _ value: Number, by divisor: Number, _ half: FixedPoint.RoundingRule
) -> Number {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  let rest = remainder.magnitude
  let opposite = divisor.magnitude - rest
  let up =
    switch half {
    case .even: rest > opposite || (rest == opposite && quotient % 2 != 0)
    case .awayFromZero: rest >= opposite
    }
  return up ? quotient + (value < 0 ? -1 : 1) : quotient
}
