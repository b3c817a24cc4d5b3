import EnergyModel

/// The stored form of a day's readings: a JSON array of 48 numbers in watt-hours (litres) with up
/// to three decimals, `null` where there is no reading.
enum DayText {
  /// Reads an array into 48 values in millionths of a kWh or m³; returns whether it was valid.
  ///
  /// The text needs no terminating zero byte: the closing bracket stops every reader here.
  static func read(
    _ text: UnsafePointer<UInt8>, count: Int, into values: UnsafeMutablePointer<Int64>
  ) -> Bool {
    guard count > 1, text.pointee == UInt8(ascii: "["), text[count - 1] == UInt8(ascii: "]")
    else { return false }
    var next = text + 1
    var index = 0
    while index < 48 {
      readWholeNumbers(&next, into: values, at: &index)
      if index == 48 { break }
      while next.pointee == UInt8(ascii: " ") { next += 1 }
      guard let value = item(&next),
        next.pointee == (index < 47 ? UInt8(ascii: ",") : UInt8(ascii: "]"))
      else { return false }
      values[index] = value
      next += 1
      index += 1
    }
    return next == text + count
  }

  /// Reads the common case, whole numbers followed by commas, up to the first other item.
  private static func readWholeNumbers(
    _ text: inout UnsafePointer<UInt8>, into values: UnsafeMutablePointer<Int64>,
    at index: inout Int
  ) {
    var start = text
    while index < 48 {
      let first = start.pointee &- UInt8(ascii: "0")
      guard first < 10 else { break }
      var value = Int64(first)
      var next = start + 1
      while case let digit = next.pointee &- UInt8(ascii: "0"), digit < 10 {
        value = value &* 10 &+ Int64(digit)
        next += 1
      }
      // Eight digits stay below the limit, and JSON has no leading zeros.
      let length = next - start
      guard next.pointee == UInt8(ascii: ","), length == 1 || (length <= 8 && first > 0) else {
        break
      }
      values[index] = value &* 1000
      index &+= 1
      start = next + 1
    }
    text = start
  }

  /// Reads a number or `null` of the array; nil when it is anything else.
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
    // The limit has nine digits, so longer numbers exceed it; JSON has no leading zeros.
    let length = next - start
    guard length == 1 || length <= 9 && start.pointee != UInt8(ascii: "0") else { return nil }
    value *= 1000
    if next.pointee == UInt8(ascii: ".") {
      guard let decimals = decimals(&next) else { return nil }
      value += decimals
    }
    return value <= DayReadings.limit ? value : nil
  }

  /// Reads one to three digits after the point, as thousandths.
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
    // The limit of a reading has nine digits; a point, three decimals and a comma may follow.
    String(unsafeUninitializedCapacity: 2 + values.count * 16) { buffer in
      var count = 0
      for value in values {
        buffer[count] = UInt8(ascii: count == 0 ? "[" : ",")
        count += 1
        if value == DayReadings.missing {
          for letter in "null".utf8 {
            buffer[count] = letter
            count += 1
          }
        } else {
          write(value, to: buffer, at: &count)
        }
      }
      buffer[count] = UInt8(ascii: "]")
      return count + 1
    }
  }

  /// Writes millionths of a kWh as watt-hours, without trailing decimals.
  private static func write(
    _ value: Int64, to buffer: UnsafeMutableBufferPointer<UInt8>, at count: inout Int
  ) {
    var whole = value / 1000
    let start = count
    var limit: Int64 = 1
    repeat {
      count += 1
      limit *= 10
    } while whole >= limit
    for place in (start..<count).reversed() {
      buffer[place] = UInt8(ascii: "0") + UInt8(whole % 10)
      whole /= 10
    }
    var rest = value % 1000
    guard rest > 0 else { return }
    buffer[count] = UInt8(ascii: ".")
    count += 1
    while rest > 0 {
      buffer[count] = UInt8(ascii: "0") + UInt8(rest / 100)
      count += 1
      rest = rest % 100 * 10
    }
  }
}

extension DayText {
  /// The values of a stored day.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` naming the row when the text is not an array of
  ///   48.
  static func values(_ text: String, meter: Meter.ID, day: String) throws(CacheError) -> [Int64] {
    var text = text
    var isValid = false
    let values = [Int64](unsafeUninitializedCapacity: 48) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      isValid = text.withUTF8 { bytes in
        bytes.baseAddress.map { read($0, count: bytes.count, into: base) } ?? false
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
