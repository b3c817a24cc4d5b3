import EnergyModel
import GRDB
import GRDBSQLite

/// The rows of a query, each in SQLite's own memory until the next one is asked for.
///
/// There are no row objects: a home may have a thousand tariffs, and a fleet millions of days.
final class StoredRows {
  /// The statement, for reading columns as they are.
  let handle: OpaquePointer
  private let table: StaticString
  /// The columns that identify a row in its table.
  private let key: [String]

  /// `table` and `key` are those by which errors name a row.
  convenience init(
    _ db: Database, _ sql: String, _ arguments: StatementArguments = StatementArguments(),
    of table: StaticString, by key: [String]
  ) throws {
    try self.init(try db.cachedStatement(sql: sql), arguments, of: table, by: key)
  }

  /// The same for a statement that is run again and again, once for each set of rows.
  init(
    _ statement: Statement, _ arguments: StatementArguments, of table: StaticString,
    by key: [String]
  ) throws {
    self.table = table
    self.key = key
    try statement.setArguments(arguments)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
  }

  deinit { sqlite3_reset(handle) }

  /// Goes to the next row; false behind the last.
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    guard code == SQLITE_ROW || code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
    return code == SQLITE_ROW
  }

  /// The row that it is at.
  var row: StoredRow { StoredRow(rows: self) }

  func map<Value>(_ value: (StoredRow) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    while try step() { values.append(try value(row)) }
    return values
  }

  /// The number of the column with a name; nil when there is none.
  fileprivate func column(named name: String) -> Int32? {
    (0..<sqlite3_column_count(handle)).first { column in
      sqlite3_column_name(handle, column).map { String(cString: $0) == name } ?? false
    }
  }

  /// The table and key of the row, as in `tariff 'go'`, `meter 3`.
  fileprivate var name: String {
    let values = key.map { name in
      guard let column = column(named: name) else { return "" }
      guard let text = sqlite3_column_text(handle, column).map({ String(cString: $0) }) else {
        return "NULL"
      }
      return sqlite3_column_type(handle, column) == SQLITE_TEXT ? "'\(text)'" : text
    }
    return "\(table) \(values.joined(separator: ", "))"
  }
}

extension Database {
  /// The rows of a query of some table, identified by the columns of `key`.
  func stored(
    _ sql: String, _ arguments: StatementArguments = StatementArguments(),
    of table: StaticString, by key: String...
  ) throws -> StoredRows {
    try StoredRows(self, sql, arguments, of: table, by: key)
  }
}

/// A row of a file in which another program may have written anything; valid until the next one is
/// asked for.
///
/// GRDB's own rows trap where a value has a type other than the one asked for.
struct StoredRow {
  fileprivate let rows: StoredRows

  /// The value of a column, by position.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` when it has another type, or is null and not
  ///   optional.
  subscript<Value: StoredValue>(column: Int) -> Value {
    get throws(CacheError) {
      let (handle, column) = (rows.handle, Int32(column))
      if let value = Value(handle, column) { return value }
      let name = String(cString: sqlite3_column_name(handle, column))
      switch sqlite3_column_type(handle, column) {
      case SQLITE_NULL: throw damage("has nothing as \(name)")
      case SQLITE_INTEGER: throw damage("has a whole number as \(name)")
      case SQLITE_TEXT:
        throw damage(
          String(handle, column) == nil
            ? StoredRow.broken(name) : "has a text as \(name)")
      // No column holds reals or blobs, and neither is coerced to a number or text.
      case SQLITE_FLOAT: throw damage("has a number with decimals as \(name)")
      default: throw damage("has a blob as \(name)")
      }
    }
  }

  /// The value of a column, by name.
  subscript<Value: StoredValue>(column: String) -> Value {
    get throws(CacheError) {
      guard let position = rows.column(named: column) else { throw damage("has no \(column)") }
      return try self[Int(position)]
    }
  }

  /// The fault of a text that can't be read, by the name of its column.
  static func broken(_ column: String) -> String {
    "has a text as \(column) that is not UTF-8 or has a NUL in it"
  }

  /// The error that the row violates the schema's invariants.
  func damage(_ reason: String) -> CacheError { .damaged(row: name, reason: reason) }

  /// The row's table and key, as in `tariff 'go'`, `meter 3`.
  var name: String { rows.name }

  /// Reads an instant; nil for an open one.
  func time(_ column: String) throws(CacheError) -> Instant? {
    guard let seconds: Int64 = try self[column] else { return nil }
    let instant = Instant(seconds: seconds)
    guard Instant.writable.contains(instant) else { throw damage("has a time that can't be") }
    return instant
  }
}

/// A value of a column.
protocol StoredValue {
  /// Returns nil for a value of another type.
  init?(_ row: OpaquePointer, _ column: Int32)
}

extension Int64: StoredValue {
  init?(_ row: OpaquePointer, _ column: Int32) {
    guard sqlite3_column_type(row, column) == SQLITE_INTEGER else { return nil }
    self = sqlite3_column_int64(row, column)
  }
}

extension Int: StoredValue {
  init?(_ row: OpaquePointer, _ column: Int32) {
    guard let number = Int64(row, column) else { return nil }
    self.init(number)
  }
}

extension Bool: StoredValue {
  init?(_ row: OpaquePointer, _ column: Int32) {
    guard let number = Int64(row, column) else { return nil }
    self = number != 0
  }
}

extension String: StoredValue {
  /// Nil also for text that is not UTF-8, and for one with a NUL: what it is taken for would not be
  /// what SQL compares.
  init?(_ row: OpaquePointer, _ column: Int32) {
    guard sqlite3_column_type(row, column) == SQLITE_TEXT,
      let text = sqlite3_column_text(row, column)
    else { return nil }
    let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, column)))
    guard !bytes.contains(0) else { return nil }
    self.init(validating: bytes, as: UTF8.self)
  }
}

extension Optional: StoredValue where Wrapped: StoredValue {
  init?(_ row: OpaquePointer, _ column: Int32) {
    if sqlite3_column_type(row, column) == SQLITE_NULL {
      self = .none
    } else {
      guard let value = Wrapped(row, column) else { return nil }
      self = value
    }
  }
}
