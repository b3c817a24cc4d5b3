extension Span<UInt8> {
  /// Steps over `character` if it stands at `position`.
  @inline(__always)
  func takes(_ character: Unicode.Scalar, at position: inout Int) -> Bool {
    guard position < count, Unicode.Scalar(self[position]) == character else { return false }
    position += 1
    return true
  }

  /// Steps over `text` if it stands at `position`.
  @inline(__always)
  func takesText(_ text: StaticString, at position: inout Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count - position >= length else { return false }
    for offset in 0..<length where self[position + offset] != text.utf8Start[offset] {
      return false
    }
    position += length
    return true
  }

  /// Steps over a number of exactly so many digits; nil when there is none.
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

  /// Whether the same bytes stand in both places.
  func holdsSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    // No way out of the loop and no check of its indices: so it compares many bytes at a time.
    precondition(left.upperBound <= count && right.upperBound <= count)
    let distance = right.lowerBound - left.lowerBound
    var difference: UInt8 = 0
    for index in left {
      difference |= self[unchecked: index] ^ self[unchecked: index &+ distance]
    }
    return difference == 0
  }
}
