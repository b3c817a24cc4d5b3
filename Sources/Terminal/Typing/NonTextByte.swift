/// The first byte of a line that can't be in text or is not UTF-8.
///
/// Replaced by something else, a byte that is not UTF-8 could be the name of another file.
package struct NonTextByte: Hashable, Sendable {
  private let value: UInt8
  /// How many characters are before it.
  package let precedingCharacters: Int

  /// Searches `bytes`, of which `line` was decoded; nil when all are text.
  package init?(in bytes: [UInt8], decoded line: String) {
    let control = bytes.firstIndex(where: NonTextByte.isControl)
    var index = control
    if !line.utf8.elementsEqual(bytes) {
      let same = zip(bytes, line.utf8).prefix { $0 == $1 }.count
      index = min(control ?? bytes.count, same, bytes.count - 1)
    }
    guard let index else { return nil }
    value = bytes[index]
    precedingCharacters = String(decoding: bytes[..<index], as: UTF8.self).count
  }

  /// Whether a byte is a control character other than a tab, a line ending or a form feed.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < UInt8(ascii: " ") && !(UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
  }

  /// The reason, with the byte in hexadecimal, such as `0x0a`.
  package var message: String {
    "this is not text: it has the byte " + (value < 0x10 ? "0x0" : "0x") + String(value, radix: 16)
  }
}
