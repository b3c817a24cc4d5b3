import EnergyModel

/// The stored form of a day's costs of the supplier: a JSON array of 48 numbers in pence with up to
/// 20 decimals, `null` where there is none.
enum CostDayText {
  /// The 48 amounts of an array in 10^-20 p; nil when the text is not one.
  ///
  /// The closing bracket stops every reader here.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> [Int128?]? {
    guard text.count > 1, text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else {
      return nil
    }
    var amounts: [Int128?] = []
    amounts.reserveCapacity(48)
    var next = 1
    for index in 0..<48 {
      while text[next] == UInt8(ascii: " ") { next += 1 }
      guard let item = item(text, &next),
        text[next] == (index < 47 ? UInt8(ascii: ",") : UInt8(ascii: "]"))
      else { return nil }
      amounts.append(item)
      next += 1
    }
    return next == text.count ? amounts : nil
  }

  /// A number, or `null` as a nil inside; nil when it is neither.
  private static func item(_ text: UnsafeBufferPointer<UInt8>, _ next: inout Int) -> Int128?? {
    let isNegative = text[next] == UInt8(ascii: "-")
    if isNegative { next += 1 }
    let start = next
    var value = digits(text, &next, atMost: 10)
    let length = next - start
    guard length > 0 else {
      guard !isNegative else { return nil }
      for letter in "null".utf8 {
        guard text[next] == letter else { return nil }
        next += 1
      }
      return .some(nil)
    }
    // JSON has no leading zeros.
    guard length == 1 || text[start] != UInt8(ascii: "0") else { return nil }
    var decimals = 0
    if text[next] == UInt8(ascii: ".") {
      next += 1
      let first = next
      let fraction = digits(text, &next, atMost: SupplierCost.decimals)
      decimals = next - first
      guard decimals > 0 else { return nil }
      value = value * powers[decimals] + fraction
    }
    let amount = value * powers[SupplierCost.decimals - decimals]
    guard amount <= SupplierCost.limit else { return nil }
    return isNegative ? -amount : amount
  }

  private static let powers = (0...SupplierCost.decimals).map { FixedPoint.power($0) }

  /// Reads digits; what is longer is left, and is not followed by what should be there.
  private static func digits(
    _ text: UnsafeBufferPointer<UInt8>, _ next: inout Int, atMost most: Int
  ) -> Int128 {
    var long: Int128 = 0
    // Most numbers are short, and 64 bits take a fraction of the time.
    var short: Int64 = 0
    let start = next
    while next - start < most, case let digit = text[next] &- UInt8(ascii: "0"), digit < 10 {
      if next - start < 18 {
        short = short * 10 + Int64(digit)
        long = Int128(short)
      } else {
        long = long * 10 + Int128(digit)
      }
      next += 1
    }
    return long
  }

  static func text(_ amounts: some Sequence<Int128?>) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    for amount in amounts {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      if let amount {
        SupplierCost.pence(amount).write(to: &bytes)
      } else {
        bytes += "null".utf8
      }
    }
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }
}
