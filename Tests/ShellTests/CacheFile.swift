import GRDBSQLite

/// The cache as another program sees it: through SQLite alone.
final class CacheFile {
  private let handle: OpaquePointer

  init(_ path: String) throws {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil)
    guard code == SQLITE_OK, let handle else { throw ProgramError("cannot open \(path)") }
    self.handle = handle
    sqlite3_busy_timeout(handle, 10_000)
  }

  /// Makes a database that is no cache.
  static func make(_ path: String) throws {
    var handle: OpaquePointer?
    defer { sqlite3_close(handle) }
    guard sqlite3_open(path, &handle) == SQLITE_OK,
      sqlite3_exec(handle, "CREATE TABLE t(x)", nil, nil, nil) == SQLITE_OK
    else { throw ProgramError("cannot make \(path)") }
  }

  deinit { sqlite3_close(handle) }

  func execute(_ sql: String) throws { _ = try rows(sql) }

  /// The rows of a query, their values joined by `|`, NULL as nothing.
  func rows(_ sql: String) throws -> [String] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw error }
    defer { sqlite3_finalize(statement) }
    var rows: [String] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        let values = (0..<sqlite3_column_count(statement)).map { column in
          sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        }
        rows.append(values.joined(separator: "|"))
      case SQLITE_DONE: return rows
      default: throw error
      }
    }
  }

  /// Every row of every table, with the table's name before it.
  func dump(except left: Set<String> = []) throws -> [String] {
    let tables = try rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return try tables.filter { !left.contains($0) }.flatMap { table in
      try rows("SELECT * FROM \"\(table)\"").sorted().map { "\(table): \($0)" }
    }
  }

  /// `ok` when SQLite finds nothing wrong with the file.
  var integrity: String {
    get throws { try rows("PRAGMA integrity_check").joined(separator: "\n") }
  }

  private var error: ProgramError { ProgramError(String(cString: sqlite3_errmsg(handle))) }
}
