import GRDB

extension CacheCheck {
  /// The finding that a table, view or trigger is not there.
  static let missing = "is missing"

  /// Tables, views and triggers: those of this version as it makes them, and no other triggers.
  mutating func checkSchema() throws {
    if try Int32.fetchOne(db, sql: "PRAGMA application_id") != Schema.applicationID {
      report.add(
        "the file", "has the application id of another program",
        remedy: Remedy.sql("PRAGMA application_id = \(Schema.applicationID)"))
    }
    let own = try Schema.ownContents()
    let found = try Schema.contents(db)
    for object in own where !found.contains(object) {
      let isThere = found.contains { $0.type == object.type && $0.name == object.name }
      report.add(
        object.title, isThere ? "is not as this version makes it" : CacheCheck.missing,
        remedy: Remedy.backup)
    }
    let others = found.filter { object in
      !own.contains { $0.type == object.type && $0.name == object.name }
        // An index that comes with its table.
        && object.sql != nil
    }
    for trigger in others where trigger.type == "trigger" {
      report.add(
        trigger.title, "is of another program, and would run with each change",
        remedy: Remedy.sql("DROP TRIGGER \(Remedy.name(trigger.name))"))
    }
    let rest = others.filter { $0.type != "trigger" }.map(\.title)
    if !rest.isEmpty {
      report.notes.append("of other programs, and left alone: \(rest.joined(separator: ", "))")
    }
  }

  /// Rows that belong to another row: it is there.
  mutating func checkReferences() throws {
    for table in try Schema.contents(db, where: "type = 'table'").map(\.name) {
      for reference in try references(of: table) { try check(reference, of: table) }
    }
  }

  /// A foreign key: its columns, and those of the other table.
  private struct Reference {
    var parent: String
    var columns: [(own: String, other: String)] = []
  }

  private func references(of table: String) throws -> [Reference] {
    let rows = try Row.fetchAll(
      db,
      sql:
        "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id, seq",
      arguments: [table])
    var references: [Int: Reference] = [:]
    for row in rows {
      let (id, parent, own): (Int, String, String) = (row[0], row[1], row[2])
      references[id, default: Reference(parent: parent)].columns.append((own, row[3] ?? ""))
    }
    return try references.sorted { $0.key < $1.key }.map { _, reference in
      guard reference.columns.contains(where: \.other.isEmpty) else { return reference }
      // It is to the other table's key, in its order.
      let key = try String.fetchAll(
        db, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
        arguments: [reference.parent])
      let columns = zip(reference.columns, key).map { ($0.own, $1) }
      return Reference(parent: reference.parent, columns: columns)
    }
  }

  private mutating func check(_ reference: Reference, of table: String) throws {
    let (child, parent) = (Remedy.name(table), Remedy.name(reference.parent))
    let own = reference.columns.map { "child.\(Remedy.name($0.own))" }
    let isSame = zip(own, reference.columns).map { "parent.\(Remedy.name($1.other)) = \($0)" }
    let isThere = own.map { "\($0) NOTNULL" }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT COUNT(*), \(own.map { "quote(\($0))" }.joined(separator: ", ")) FROM \(child) AS child
        WHERE \(isThere.joined(separator: " AND ")) AND NOT EXISTS (
          SELECT 1 FROM \(parent) AS parent WHERE \(isSame.joined(separator: " AND ")))
        GROUP BY \(own.joined(separator: ", "))
        """)
    for row in rows {
      let key = reference.columns.enumerated().map { index, column in
        (column.own, row[index + 1] as String)
      }
      let name = key.map { "\($0) \($1)" }.joined(separator: ", ")
      let condition = key.map { "\($0) = \($1)" }.joined(separator: " AND ")
      report.add(
        "\(table) of \(name)",
        row[0] as Int == 1
          ? "has no \(reference.parent)" : "\(row[0] as Int) rows have no \(reference.parent)",
        remedy: Remedy.sql("DELETE FROM \(table) WHERE \(condition)"))
    }
  }
}
