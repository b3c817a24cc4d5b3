import GRDB

/// Another program that has the file open: plain SQL, none of the cache's code.
struct SQLiteTool {
  private let queue: DatabaseQueue

  init(path: String) throws { queue = try DatabaseQueue(path: path) }

  func run(_ sql: String) throws {
    try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
  }

  /// Rows with their columns separated by `|`, as the sqlite3 command prints them.
  func rows(_ sql: String) throws -> [String] {
    try queue.read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map { value in
          switch value.storage {
          case .null: ""
          case .int64(let number): String(number)
          case .double(let number): String(number)
          case .string(let text): text
          case .blob(let data): "\(data.count) bytes"
          }
        }.joined(separator: "|")
      }
    }
  }

  func close() throws { try queue.close() }
}
