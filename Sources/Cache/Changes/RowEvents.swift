/// What a change did to rows, in the order in which it did it, as bytes.
///
/// For an inserted row they hold its key, for an updated one also the old values of the columns that
/// differ, for a deleted one all values; and, unless it was deleted, a checksum of the row as it
/// was left.
struct RowEvents {
  enum Kind: UInt8 {
    case inserted, updated, deleted
  }

  private(set) var bytes: [UInt8] = []
  /// The number of rows that were inserted, updated or deleted.
  private(set) var count = 0

  mutating func begin(_ kind: Kind, table: Int) {
    bytes.append(kind.rawValue)
    bytes.append(UInt8(table))
    count += 1
  }

  mutating func append(_ cell: CellValue) { bytes.append(cell) }

  mutating func append(column: Int) { bytes.append(UInt8(column)) }

  mutating func append(_ checksum: RowChecksum) {
    withUnsafeBytes(of: checksum.value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Removes events, whose ranges of ``bytes`` are in order.
  mutating func remove(_ events: [Range<Int>]) {
    guard !events.isEmpty else { return }
    var kept: [UInt8] = []
    var start = 0
    for event in events {
      kept += bytes[start..<event.lowerBound]
      start = event.upperBound
    }
    bytes = kept + bytes[start...]
    count -= events.count
  }
}

extension [UInt8] {
  /// Appends a value: a tag, and behind it a whole number in groups of seven bits, or so written
  /// the length of a text, and the text.
  mutating func append(_ cell: CellValue) {
    switch cell {
    case .null: append(0)
    case .integer(let number):
      append(1)
      append(groups: UInt64(bitPattern: number << 1 ^ number >> 63))
    case .text(let text):
      append(2)
      append(groups: UInt64(text.count))
      append(contentsOf: text)
    }
  }

  private mutating func append(groups number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

/// One event of ``RowEvents``, read from memory that outlives it.
struct RowEvent {
  let kind: RowEvents.Kind
  /// The place of its table in ``Schema/loggedTables``.
  let table: Int
  /// The key of the row, or all values of a deleted one.
  let cells: [CellValue]
  /// The columns that were updated, with their old values.
  let updates: [(column: Int, old: CellValue)]
  /// The checksum of the row as it was left; of no meaning for a deleted one.
  let checksum: UInt32
}

/// A reader of the bytes of ``RowEvents``, in a file that anybody may have written.
struct RowEventReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tables: [LoggedTable]
  private var position = 0

  /// `tables` are those of the cache.
  init(_ bytes: UnsafeBufferPointer<UInt8>, tables: [LoggedTable]) {
    self.bytes = bytes
    self.tables = tables
  }

  /// All events; nil where the bytes are none.
  var events: [RowEvent]? {
    var reader = self
    var events: [RowEvent] = []
    while reader.position < bytes.count {
      guard let event = reader.next() else { return nil }
      events.append(event)
    }
    return events
  }

  /// Reads the next event; nil where the bytes are none.
  private mutating func next() -> RowEvent? {
    guard let kind = byte().flatMap(RowEvents.Kind.init(rawValue:)), let table = byte(),
      tables.indices.contains(Int(table))
    else { return nil }
    let layout = tables[Int(table)]
    let count = kind == .deleted ? layout.columns.count : layout.key.count
    var cells: [CellValue] = []
    for _ in 0..<count {
      guard let cell = cell() else { return nil }
      cells.append(cell)
    }
    var checksum: UInt32 = 0
    var updates: [(column: Int, old: CellValue)] = []
    if kind != .deleted {
      for place in 0..<4 {
        guard let byte = byte() else { return nil }
        checksum |= UInt32(byte) << (8 * place)
      }
    }
    if kind == .updated {
      guard let count = byte() else { return nil }
      for _ in 0..<count {
        guard let column = byte(), layout.columns.indices.contains(Int(column)),
          let old = cell()
        else { return nil }
        updates.append((Int(column), old))
      }
    }
    return RowEvent(
      kind: kind, table: Int(table), cells: cells, updates: updates, checksum: checksum)
  }

  private mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func cell() -> CellValue? {
    switch byte() {
    case 0: return .null
    case 1:
      return groups().map { .integer(Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1)) }
    case 2:
      guard let count = groups(), count <= UInt64(bytes.count - position) else { return nil }
      defer { position += Int(count) }
      return .text(UnsafeBufferPointer(rebasing: bytes[position..<position + Int(count)]))
    default: return nil
    }
  }

  private mutating func groups() -> UInt64? {
    var number: UInt64 = 0
    for place in 0..<10 {
      guard let byte = byte() else { return nil }
      number |= UInt64(byte & 0x7F) << (7 * place)
      if byte & 0x80 == 0 { return number }
    }
    return nil
  }
}
