package import EnergyModel
import Glibc

/// Reads lines of standard input without editing, for pipes and scripts.
package final class PlainReader {
  /// The longest line accepted, in bytes.
  static let longest = 1 << 20

  private var buffer: [UInt8] = []
  /// The start of the next line in the buffer.
  private var start = 0
  private var isAtEnd = false

  package init() {}

  /// The bytes of the next line without its terminator; nil at the end of the input.
  ///
  /// Ctrl-C ends the program while it waits; if it was pressed before, the read is cancelled.
  ///
  /// - Throws: a ``Failure`` when the input can't be read, or a line is longer than ``longest``.
  package func next(cancellation: Cancellation) throws -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        let isCarried = end > start && buffer[end - 1] == UInt8(ascii: "\r")
        return Array(buffer[start..<(isCarried ? end - 1 : end)])
      }
      guard buffer.count - start <= PlainReader.longest else {
        throw Failure(
          "a line of standard input is over \(PlainReader.longest >> 20) MB, so it is not a statement"
        )
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
      }
      buffer.removeSubrange(..<start)
      (start, searched) = (0, buffer.count)
      try fill(cancellation: cancellation)
    }
  }

  private func fill(cancellation: Cancellation) throws {
    try Interrupt.withDefaultAction {
      try cancellation.check()
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      var count = -1
      repeat { count = read(STDIN_FILENO, &piece, piece.count) } while count < 0 && errno == EINTR
      guard count >= 0 else { throw Failure("cannot read standard input: \(systemError())") }
      isAtEnd = count == 0
      buffer += piece.prefix(count)
    }
  }
}
