/// A decimal number read from text, such as `0.30720`, `-1.5` or `0E-20`.
package struct DecimalText: Hashable, Sendable {
  /// The number in units of `10^-scale`, rounded half-even.
  package var value: Int64
  /// Whether no digits were rounded away.
  package var isExact: Bool

  /// Reads the whole of `text` as a JSON-style number: sign, digits, point, exponent.
  ///
  /// Returns nil when it is not a number or does not fit `Int64` in units of `10^-scale`.
  package init?<Text: Collection<UInt8>>(_ text: Text, scale: Int) {
    guard let number = DecimalText.digits(of: text, scale: scale),
      let value = Int64(exactly: number.value)
    else { return nil }
    (self.value, isExact) = (value, number.isExact)
  }

  /// Reads such a number of up to 30 digits; nil when it does not fit `Int128`.
  package static func digits<Text: Collection<UInt8>>(
    of text: Text, scale: Int
  ) -> (value: Int128, isExact: Bool)? {
    var digits: Int128 = 0
    var negative = false
    var exponent = scale
    var seenDigit = false
    var seenPoint = false
    var dropped = false
    var index = text.startIndex
    if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      negative = text[index] == UInt8(ascii: "-")
      index = text.index(after: index)
    }
    while index < text.endIndex {
      let byte = text[index]
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        seenDigit = true
        // Past 30 digits it matters only whether any of the rest is non-zero, for the rounding
        // below.
        if digits < DecimalText.enough {
          digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
          if seenPoint { exponent -= 1 }
        } else {
          dropped = dropped || byte != UInt8(ascii: "0")
          if !seenPoint { exponent += 1 }
        }
      } else if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else {
        break
      }
      index = text.index(after: index)
    }
    guard seenDigit else { return nil }
    if index < text.endIndex {
      guard text[index] | 0x20 == UInt8(ascii: "e"),
        let shift = DecimalText.exponent(text[text.index(after: index)...])
      else { return nil }
      exponent += shift
    }
    guard digits != 0 else { return (0, true) }
    guard exponent <= 38 else { return nil }
    if exponent < -37 { return (0, false) }
    var isExact = !dropped
    if exponent >= 0 {
      let (product, overflow) = digits.multipliedReportingOverflow(by: FixedPoint.power(exponent))
      guard !overflow else { return nil }
      digits = product
    } else {
      let divisor = FixedPoint.power(-exponent)
      isExact = isExact && digits % divisor == 0
      // Dropped digits put a number that looks like an exact half just past it.
      let half: FixedPoint.RoundingRule = dropped ? .awayFromZero : .even
      digits = divide(digits, by: divisor, half)
    }
    return (negative ? -digits : digits, isExact)
  }

  private static let enough = FixedPoint.power(30)

  private static func exponent(_ text: some Collection<UInt8>) -> Int? {
    guard let number = Int(String(decoding: text, as: UTF8.self)), (-999...999).contains(number)
    else { return nil }
    return number
  }
}
