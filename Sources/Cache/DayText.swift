import EnergyModel

/// The form in which a day's readings are stored: a JSON array of 48 numbers in watt-hours
/// (litres), up to three decimals, `null` where there is none.
enum DayText {
  /// Reads an array into 48 values in millionths of a kWh or m³; false when it is not one.
  ///
  /// Behind the text's `count` bytes stands a zero byte, which no part of an array matches.
  static func read(
    _ text: UnsafePointer<UInt8>, count: Int, into values: UnsafeMutablePointer<Int64>
  ) -> Bool {
    guard text.pointee == UInt8(ascii: "[") else { return false }
    let end = text + count
    var next = text + 1
    for index in 0..<48 {
      while next.pointee == UInt8(ascii: " ") { next += 1 }
      // The last bytes of the text make no whole word.
      if end - next > 8 {
        let word = UnsafeRawPointer(next).loadUnaligned(as: UInt64.self)
        let (value, count) = leadingDigits(of: word)
        let isWhole = count > 0 && next[count] == UInt8(ascii: ",")
        if isWhole, index < 47, count == 1 || next.pointee != UInt8(ascii: "0") {
          values[index] = value &* 1000
          next += count + 1
          continue
        }
      }
      guard let value = item(&next) else { return false }
      values[index] = value
      guard next.pointee == (index < 47 ? UInt8(ascii: ",") : UInt8(ascii: "]")) else {
        return false
      }
      next += 1
    }
    return next == end
  }

  /// What the digits say that eight bytes of text begin with, and how many they are.
  ///
  /// Most readings are a few digits and a comma. A branch for each digit, whose number nobody can
  /// foresee, would cost more than all this.
  @inline(__always)
  private static func leadingDigits(of bytes: UInt64) -> (value: Int64, count: Int) {
    var word = UInt64(littleEndian: bytes) ^ 0x3030_3030_3030_3030
    // Digits are now 0…9. Adding 0x76 carries anything more into the top bit of its byte.
    let others =
      ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080
    let count = others.trailingZeroBitCount / 8
    // Leading zeros in place of what follows the digits; then tens, hundreds and ten thousands.
    word &<<= UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    word = word &* 10 &+ (word &>> 8)
    let pairs: UInt64 = 0x0000_00FF_0000_00FF
    let sum =
      (word & pairs) &* (100 + 1_000_000 << 32) &+ (word &>> 16 & pairs) &* (1 + 10_000 << 32)
    return (Int64(truncatingIfNeeded: sum &>> 32), count)
  }

  /// Any number or `null` that may stand in the array; nil when it is something else.
  private static func item(_ next: inout UnsafePointer<UInt8>) -> Int64? {
    let start = next
    var value: Int64 = 0
    while case let digit = next.pointee &- UInt8(ascii: "0"), digit < 10 {
      value = value &* 10 &+ Int64(digit)
      next += 1
    }
    guard next > start else {
      for letter in "null".utf8 {
        guard next.pointee == letter else { return nil }
        next += 1
      }
      return DayReadings.missing
    }
    // The limit has nine digits, so that longer numbers are over it; JSON has no leading zeros.
    let length = next - start
    guard length == 1 || length <= 9 && start.pointee != UInt8(ascii: "0") else { return nil }
    value *= 1000
    if next.pointee == UInt8(ascii: ".") {
      guard let decimals = decimals(&next) else { return nil }
      value += decimals
    }
    return value <= DayReadings.limit ? value : nil
  }

  /// One to three digits behind the point, as thousandths.
  private static func decimals(_ next: inout UnsafePointer<UInt8>) -> Int64? {
    var result: Int64 = 0
    var weight: Int64 = 1000
    next += 1
    while case let digit = next.pointee &- UInt8(ascii: "0"), digit < 10 {
      guard weight > 1 else { return nil }
      weight /= 10
      result += Int64(digit) * weight
      next += 1
    }
    return weight < 1000 ? result : nil
  }

  static func text(_ values: [Int64]) -> String {
    var text: [UInt8] = [UInt8(ascii: "[")]
    text.reserveCapacity(256)
    for (index, value) in values.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      if value == DayReadings.missing {
        text.append(contentsOf: "null".utf8)
      } else {
        append(value, to: &text)
      }
    }
    text.append(UInt8(ascii: "]"))
    return String(decoding: text, as: UTF8.self)
  }

  /// Millionths of a kWh as watt-hours, without needless decimals.
  private static func append(_ value: Int64, to text: inout [UInt8]) {
    text.append(contentsOf: String(value / 1000).utf8)
    var rest = value % 1000
    guard rest > 0 else { return }
    text.append(UInt8(ascii: "."))
    var weight: Int64 = 100
    while rest > 0 {
      text.append(UInt8(ascii: "0") + UInt8(rest / weight))
      rest %= weight
      weight /= 10
    }
  }
}

extension DayText {
  /// The values of a stored day.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` naming the row when the text is not one.
  static func values(_ text: String, meter: Meter.ID, day: String) throws(CacheError) -> [Int64] {
    var text = text
    var isValid = false
    let values = [Int64](unsafeUninitializedCapacity: 48) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      isValid = text.withUTF8 { bytes in
        // Strings of SQLite are not always followed by a zero byte.
        var copy = Array(bytes)
        copy.append(0)
        return copy.withUnsafeBufferPointer { bytes in
          bytes.baseAddress.map { read($0, count: bytes.count - 1, into: base) } ?? false
        }
      }
      count = isValid ? 48 : 0
    }
    guard isValid else {
      throw .damaged(
        row: "reading_day of meter_id \(meter), day '\(day)'",
        reason: "is not an array of 48 numbers")
    }
    return values
  }
}
