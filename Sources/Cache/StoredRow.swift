import EnergyModel
import GRDB

/// A row of a file in which another program may have written anything.
///
/// GRDB's own rows trap where a value has a type other than the one asked for.
struct StoredRow {
  private let row: Row
  private let table: StaticString
  /// The columns that identify the row in its table.
  private let key: [String]

  init(_ row: Row, of table: StaticString, by key: [String]) {
    self.row = row
    self.table = table
    self.key = key
  }

  /// The value of a column, by position.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` when it has another type, or is null and not
  ///   optional.
  subscript<Value: DatabaseValueConvertible>(column: Int) -> Value {
    get throws(CacheError) { try value(row[column], Array(row.columnNames)[column]) }
  }

  /// The value of a column, by name.
  subscript<Value: DatabaseValueConvertible>(column: String) -> Value {
    get throws(CacheError) { try value(row[column], column) }
  }

  /// The error that the row violates the schema's invariants.
  func damage(_ reason: String) -> CacheError { .damaged(row: name, reason: reason) }

  /// The row's table and key, as in `tariff 'go'`, `meter 3`.
  var name: String {
    let values = key.map { column -> String in
      let value: DatabaseValue? = row[column]
      guard case .string(let text)? = value?.storage else { return value?.description ?? "" }
      return "'\(text)'"
    }
    return "\(table) \(values.joined(separator: ", "))"
  }

  /// `column` is called for the column's name only when something is wrong.
  private func value<Value: DatabaseValueConvertible>(
    _ value: DatabaseValue?, _ column: @autoclosure () -> String
  ) throws(CacheError) -> Value {
    let kind: String
    switch value?.storage {
    case .null?: kind = "nothing"
    case .int64?: kind = "a whole number"
    case .string?: kind = "a text"
    // No column holds reals or blobs, and neither is coerced to a number or text.
    case .double?: throw damage("has a number with decimals as \(column())")
    case .blob?: throw damage("has a blob as \(column())")
    case nil: throw damage("has no \(column())")
    }
    guard let result = value.flatMap({ Value.fromDatabaseValue($0) }) else {
      throw damage("has \(kind) as \(column())")
    }
    return result
  }
}

extension Sequence<Row> {
  /// The rows of a table, identified by the columns of `key`.
  func stored(of table: StaticString, by key: String...) -> [StoredRow] {
    map { StoredRow($0, of: table, by: key) }
  }
}

extension StoredRow {
  /// Reads an instant; nil for an open one.
  func time(_ column: String) throws(CacheError) -> Instant? {
    guard let seconds: Int64 = try self[column] else { return nil }
    let instant = Instant(seconds: seconds)
    guard Instant.writable.contains(instant) else { throw damage("has a time that can't be") }
    return instant
  }
}
