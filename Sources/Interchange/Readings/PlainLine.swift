import EnergyModel
import JSONText

/// A line in the form in which programs write it, read without making a value of any part.
///
/// Reading a file of readings fast hangs on this. Whatever is unusual, let alone wrong, makes it nil,
/// and ``ReadingsFileLine`` has a look.
struct PlainLine {
  /// Where the parts that name the meter stand; empty for those that are left out.
  struct Naming {
    var unit = 0..<0
    var number = 0..<0
    var serial = 0..<0

    /// Whether the bytes at `other` name the same meter in the same way.
    func isSame(as other: Naming, in bytes: Span<UInt8>) -> Bool {
      bytes.holdsSame(unit, other.unit) && bytes.holdsSame(number, other.number)
        && bytes.holdsSame(serial, other.serial)
    }
  }

  private(set) var naming = Naming()
  private(set) var reading: Reading
  /// Where the next line begins.
  private(set) var end: Int

  init?(_ bytes: Span<UInt8>, at start: Int, stamps: inout StampReader) {
    var position = start
    var quantity: Int64?
    var first: Int64?
    var last: Int64?
    var fields = 0
    guard bytes.takes("{", at: &position) else { return nil }
    repeat {
      fields += 1
      bytes.skipSpaces(at: &position)
      if bytes.takesKey("\"consumption\"", at: &position) {
        quantity = bytes.millionths(at: &position)
      } else if bytes.takesKey("\"unit\"", at: &position) {
        naming.unit = bytes.string(at: &position)
      } else if bytes.takesKey("\"interval_start\"", at: &position) {
        first = stamps.quoted(bytes, at: &position)
      } else if bytes.takesKey("\"interval_end\"", at: &position) {
        last = stamps.quoted(bytes, at: &position)
      } else if bytes.takesKey("\"mpan\"", at: &position) {
        naming.number = bytes.string(at: &position)
      } else if bytes.takesKey("\"serial\"", at: &position) {
        naming.serial = bytes.string(at: &position)
      } else {
        return nil
      }
      bytes.skipSpaces(at: &position)
    } while bytes.takes(",", at: &position)
    guard bytes.takes("}", at: &position), bytes.takesLineEnd(at: &position),
      let quantity, let first, last == first + 1800, first % 1800 == 0, !naming.unit.isEmpty,
      // So none stands twice.
      fields == 4 + (naming.number.isEmpty ? 0 : 1) + (naming.serial.isEmpty ? 0 : 1)
    else { return nil }
    reading = Reading(halfHour: Int(first / 1800), quantity: quantity)
    end = position
  }
}

extension StampReader {
  /// The seconds of a stamp in quotes; nil when there is anything else.
  fileprivate mutating func quoted(_ bytes: Span<UInt8>, at position: inout Int) -> Int64? {
    guard bytes.takes("\"", at: &position), let seconds = try? seconds(bytes, at: &position),
      bytes.takes("\"", at: &position)
    else { return nil }
    return seconds
  }
}

extension Span<UInt8> {
  /// Steps over a key, the colon and the spaces after it.
  @inline(__always)
  fileprivate func takesKey(_ key: StaticString, at position: inout Int) -> Bool {
    var end = position
    guard takesText(key, at: &end), takes(":", at: &end) else { return false }
    skipSpaces(at: &end)
    position = end
    return true
  }

  /// Where the text of a string without escapes stands; empty when there is none.
  fileprivate func string(at position: inout Int) -> Range<Int> {
    guard takes("\"", at: &position) else { return 0..<0 }
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
