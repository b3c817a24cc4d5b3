import GRDB

extension Cache {
  /// The names of the tables and views of the file, each with its columns, in order of name.
  package func tables() throws -> [(name: String, columns: [String])] {
    let sql = """
      SELECT object.name, info.name
      FROM sqlite_schema AS object JOIN pragma_table_info(object.name) AS info
      WHERE object.type IN ('table', 'view') AND object.name NOT LIKE 'sqlite@_%' ESCAPE '@'
      ORDER BY object.name, info.cid
      """
    return try read { db in
      var tables: [(name: String, columns: [String])] = []
      for row in try Row.fetchAll(db, sql: sql) {
        let (table, column): (String, String) = (row[0], row[1])
        if tables.last?.name != table { tables.append((table, [])) }
        tables[tables.count - 1].columns.append(column)
      }
      return tables
    }
  }
}
