import GRDB

/// A table, index, view or trigger of a file, as `sqlite_schema` has it.
struct SchemaObject: Hashable {
  let type: String
  let name: String
  /// The statement that makes it; nil for an index that comes with its table.
  let sql: String?

  /// As in `trigger 'x'`.
  var title: String { "\(type) '\(name)'" }
}

extension Schema {
  /// The contents of a file's schema but for SQLite's own tables, in order of name.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` where it holds anything else.
  static func contents(_ db: Database, where condition: String = "TRUE") throws -> [SchemaObject] {
    try db.stored(
      """
      SELECT type, name, sql FROM sqlite_schema
      WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@' AND \(condition) ORDER BY name, type
      """, of: "sqlite_schema", by: "name"
    ).map { SchemaObject(type: try $0[0], name: try $0[1], sql: try $0[2]) }
  }

  /// The contents of a cache that this version has just made.
  static func ownContents() throws -> [SchemaObject] {
    let queue = try DatabaseQueue()
    try migrator.migrate(queue)
    return try queue.read { try contents($0) }
  }

  /// - Throws: ``CacheError/damaged(row:reason:)`` for a view that has the name of one of our tables:
  ///   reading it would run what somebody else wrote.
  static func refuseImpostors(_ db: Database) throws {
    let views = try contents(
      db, where: "type = 'view' AND name NOT IN ('reading', 'rate', 'supplier_cost')")
    guard !views.isEmpty else { return }
    let tables = Set(try ownContents().filter { $0.type == "table" }.map { $0.name.lowercased() })
    if let view = views.first(where: { tables.contains($0.name.lowercased()) }) {
      throw CacheError.damaged(
        row: view.title, reason: "stands where this version has a table; restore a backup")
    }
  }

  /// The triggers of a file that no migration has made.
  static func foreignTriggers(_ db: Database) throws -> [SchemaObject] {
    let others = try contents(db, where: "type = 'trigger'").filter { trigger in
      trigger.sql.map { !triggers.contains($0) } ?? true
    }
    guard !others.isEmpty else { return [] }
    let own = Set(try ownContents())
    return others.filter { !own.contains($0) }
  }
}
