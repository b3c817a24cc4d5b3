import GRDB

/// A table whose changes are kept: its columns, and those of its primary key.
struct LoggedTable {
  let name: String
  let columns: [String]
  /// The places of the primary key's columns among all, in the order of the key.
  let key: [Int]

  /// The condition that a row is that of the key's parameters `?1`, `?2` ….
  var isRow: String {
    key.enumerated().map { "\(columns[$1]) = ?\($0 + 1)" }.joined(separator: " AND ")
  }

  /// The logged tables of a cache, at their places in ``Schema/loggedTables``.
  ///
  /// - Throws: SQLite's own error when one is not there.
  static func all(_ db: Database) throws -> [LoggedTable] {
    let sql = """
      SELECT tables.name AS name, columns.name AS "column", columns.pk AS place
      FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
      WHERE tables.type = 'table' ORDER BY tables.name, columns.cid
      """
    var found: [String: [(column: String, place: Int)]] = [:]
    _ = try db.stored(sql, of: "column", by: "name").map { row in
      found[try row["name"], default: []].append((try row["column"], try row["place"]))
    }
    return try Schema.loggedTables.map { name in
      guard let columns = found[name] else {
        throw DatabaseError(resultCode: .SQLITE_ERROR, message: "no such table: \(name)")
      }
      let key = columns.indices.filter { columns[$0].place > 0 }
        .sorted { columns[$0].place < columns[$1].place }
      return LoggedTable(name: name, columns: columns.map(\.column), key: key)
    }
  }
}
