import JSONText

/// Walks through the lines of a file, and knows when progress is worth a report.
struct LineWalk {
  /// Bytes between two reports of progress.
  private static let stride = 1 << 17

  private let bytes: [UInt8]
  private var nextReport = stride
  /// The number of the line at hand, counted from 1.
  private(set) var line = 0
  /// Where the line at hand begins, or what of it is left.
  private(set) var position: Int

  /// Begins behind the byte order mark, if there is one.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = startBehindByteOrderMark(bytes[...])
  }

  /// Whether there is one more line; it is then the one at hand.
  mutating func begin() -> Bool {
    guard position < bytes.count else { return false }
    line += 1
    return true
  }

  /// The bytes of the line at hand, which is done with that.
  mutating func take() -> ArraySlice<UInt8> {
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    defer { position = min(end + 1, bytes.count) }
    return bytes[position..<end]
  }

  /// Done with the line at hand, behind which the next begins at `next`.
  mutating func leave(for next: Int) { position = next }

  /// Whether enough was done since the last time to tell of it.
  mutating func isReportDue() -> Bool {
    guard position >= nextReport else { return false }
    nextReport = position + LineWalk.stride
    return true
  }
}
