/// A file's bytes, read in pieces: those from which lines are being read, and no others, are in
/// memory.
package struct FileWindow {
  /// The number of bytes read at once: they stay in the processor's cache until they are parsed.
  private static let piece = 1 << 17
  /// The most bytes by which a file's kind is told.
  private static let mostHead = 1 << 20
  /// The longest line, in bytes, of a file that is read line by line.
  static let longestLine = 1 << 20

  /// The bytes of the window, and room for more.
  private(set) var bytes: [UInt8]
  /// The number of bytes in the window.
  private var end: Int
  /// The end of the last line that is complete.
  private(set) var linesEnd: Int
  /// The number of the file's bytes before the window.
  private(set) var offset = 0
  private var isAtEnd: Bool
  private let size: Int
  private let read: (UnsafeMutableRawBufferPointer) throws -> Int

  /// - Parameters:
  ///   - size: the size that the file is believed to have, in bytes.
  ///   - read: fills the start of a buffer with the next bytes of the file, and returns their
  ///     number, 0 at the end.
  package init(size: Int, reading read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    (bytes, end, linesEnd, isAtEnd) = ([], 0, 0, false)
    (self.size, self.read) = (size, read)
  }

  /// A file that is in memory as a whole.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    (end, linesEnd, isAtEnd) = (bytes.count, bytes.count, true)
    (size, read) = (bytes.count, { _ in 0 })
  }

  /// The kind of the file, as far as its first MB tells; only for a window that has not moved.
  package mutating func detectedKind() throws -> FileKind? {
    // Mostly the first line tells.
    repeat {
      try readPiece()
      if let kind = FileKind.detect(bytes[..<min(end, FileWindow.mostHead)]) { return kind }
    } while !isAtEnd && end < FileWindow.mostHead
    return nil
  }

  /// Whether the file is a supplier's statement, as far as its start tells; only for a window that
  /// was asked for its kind.
  package var isStatement: Bool { BilledStatement.isLikely(bytes[..<min(end, 1 << 16)]) }

  /// All bytes of the file, or nil if they are more than `most`; only for a window that has not
  /// moved.
  package mutating func whole(atMost most: Int) throws -> [UInt8]? {
    guard max(size, end) <= most else { return nil }
    if !isAtEnd { bytes.reserveCapacity(size + FileWindow.piece) }
    while !isAtEnd, end <= most { try readPiece() }
    guard end <= most else { return nil }
    bytes.removeLast(bytes.count - end)
    return bytes
  }

  /// Drops the lines before the end of the last complete one, and reads on to the end of a line or
  /// of the file; returns whether there is another line.
  ///
  /// - Throws: an error of reading; ``LineTooLong``.
  mutating func moveOn() throws -> Bool {
    bytes.withUnsafeMutableBytes { buffer in
      let rest = UnsafeRawBufferPointer(rebasing: buffer[linesEnd..<end])
      buffer.copyMemory(from: rest)
    }
    offset += linesEnd
    (end, linesEnd) = (end - linesEnd, 0)
    while !isAtEnd, linesEnd == 0 {
      guard end <= FileWindow.longestLine else { throw LineTooLong() }
      try readPiece()
    }
    return linesEnd > 0
  }

  /// The next line has over ``longestLine`` bytes.
  struct LineTooLong: Error {}

  /// Reads the next piece, and makes room for it first if there is too little.
  private mutating func readPiece() throws {
    if bytes.count - end < FileWindow.piece {
      bytes += repeatElement(0, count: FileWindow.piece)
    }
    let start = end
    let count = try bytes.withUnsafeMutableBytes { buffer in
      try read(UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + FileWindow.piece]))
    }
    end += count
    isAtEnd = count == 0
    if isAtEnd {
      linesEnd = end
    } else if let newline = bytes[start..<end].lastIndex(of: UInt8(ascii: "\n")) {
      linesEnd = newline + 1
    }
  }
}
