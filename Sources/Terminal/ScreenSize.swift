import EnergyModel
import Glibc

/// The size of a terminal, in characters.
package struct ScreenSize: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  /// The size of the terminal that a descriptor is of; nil where it is none, or has no size.
  package init?(of descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    columns = Int(size.ws_col)
    rows = Int(size.ws_row)
  }

  /// Whether a text would run out of it, with a line for the prompt behind the text.
  package func isExceeded(by text: [UInt8]) -> Bool {
    var lines = 0
    return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
      .contains { line in
        lines += 1
        return lines >= rows
          || (line.count > columns && String(decoding: line, as: UTF8.self).screenWidth > columns)
      }
  }
}
