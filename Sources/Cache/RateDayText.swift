import EnergyModel

/// The form in which a day's rates are stored: a JSON array of 48 whole numbers in micropence, `null`
/// where there is none.
enum RateDayText {
  /// Reads an array into 48 numbers, ``HalfHourNumbers/none`` where there is none; false when it is
  /// not one.
  ///
  /// The text needs no zero byte behind it: its bracket stops all that reads here.
  static func read(
    _ text: UnsafePointer<UInt8>, count: Int, into numbers: UnsafeMutablePointer<Int64>
  ) -> Bool {
    guard count > 1, text.pointee == UInt8(ascii: "["), text[count - 1] == UInt8(ascii: "]")
    else { return false }
    var next = text + 1
    for index in 0..<48 {
      while next.pointee == UInt8(ascii: " ") { next += 1 }
      guard let number = item(&next),
        next.pointee == (index < 47 ? UInt8(ascii: ",") : UInt8(ascii: "]"))
      else { return false }
      numbers[index] = number
      next += 1
    }
    return next == text + count
  }

  /// A number or `null`; nil when it is something else.
  private static func item(_ next: inout UnsafePointer<UInt8>) -> Int64? {
    let isNegative = next.pointee == UInt8(ascii: "-")
    if isNegative { next += 1 }
    let start = next
    var value: Int64 = 0
    while case let digit = next.pointee &- UInt8(ascii: "0"), digit < 10 {
      value = value &* 10 &+ Int64(digit)
      next += 1
    }
    // Seventeen digits are beyond any rate, and JSON has no leading zeros.
    let length = next - start
    if length == 1 || (1...17).contains(length) && start.pointee != UInt8(ascii: "0") {
      return isNegative ? -value : value
    }
    guard length == 0, !isNegative else { return nil }
    for letter in "null".utf8 {
      guard next.pointee == letter else { return nil }
      next += 1
    }
    return HalfHourNumbers.none
  }

  static func text(_ numbers: some Sequence<Int64>) -> String {
    "[" + numbers.map { $0 == HalfHourNumbers.none ? "null" : String($0) }.joined(separator: ",")
      + "]"
  }
}
