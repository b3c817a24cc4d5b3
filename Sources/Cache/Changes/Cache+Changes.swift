import EnergyModel
import Foundation
import GRDB

extension Cache {
  /// The largest number of changes that are kept.
  static let mostChanges = 100
  /// The size in bytes up to which changes are kept in a small cache; in a larger one it is a tenth
  /// of the file.
  static let leastChangeBytes = 1 << 20

  /// The changes that can be taken back.
  package func changes() throws -> ChangeList { try read(changes) }

  /// The changes as seen inside a transaction.
  func changes(_ db: Database) throws -> ChangeList {
    let schema = Schema.version
    let sql = """
      SELECT id, made_at, process, statement, row_count, schema FROM change ORDER BY id
      """
    let rows = try db.stored(sql, of: "change", by: "id").map { row in
      guard let at = try row.time("made_at") else { throw row.damage("has no time") }
      let author = ChangeAuthor(
        process: try row["process"], statement: try row["statement"], at: at)
      return (
        schema: try row["schema"] as String,
        change: CacheChange(id: try row["id"], author: author, rowCount: try row["row_count"])
      )
    }
    var letGo =
      try db.stored(
        "SELECT id, made_at FROM changes_let_go", of: "changes_let_go", by: "id"
      ).map { try $0.time("made_at") }.first ?? nil
    // Behind a migration, rows may no longer have the shape that a change knows.
    let last = rows.lastIndex { $0.schema != schema }
    if let last {
      let at = rows[last].change.author.at
      letGo = letGo.map { max($0, at) } ?? at
    }
    return ChangeList(changes: rows[(last.map { $0 + 1 } ?? 0)...].map(\.change), letGo: letGo)
  }

  /// Notes which changes are there when the cache is opened.
  func noteKnownChanges() {
    // Where this fails, the first statement says why.
    let newest = try? queue.read { try Int64.fetchOne($0, sql: "SELECT MAX(id) FROM change") }
    changeSession.known = newest ?? 0
  }

  /// Runs the body of a transaction, and logs what it did if a statement is under way.
  func recording(
    _ db: Database, _ body: (Database) throws -> Database.TransactionCompletion
  ) throws -> Database.TransactionCompletion {
    guard let author = changeSession.author, let hook = RowHook() else { return try body(db) }
    let recorder = ChangeRecorder(hook, tables: try tables(db))
    self.recorder = recorder
    defer { self.recorder = nil }
    let completion = try recorder.recording(db) { try body(db) }
    if completion == .commit { try log(recorder.events, by: author, db) }
    return completion
  }

  /// The tables whose changes are logged.
  func tables(_ db: Database) throws -> [LoggedTable] {
    if let loggedTables { return loggedTables }
    let tables = try LoggedTable.all(db)
    loggedTables = tables
    return tables
  }

  /// Logs what a transaction did, as part of its statement's change.
  ///
  /// A statement with several transactions is one change, unless another session made a change
  /// between them: taking back is then still in the order in which rows were changed.
  private func log(_ events: RowEvents, by author: ChangeAuthor, _ db: Database) throws {
    guard events.count > 0 else { return }
    let newest = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM change")
    let id: Int64
    if let current = changeSession.current, current == newest {
      id = current
      try db.execute(
        sql: """
          UPDATE change SET row_count = row_count + ?, byte_count = byte_count + ? WHERE id = ?
          """, arguments: [events.count, events.bytes.count, id])
    } else {
      try db.execute(
        sql: """
          INSERT INTO change(made_at, process, statement, row_count, byte_count, schema)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          author.at.seconds, author.process, author.statement, events.count, events.bytes.count,
          Schema.version,
        ])
      id = db.lastInsertedRowID
    }
    let insert = try db.cachedStatement(
      sql: "INSERT INTO change_part(change_id, events) VALUES (?, ?)")
    try insert.execute(arguments: [id, Data(events.bytes)])
    try letGo(db, newest: id)
    changeSession.current = id
    changeSession.familiar.insert(id)
  }

  /// Lets the oldest changes go that are too many or too large, but not the newest.
  private func letGo(_ db: Database, newest: Int64) throws {
    let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
    let limit = max(pages * pageSize / 10, Cache.leastChangeBytes)
    let sql = "SELECT id, made_at, byte_count, schema FROM change ORDER BY id DESC"
    var (count, bytes) = (0, 0)
    let rows = try Row.fetchCursor(db, sql: sql)
    var first: (id: Int64, at: Int64)?
    while first == nil, let row = try rows.next() {
      let (id, at, size, schema): (Int64, Int64, Int, String) = (row[0], row[1], row[2], row[3])
      count += 1
      bytes += size
      let isKept = count <= Cache.mostChanges && bytes <= limit && schema == Schema.version
      if id != newest, !isKept { first = (id, at) }
    }
    guard let first else { return }
    let isFirstTime = try Row.fetchOne(db, sql: "SELECT id FROM changes_let_go") == nil
    try db.execute(sql: "DELETE FROM change WHERE id <= ?", arguments: [first.id])
    try db.execute(
      sql: """
        INSERT INTO changes_let_go(id, made_at) VALUES (1, ?)
        ON CONFLICT(id) DO UPDATE SET made_at = excluded.made_at
        """, arguments: [first.at])
    if isFirstTime { changeSession.untoldLoss = Instant(seconds: first.at) }
  }
}
