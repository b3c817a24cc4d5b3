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
    var next = text
    guard next.pointee == UInt8(ascii: "[") else { return false }
    for index in 0..<48 {
      next += 1
      while next.pointee == UInt8(ascii: " ") { next += 1 }
      var digit = next.pointee &- UInt8(ascii: "0")
      if digit < 10 {
        var value: Int64 = 0
        let start = next
        repeat {
          value = value &* 10 &+ Int64(digit)
          next += 1
          digit = next.pointee &- UInt8(ascii: "0")
        } while digit < 10
        // The limit has nine digits, so that longer numbers are over it; JSON has no leading zeros.
        let length = next - start
        guard length == 1 || length <= 9 && start.pointee != UInt8(ascii: "0") else { return false }
        value *= 1000
        if next.pointee == UInt8(ascii: ".") {
          guard let decimals = decimals(&next) else { return false }
          value += decimals
        }
        guard value <= DayReadings.limit else { return false }
        values[index] = value
      } else {
        for letter in "null".utf8 {
          guard next.pointee == letter else { return false }
          next += 1
        }
        values[index] = DayReadings.missing
      }
      guard next.pointee == (index < 47 ? UInt8(ascii: ",") : UInt8(ascii: "]")) else {
        return false
      }
    }
    return next + 1 == text + count
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
