/// The checksum of a stored day, which is kept in its row so that `check` can tell what was written
/// from what became of it.
///
/// It is FNV-1a with 64 bits over `OWNER|DAY|TEXT|…` in UTF-8, as SQLite's signed integer: the columns
/// of the row in order, with `|` between them. Each step is one-to-one, so that no change of a single
/// byte stays unnoticed; it is no defence against somebody who means to deceive.
struct DayChecksum {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The checksum so far.
  var value: Int64 { Int64(bitPattern: state) }

  /// Begins with the row's key: the ID of its meter or tariff, and its day.
  init(owner: Int64, day: String) {
    add(String(owner))
    append(day)
  }

  /// The checksum of a row with these texts behind its key.
  static func of(_ owner: Int64, _ day: String, _ texts: String...) -> Int64 {
    var sum = DayChecksum(owner: owner, day: day)
    for text in texts { sum.append(text) }
    return sum.value
  }

  /// Appends the text of the next column.
  mutating func append(_ text: String) {
    add(byte: UInt8(ascii: "|"))
    add(text)
  }

  /// The same for the text of a column where SQLite has it.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    add(byte: UInt8(ascii: "|"))
    for byte in bytes { add(byte: byte) }
  }

  private mutating func add(_ text: String) {
    var text = text
    let before = state
    state = text.withUTF8 { bytes in
      bytes.reduce(before) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }

  private mutating func add(byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
