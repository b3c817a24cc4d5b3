import JSONText

/// Steps through the lines of a file, and says when progress is due.
struct LineWalk {
  /// The number of bytes between two reports of progress.
  private static let stride = 1 << 17

  private let bytes: [UInt8]
  private var nextReport = stride
  /// The number of the current line, counted from 1.
  private(set) var line = 0
  /// The position of the first byte not consumed.
  private(set) var position: Int

  /// Skips a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = startAfterByteOrderMark(bytes[...])
  }

  /// Moves to the next line; returns whether there is one.
  mutating func begin() -> Bool {
    guard position < bytes.count else { return false }
    line += 1
    return true
  }

  /// Consumes the rest of the current line; returns its bytes without the newline.
  mutating func consume() -> ArraySlice<UInt8> {
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    defer { position = min(end + 1, bytes.count) }
    return bytes[position..<end]
  }

  /// Skips to `next`, the position of the next line.
  mutating func skip(to next: Int) { position = next }

  /// Whether enough bytes were consumed since it was last true.
  mutating func isReportDue() -> Bool {
    guard position >= nextReport else { return false }
    nextReport = position + LineWalk.stride
    return true
  }
}
