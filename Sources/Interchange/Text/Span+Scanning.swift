import EnergyModel

extension Span<UInt8> {
  /// Consumes `character` if it comes next; returns whether it did.
  @inline(__always)
  func consume(_ character: Unicode.Scalar, at position: inout Int) -> Bool {
    guard position < count, Unicode.Scalar(self[position]) == character else { return false }
    position += 1
    return true
  }

  /// Consumes `text` if it comes next; returns whether it did.
  @inline(__always)
  func consumeText(_ text: StaticString, at position: inout Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count - position >= length else { return false }
    for offset in 0..<length where self[position + offset] != text.utf8Start[offset] {
      return false
    }
    position += length
    return true
  }

  /// Consumes a number of exactly that many digits; nil when there is none.
  @inline(__always)
  func number(digits: Int, at position: inout Int) -> Int? {
    guard count - position >= digits else { return nil }
    var number = 0
    for offset in 0..<digits {
      let digit = Int(self[position + offset]) - 48
      guard 0 <= digit, digit <= 9 else { return nil }
      number = number * 10 + digit
    }
    position += digits
    return number
  }

  /// Whether a range holds the bytes of `text`.
  func holds(_ text: [UInt8], at range: Range<Int>) -> Bool {
    guard text.count == range.count else { return false }
    // Without an early exit and checked indices the compiler vectorises the loop.
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let text = text.span
    var difference: UInt8 = 0
    for index in text.indices {
      difference |= self[unchecked: range.lowerBound &+ index] ^ text[unchecked: index]
    }
    return difference == 0
  }

  func skipSpaces(at position: inout Int) {
    while consume(" ", at: &position) {}
  }

  func consumeLineEnd(at position: inout Int) -> Bool {
    _ = consume("\r", at: &position)
    return consume("\n", at: &position) || position == count
  }

  /// Consumes an unsigned decimal number, such as `0.172`; returns it in millionths.
  ///
  /// Nil for numbers over the limit of a reading, and for unusual forms: after the sixth decimal
  /// only zeros are read, and an exponent only after zero, as in `0E-20`.
  func millionths(at position: inout Int) -> Int64? {
    let start = position
    var point: Int?
    var value: Int64 = 0
    // Twelve digits in millionths fit 64 bits.
    while position < count, position - start <= 12 {
      let digit = Int64(self[position]) - 48
      if digit >= 0, digit <= 9 {
        if let point, position - point > 6 { break }
        value = value * 10 + digit
      } else if self[position] == UInt8(ascii: "."), point == nil, position > start {
        point = position
      } else {
        break
      }
      position += 1
    }
    let decimals = point.map { position - $0 - 1 } ?? 0
    guard position > start, position - start <= 12, decimals <= 6, point == nil || decimals > 0,
      self[start] != UInt8(ascii: "0") || position == start + 1 || point == start + 1
    else { return nil }
    if decimals == 6 {
      while consume("0", at: &position) {}
    }
    if value == 0, consume("E", at: &position) || consume("e", at: &position) {
      _ = consume("-", at: &position)
      guard number(digits: 2, at: &position) != nil else { return nil }
    }
    for _ in decimals..<6 { value *= 10 }
    return value <= DayReadings.limit ? value : nil
  }
}
