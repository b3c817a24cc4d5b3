import GRDB

/// A query stored under a name.
package struct SavedQuery: Hashable, Sendable {
  package var name: String
  /// The whole statement that defined it, as typed.
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension Cache {
  /// The saved queries in order of name.
  package func savedQueries() throws -> [SavedQuery] {
    try read { db in
      try db.stored(
        "SELECT name, text FROM saved_query ORDER BY name", of: "saved_query", by: "name"
      ).map { try SavedQuery($0) }
    }
  }

  /// The query with that name, in any case; nil when there is none.
  package func savedQuery(named name: String) throws -> SavedQuery? {
    try read { db in
      try db.stored(
        "SELECT name, text FROM saved_query WHERE name = ?", [name], of: "saved_query", by: "name"
      ).map { try SavedQuery($0) }.first
    }
  }
}

extension SavedQuery {
  fileprivate init(_ row: StoredRow) throws(CacheError) {
    self.init(name: try row["name"], text: try row["text"])
  }
}

extension CacheWriter {
  /// Stores a query, replacing one of the same name; returns whether there was one.
  package func store(_ query: SavedQuery) throws -> Bool {
    let isKnown = try forget(query.name)
    try db.execute(
      sql: "INSERT INTO saved_query(name, text) VALUES (?, ?)", arguments: [query.name, query.text])
    return isKnown
  }

  /// Removes the query with that name; returns whether there was one.
  package func forget(_ name: String) throws -> Bool {
    try db.execute(sql: "DELETE FROM saved_query WHERE name = ?", arguments: [name])
    return db.changesCount > 0
  }
}
