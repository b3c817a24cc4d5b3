/// Repaints a line on the screen in colours.
///
/// Each letter is written where it already is, so the editor's idea of the screen stays correct.
struct Painter {
  /// The size of a terminal.
  struct Screen: Hashable {
    var columns: Int
    var rows: Int
  }

  /// Output for the terminal.
  struct Painting: Hashable {
    /// The text, which begins and ends at the editor's cursor.
    var text: String
    /// The suggestion shown after the line, if any.
    var ghost: String?
  }

  /// The place of the next letter; after the last column it is in the row below.
  private struct Place {
    var row = 0
    var column: Int
    let columns: Int

    mutating func step(over scalar: Unicode.Scalar) {
      if scalar == "\n" {
        row += 1
        column = 0
      } else {
        if column == columns {
          row += 1
          column = 0
        }
        column += 1
      }
    }

    /// The place at which the editor has its cursor.
    var ofCursor: Place {
      column < columns ? self : Place(row: row + 1, column: 0, columns: columns)
    }
  }

  private let prompt: String
  private let screen: Screen

  init(prompt: String, screen: Screen) {
    self.prompt = prompt
    self.screen = screen
  }

  /// The line with its marks, which are in order and don't overlap, followed in dim letters by the
  /// rest of `suggestion`, which begins with the line.
  ///
  /// Nil when a letter may be wider or narrower than others, or the line is taller than the screen.
  /// A suggestion that would need another row is left out.
  func paint(
    _ line: String, marks: [Mark], point: Int, suggestion: String?
  ) -> Painting? {
    guard prompt.count < screen.columns, Painter.isPlain(prompt), Painter.isPlain(line) else {
      return nil
    }
    let start = Place(column: prompt.count, columns: screen.columns)
    var (end, cursor) = (start, start)
    var offset = 0
    for scalar in line.unicodeScalars {
      if offset == point { cursor = end }
      end.step(over: scalar)
      offset += scalar.utf8.count
    }
    if offset <= point { cursor = end }
    cursor = cursor.ofCursor
    guard end.ofCursor.row < screen.rows else { return nil }
    var text = "\r" + Painter.up(cursor.row) + Painter.right(start.column)
    text += colored(line, marks)
    var ghost: String?
    if end.column < screen.columns {
      let rest = suggestion.map { String($0.dropFirst(line.count)) }
      // The last column stays free: after it the cursor's position would be undefined.
      if let rest, Painter.isPlain(rest), end.column + rest.count < screen.columns {
        ghost = rest
        text += "\u{1B}[2m\(rest)\u{1B}[0m"
      }
      text += "\u{1B}[K"
    }
    text += "\r" + Painter.up(end.row - cursor.row) + Painter.right(cursor.column)
    return Painting(text: text, ghost: ghost)
  }

  private func colored(_ line: String, _ marks: [Mark]) -> String {
    var bytes: [UInt8] = []
    let source = Array(line.utf8)
    var position = 0
    func plain(to end: Int) { bytes += source[position..<end] }
    for mark in marks {
      plain(to: mark.span.lowerBound)
      bytes += "\u{1B}[\(mark.style.code)m".utf8 + source[mark.span] + "\u{1B}[0m".utf8
      position = mark.span.upperBound
    }
    plain(to: source.count)
    // A terminal may take a newline only as a step down.
    return String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\r\n")
  }

  /// The sequence that moves up by that many rows, or down if negative.
  private static func up(_ rows: Int) -> String {
    rows == 0 ? "" : "\u{1B}[\(abs(rows))\(rows > 0 ? "A" : "B")"
  }

  private static func right(_ columns: Int) -> String {
    columns == 0 ? "" : "\u{1B}[\(columns)C"
  }

  /// Whether each letter takes one column on any terminal, newlines aside.
  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0a, 0x20...0x7e, 0xa1...0xac, 0xae...0x2ff, 0x2010...0x2027, 0x20ac: true
      default: false
      }
    }
  }
}
