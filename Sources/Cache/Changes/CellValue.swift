import GRDBSQLite

/// A value of a stored row, whose text lies in memory that is not its own.
///
/// Tables of the cache are `STRICT`, and their columns whole numbers or text.
enum CellValue {
  case null
  case integer(Int64)
  case text(UnsafeBufferPointer<UInt8>)

  /// Reads a value that SQLite hands out.
  init(_ value: OpaquePointer) {
    switch sqlite3_value_type(value) {
    case SQLITE_NULL: self = .null
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    default:
      let text = sqlite3_value_text(value)
      let count = Int(sqlite3_value_bytes(value))
      self = .text(UnsafeBufferPointer(start: text, count: text == nil ? 0 : count))
    }
  }

  /// Reads a column of the row that a statement is at.
  init(_ statement: OpaquePointer, column: Int32) {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: self = .null
    case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, column))
    default:
      let text = sqlite3_column_text(statement, column)
      let count = Int(sqlite3_column_bytes(statement, column))
      self = .text(UnsafeBufferPointer(start: text, count: text == nil ? 0 : count))
    }
  }

  /// Binds it to a parameter of a statement, which keeps a copy.
  func bind(to statement: OpaquePointer, _ parameter: Int32) {
    switch self {
    case .null: sqlite3_bind_null(statement, parameter)
    case .integer(let number): sqlite3_bind_int64(statement, parameter, number)
    case .text(let bytes):
      // The destructor -1 has SQLite copy the text.
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(statement, parameter, $0.baseAddress, Int32($0.count), transient)
      }
    }
  }

  /// The value as errors show it: `3`, `'2023-07-01'`.
  var description: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): "\(number)"
    case .text(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
    }
  }

  static func == (left: CellValue, right: CellValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.text(let left), .text(let right)): left.elementsEqual(right)
    default: false
    }
  }
}

/// A checksum of a row, by which a later look at it tells whether it is still the same.
///
/// It is FNV-1a in 64 bits, folded to 32: it is to find changes that happen, not forgeries.
struct RowChecksum {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  var value: UInt32 { UInt32(truncatingIfNeeded: state ^ state >> 32) }

  mutating func add(_ cell: CellValue) {
    switch cell {
    case .null: add(0 as UInt8)
    case .integer(let number):
      add(1 as UInt8)
      withUnsafeBytes(of: number.littleEndian) { for byte in $0 { add(byte) } }
    case .text(let bytes):
      add(2 as UInt8)
      for byte in bytes { add(byte) }
      add(0xFF as UInt8)
    }
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}
