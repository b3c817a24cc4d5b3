/// What a person sees at a terminal: letters with their colours, and the cursor.
///
/// It understands what programs send to an xterm to edit a line; wide letters are not in it, and
/// a change of width moves no letters to other rows.
package struct TerminalScreen {
  private struct Cell: Hashable {
    var letter: Unicode.Scalar = " "
    /// The parameters of the colour sequences in force.
    var style = ""
  }

  package private(set) var columns: Int
  package private(set) var cursor = (row: 0, column: 0)
  /// How many rows have gone at the top.
  package private(set) var scrolledRows = 0
  /// Sequences that it does not understand.
  package private(set) var unknown: [String] = []
  private var grid: [[Cell]]
  private var style = ""
  /// Bytes of a sequence or letter of which more is to come.
  private var pending: [UInt8] = []

  package init(columns: Int, rows: Int) {
    self.columns = columns
    grid = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  /// The rows without the spaces at their ends, up to the last that has letters.
  package var lines: [String] {
    let lines = grid.map { row in
      let end = row.lastIndex { $0.letter != " " }.map { $0 + 1 } ?? 0
      return String(String.UnicodeScalarView(row[..<end].map(\.letter)))
    }
    return Array(lines[..<(lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)])
  }

  /// The row in which the cursor is.
  package var cursorLine: String { cursor.row < lines.count ? lines[cursor.row] : "" }

  /// The colours of a word in the last row that has it; nil when none has, or it has several.
  package func style(of word: String) -> String? {
    let letters = Array(word.unicodeScalars)
    for row in grid.reversed() {
      guard let range = row.map(\.letter).firstRange(of: letters) else { continue }
      let styles = Set(row[range].map(\.style))
      return styles.count == 1 ? styles.first : nil
    }
    return nil
  }

  /// Cuts rows at their end, or goes on with empty ones; the top rows go when there are fewer.
  package mutating func resize(columns: Int, rows: Int) {
    let surplus = max(0, cursor.row + 1 - rows)
    grid.removeFirst(surplus)
    cursor.row -= surplus
    grid = Array(grid.prefix(rows)).map { row in
      Array(row.prefix(columns)) + Array(repeating: Cell(), count: max(0, columns - row.count))
    }
    while grid.count < rows { grid.append(Array(repeating: Cell(), count: columns)) }
    cursor.column = min(cursor.column, columns)
    self.columns = columns
  }

  package mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      takePending()
    }
  }

  private mutating func takePending() {
    if pending[0] == 0x1b {
      takeSequence()
    } else if pending[0] < 0x20 {
      control(pending[0])
      pending = []
    } else if let letter = String(validating: pending, as: UTF8.self)?.unicodeScalars.first {
      put(letter)
      pending = []
    } else if pending.count >= 4 {
      unknown.append("\(pending)")
      pending = []
    }
  }

  private mutating func takeSequence() {
    guard pending.count > 1 else { return }
    let text = String(decoding: pending.dropFirst(), as: UTF8.self)
    if let match = text.wholeMatch(of: #/\[([?>=]?)([0-9;]*)([@-~])/#) {
      if match.1.isEmpty { apply(String(match.2), match.3) }
      pending = []
    } else if text.wholeMatch(of: #/\[[0-9;?>=]*|[()]/#) == nil {
      // Keypad modes and character sets change nothing here.
      if text.wholeMatch(of: #/[=>78]|[()]./#) == nil { unknown.append(text) }
      pending = []
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x07: break
    case 0x08: cursor.column = max(0, min(cursor.column, columns - 1) - 1)
    case 0x09: cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
    case 0x0a: lineFeed()
    case 0x0d: cursor.column = 0
    default: unknown.append("\(byte)")
    }
  }

  private mutating func lineFeed() {
    if cursor.row + 1 < grid.count {
      cursor.row += 1
    } else {
      scrolledRows += 1
      grid.removeFirst()
      grid.append(Array(repeating: Cell(), count: columns))
    }
  }

  /// Behind the last column the cursor waits: only the next letter takes it to the next row.
  private mutating func put(_ letter: Unicode.Scalar) {
    if cursor.column >= columns {
      cursor.column = 0
      lineFeed()
    }
    grid[cursor.row][cursor.column] = Cell(letter: letter, style: style)
    cursor.column += 1
  }

  private mutating func apply(_ parameters: String, _ command: Substring) {
    let numbers = parameters.split(separator: ";").compactMap { Int($0) }
    let count = max(1, numbers.first ?? 1)
    let column = min(cursor.column, columns - 1)
    switch command {
    case "A": cursor.row = max(0, cursor.row - count)
    case "B": cursor.row = min(grid.count - 1, cursor.row + count)
    case "C": cursor.column = min(columns - 1, column + count)
    case "D": cursor.column = max(0, column - count)
    case "G": cursor.column = min(columns, count) - 1
    case "H":
      let row = min(grid.count, count) - 1
      cursor = (row, min(columns, numbers.count > 1 ? max(1, numbers[1]) : 1) - 1)
    case "J":
      if numbers.first == 2 {
        for row in grid.indices { erase(row, from: 0) }
      } else {
        erase(cursor.row, from: column)
        for row in grid.indices.dropFirst(cursor.row + 1) { erase(row, from: 0) }
      }
    case "K": erase(cursor.row, from: column)
    case "P":
      let gone = column..<min(columns, column + count)
      grid[cursor.row].removeSubrange(gone)
      grid[cursor.row] += Array(repeating: Cell(), count: gone.count)
    case "@":
      grid[cursor.row].insert(contentsOf: Array(repeating: Cell(), count: count), at: column)
      grid[cursor.row] = Array(grid[cursor.row].prefix(columns))
    case "m": style = ["", "0"].contains(parameters) ? "" : parameters
    default: unknown.append("[\(parameters)\(command)")
    }
  }

  private mutating func erase(_ row: Int, from column: Int) {
    for index in column..<columns { grid[row][index] = Cell() }
  }
}
