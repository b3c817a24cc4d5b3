import EnergyModel
import JSONText

/// A line in the usual form, scanned without allocating: the fast path of reading a readings file.
///
/// Nil for a line in any other form, which ``ReadingsFileLine`` then parses.
struct PlainLine {
  /// The byte ranges of the values that name the meter; empty for absent ones.
  struct Naming {
    var unit = 0..<0
    var number = 0..<0
    var serial = 0..<0
  }

  private(set) var naming = Naming()
  private(set) var reading: Reading
  /// The position of the next line.
  private(set) var end: Int

  init?(_ bytes: Span<UInt8>, at start: Int, stamps: inout StampReader) {
    var position = start
    var quantity: Int64?
    var first: Int64?
    var last: Int64?
    var fields = 0
    guard bytes.consume("{", at: &position) else { return nil }
    repeat {
      fields += 1
      bytes.skipSpaces(at: &position)
      if bytes.consumeKey("\"consumption\"", at: &position) {
        quantity = bytes.millionths(at: &position)
      } else if bytes.consumeKey("\"unit\"", at: &position) {
        naming.unit = bytes.string(at: &position)
      } else if bytes.consumeKey("\"interval_start\"", at: &position) {
        first = stamps.quoted(bytes, at: &position)
      } else if bytes.consumeKey("\"interval_end\"", at: &position) {
        last = stamps.quoted(bytes, at: &position)
      } else if bytes.consumeKey("\"mpan\"", at: &position) {
        naming.number = bytes.string(at: &position)
      } else if bytes.consumeKey("\"serial\"", at: &position) {
        naming.serial = bytes.string(at: &position)
      } else {
        return nil
      }
      bytes.skipSpaces(at: &position)
    } while bytes.consume(",", at: &position)
    guard bytes.consume("}", at: &position), bytes.consumeLineEnd(at: &position),
      let quantity, let first, last == first + 1800, first % 1800 == 0, !naming.unit.isEmpty,
      // Rules out that a field appears twice.
      fields == 4 + (naming.number.isEmpty ? 0 : 1) + (naming.serial.isEmpty ? 0 : 1)
    else { return nil }
    reading = Reading(halfHour: Int(first / 1800), quantity: quantity)
    end = position
  }
}

extension StampReader {
  /// The seconds of a stamp in quotes; nil when something else follows.
  fileprivate mutating func quoted(_ bytes: Span<UInt8>, at position: inout Int) -> Int64? {
    guard bytes.consume("\"", at: &position), let seconds = try? seconds(bytes, at: &position),
      bytes.consume("\"", at: &position)
    else { return nil }
    return seconds
  }
}

extension Span<UInt8> {
  /// Consumes a key with the colon and the spaces after it; returns whether it was there.
  @inline(__always)
  fileprivate func consumeKey(_ key: StaticString, at position: inout Int) -> Bool {
    var end = position
    guard consumeText(key, at: &end), consume(":", at: &end) else { return false }
    skipSpaces(at: &end)
    position = end
    return true
  }

  /// Consumes an ASCII string without escapes; returns the range of its text, empty if there is
  /// none.
  fileprivate func string(at position: inout Int) -> Range<Int> {
    guard consume("\"", at: &position) else { return 0..<0 }
    var end = position
    while end < count {
      switch self[end] {
      case UInt8(ascii: "\""):
        defer { position = end + 1 }
        return position..<end
      case UInt8(ascii: "\\"), 0..<0x20, 0x80...: return 0..<0
      default: end += 1
      }
    }
    return 0..<0
  }
}
