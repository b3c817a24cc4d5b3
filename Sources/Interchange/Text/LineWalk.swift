import JSONText

/// Steps through the lines of a file, and says when progress is due.
struct LineWalk {
  /// The number of bytes between two reports of progress.
  private static let stride = 1 << 17

  /// The window that holds the current line as a whole.
  private(set) var window: FileWindow
  private var nextReport = stride
  /// The number of the current line, counted from 1.
  private(set) var line = 0
  /// The position in the window of the first byte not consumed.
  private(set) var position = 0

  init(_ window: FileWindow) { self.window = window }

  /// The number of bytes of the file that were consumed.
  var consumedCount: Int { window.offset + position }

  /// Moves to the next line, at first behind a byte order mark; returns whether there is one.
  ///
  /// - Throws: an error of reading; a ``FormatError`` for a line that is too long.
  mutating func begin() throws -> Bool {
    if position == window.linesEnd {
      position = 0
      do {
        guard try window.moveOn() else { return false }
      } catch is FileWindow.LineTooLong {
        let limit = FileWindow.longestLine >> 20
        throw FormatError(line: line + 1, message: "the line is over \(limit) MB")
      }
    }
    if line == 0 {
      position = startAfterByteOrderMark(window.bytes[..<window.linesEnd])
      guard position < window.linesEnd else { return false }
    }
    line += 1
    return true
  }

  /// Consumes the rest of the current line; returns its bytes without the newline.
  mutating func consume() -> ArraySlice<UInt8> {
    let rest = window.bytes[position..<window.linesEnd]
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    defer { position = min(end + 1, rest.endIndex) }
    return rest[..<end]
  }

  /// Skips to `next`, the position of the next line.
  mutating func skip(to next: Int) { position = next }

  /// Whether enough bytes were consumed since it was last true.
  mutating func isReportDue() -> Bool {
    guard consumedCount >= nextReport else { return false }
    nextReport = consumedCount + LineWalk.stride
    return true
  }
}
