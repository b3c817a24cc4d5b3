/// Result rows in order and in little memory: a row of eight cells takes some twenty bytes.
///
/// A cell is written only where it differs from the one expected there: the cell of the row before,
/// or, for times, the one as far behind that as that was behind its own.
package struct CompactRows: Sequence, Sendable {
  private static let pieceSize = 1 << 16

  // Rows are never split, and pieces never copied when more are added.
  private var pieces: [[UInt8]] = []
  private var texts: [String] = []
  private var textNumbers: [String: Int] = [:]
  private var expected = ExpectedCells()
  package private(set) var count = 0

  package init() {}

  package init(_ rows: some Sequence<ResultRow>) {
    for row in rows { append(row) }
  }

  package var isEmpty: Bool { count == 0 }
  package var underestimatedCount: Int { count }
  package var first: ResultRow? { first { _ in true } }

  package mutating func append(_ row: ResultRow) {
    count += 1
    if pieces.last?.count ?? .max >= CompactRows.pieceSize {
      var piece: [UInt8] = []
      piece.reserveCapacity(CompactRows.pieceSize + 1024)
      pieces.append(piece)
    }
    let last = pieces.count - 1
    let marks = (row.isTotal ? 2 : 0) + (row.isIncomplete ? 1 : 0)
    pieces[last].append(number: UInt128(row.cells.count * 4 + marks))
    expected.begin(columns: row.cells.count)
    var expectedCount: UInt8 = 0
    for (column, cell) in row.cells.enumerated() {
      if expected.accept(cell, at: column) {
        expectedCount += 1
        if expectedCount == CellTag.mostExpected {
          pieces[last].append(expectedCount)
          expectedCount = 0
        }
        continue
      }
      if expectedCount > 0 { pieces[last].append(expectedCount) }
      expectedCount = 0
      let text = if case .text(let text) = cell { number(of: text) } else { 0 }
      pieces[last].append(cell, text: text)
    }
    if expectedCount > 0 { pieces[last].append(expectedCount) }
  }

  private mutating func number(of text: String) -> Int {
    if let known = textNumbers[text] { return known }
    textNumbers[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  package func makeIterator() -> Iterator { Iterator(pieces: pieces, texts: texts) }

  package struct Iterator: IteratorProtocol {
    fileprivate let pieces: [[UInt8]]
    fileprivate let texts: [String]
    private var piece = 0
    private var position = 0
    private var expected = ExpectedCells()

    fileprivate init(pieces: [[UInt8]], texts: [String]) {
      (self.pieces, self.texts) = (pieces, texts)
    }

    package mutating func next() -> ResultRow? {
      if piece < pieces.count, position == pieces[piece].count {
        (piece, position) = (piece + 1, 0)
      }
      guard piece < pieces.count else { return nil }
      let head = Int(pieces[piece].number(at: &position))
      let count = head / 4
      expected.begin(columns: count)
      var column = 0
      while column < count {
        let tag = pieces[piece][position]
        position += 1
        if tag <= CellTag.mostExpected {
          for _ in 0..<tag {
            expected.advance(column)
            column += 1
          }
        } else {
          expected.replace(cell(tag), at: column)
          column += 1
        }
      }
      return ResultRow(
        cells: expected.cells, isIncomplete: head & 1 != 0, isTotal: head & 2 != 0)
    }

    private mutating func cell(_ tag: UInt8) -> Cell {
      switch tag {
      case CellTag.missing: return .missing
      case CellTag.text: return .text(texts[Int(pieces[piece].number(at: &position))])
      case CellTag.day: return .day(LocalDay(number: Int(pieces[piece].signed(at: &position))))
      case CellTag.time, CellTag.repeatedTime:
        let instant = Instant(seconds: Int64(pieces[piece].signed(at: &position)))
        let offset = Int64(pieces[piece].signed(at: &position))
        return .time(
          LocalTime(instant: instant, offset: offset, isRepeated: tag == CellTag.repeatedTime))
      case CellTag.spark:
        let count = Int(pieces[piece].number(at: &position))
        return .spark(
          (0..<count).map { _ in
            let height = Int(pieces[piece].number(at: &position))
            return height == 0 ? nil : height - CellTag.zeroHeight
          })
      default:
        let digits = pieces[piece].signed(at: &position)
        return .number(FixedPoint(digits, scale: Int(tag - CellTag.number)))
      }
    }
  }
}

/// The byte before a cell: how many cells in a row are as expected, or else the kind of the cell.
private enum CellTag {
  static let mostExpected: UInt8 = 0x7f
  static let missing: UInt8 = 0x80
  static let text: UInt8 = 0x81
  static let day: UInt8 = 0x82
  static let time: UInt8 = 0x83
  static let repeatedTime: UInt8 = 0x84
  static let spark: UInt8 = 0x85
  /// Added to the height of a bar, so that none is 0, which is a missing one.
  static let zeroHeight = 9
  /// The scale of the number is added to it, at most 38.
  static let number: UInt8 = 0x90
}

/// The cells that the next row is expected to have, as far as the rows before tell.
private struct ExpectedCells {
  /// Those of the latest row.
  private(set) var cells: [Cell] = []
  /// The seconds from the time in the row before the latest to that in the latest.
  private var steps: [Int64] = []

  mutating func begin(columns: Int) {
    guard cells.count != columns else { return }
    cells = Array(repeating: .missing, count: columns)
    steps = Array(repeating: 0, count: columns)
  }

  /// Takes the next row's cell; returns whether it is the expected one.
  mutating func accept(_ cell: Cell, at column: Int) -> Bool {
    switch (cell, cells[column]) {
    case (.missing, .missing): return true
    case (.text(let text), .text(let known)) where text == known: return true
    case (.day(let day), .day(let known)) where day == known: return true
    case (.number(let number), .number(let known))
    where number.digits == known.digits && number.scale == known.scale:
      return true
    case (.time(let time), .time(let known)):
      let isExpected =
        time.offset == known.offset && time.isRepeated == known.isRepeated
        && time.instant.seconds - known.instant.seconds == steps[column]
      replace(cell, at: column)
      return isExpected
    default:
      replace(cell, at: column)
      return false
    }
  }

  /// Takes the expected cell for the next row's.
  mutating func advance(_ column: Int) {
    guard case .time(let time) = cells[column] else { return }
    cells[column] = .time(
      LocalTime(
        instant: Instant(seconds: time.instant.seconds + steps[column]), offset: time.offset,
        isRepeated: time.isRepeated))
  }

  mutating func replace(_ cell: Cell, at column: Int) {
    if case .time(let time) = cell, case .time(let known) = cells[column] {
      steps[column] = time.instant.seconds - known.instant.seconds
    } else {
      steps[column] = 0
    }
    cells[column] = cell
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ cell: Cell, text: Int) {
    switch cell {
    case .missing: append(CellTag.missing)
    case .text:
      append(CellTag.text)
      append(number: UInt128(text))
    case .day(let day):
      append(CellTag.day)
      append(signed: Int128(day.number))
    case .time(let time):
      append(time.isRepeated ? CellTag.repeatedTime : CellTag.time)
      append(signed: Int128(time.instant.seconds))
      append(signed: Int128(time.offset))
    case .spark(let heights):
      append(CellTag.spark)
      append(number: UInt128(heights.count))
      for height in heights {
        append(number: UInt128((height.map { $0 + CellTag.zeroHeight }) ?? 0))
      }
    case .number(let number):
      append(CellTag.number + UInt8(number.scale))
      append(signed: number.digits)
    }
  }

  /// Appends seven bits a byte, the lowest first; the highest bit says that more follow.
  fileprivate mutating func append(number: UInt128) {
    var rest = number
    while rest > UInt128(UInt64.max) {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    var small = UInt64(rest)
    while small >= 0x80 {
      append(UInt8(truncatingIfNeeded: small) | 0x80)
      small >>= 7
    }
    append(UInt8(small))
  }

  /// Appends a number whose lowest bit is its sign.
  fileprivate mutating func append(signed number: Int128) {
    append(number: UInt128(bitPattern: number << 1 ^ number >> 127))
  }

  fileprivate func number(at position: inout Int) -> UInt128 {
    var number: UInt128 = 0
    var shift: UInt128 = 0
    while case let byte = self[position], byte >= 0x80 {
      number |= UInt128(byte & 0x7f) << shift
      shift += 7
      position += 1
    }
    number |= UInt128(self[position]) << shift
    position += 1
    return number
  }

  fileprivate func signed(at position: inout Int) -> Int128 {
    let number = number(at: &position)
    return Int128(bitPattern: number >> 1) ^ -Int128(number & 1)
  }
}
