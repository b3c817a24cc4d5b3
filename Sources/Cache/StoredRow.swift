import EnergyModel
import GRDB

/// A row as it comes from a file into which another program may have put anything.
///
/// GRDB's own rows end the program where a value is not of the kind that is asked for.
struct StoredRow {
  private let row: Row
  private let table: StaticString
  /// The columns that tell the row from others of the table.
  private let key: [String]

  init(_ row: Row, of table: StaticString, by key: [String]) {
    self.row = row
    self.table = table
    self.key = key
  }

  /// The value of a column, by its place.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` when it is of another kind, or null where no
  ///   optional is asked for.
  subscript<Value: DatabaseValueConvertible>(column: Int) -> Value {
    get throws(CacheError) { try value(row[column], Array(row.columnNames)[column]) }
  }

  /// The value of a column, by its name.
  subscript<Value: DatabaseValueConvertible>(column: String) -> Value {
    get throws(CacheError) { try value(row[column], column) }
  }

  /// That the row is not what the schema promises.
  func damage(_ reason: String) -> CacheError { .damaged(row: name, reason: reason) }

  /// `tariff 'go'`, `meter 3`.
  var name: String {
    let values = key.map { column -> String in
      let value: DatabaseValue? = row[column]
      guard case .string(let text)? = value?.storage else { return value?.description ?? "" }
      return "'\(text)'"
    }
    return "\(table) \(values.joined(separator: ", "))"
  }

  /// `column` is only asked for its name when something is wrong.
  private func value<Value: DatabaseValueConvertible>(
    _ value: DatabaseValue?, _ column: @autoclosure () -> String
  ) throws(CacheError) -> Value {
    let kind: String
    switch value?.storage {
    case .null?: kind = "nothing"
    case .int64?: kind = "a whole number"
    case .string?: kind = "a text"
    // No column holds them, and neither is taken for a number or a text that it resembles.
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
  /// The rows of a table, told apart by the columns of `key`.
  func stored(of table: StaticString, by key: String...) -> [StoredRow] {
    map { StoredRow($0, of: table, by: key) }
  }
}

extension StoredRow {
  /// An instant; nil for an open one.
  func time(_ column: String) throws(CacheError) -> Instant? {
    guard let seconds: Int64 = try self[column] else { return nil }
    let instant = Instant(seconds: seconds)
    guard Instant.writable.contains(instant) else { throw damage("has a time that can't be") }
    return instant
  }
}
