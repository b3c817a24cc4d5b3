import EnergyModel
import Foundation
import GRDB
import GRDBSQLite

extension Cache {
  /// Takes back the newest changes, each as it was made, in one transaction.
  ///
  /// One of them that another session made since the cache was opened stops it, once: of that was
  /// then told.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - pretending: whether the transaction is rolled back.
  /// - Returns: the changes, newest first.
  /// - Throws: ``UndoObstacle``, and what ``transact(isRecorded:_:)`` does; nothing is then changed.
  package func takeBack(_ count: Int, pretending: Bool = false) throws -> [ChangeTakenBack] {
    guard RowHook() != nil else { throw UndoObstacle.notRecorded }
    var taken: [ChangeTakenBack] = []
    var current: CacheChange?
    do {
      try transact(isRecorded: false) { db in
        let list = try changes(db)
        guard list.changes.count >= count, !list.changes.isEmpty else {
          throw UndoObstacle.tooFew(list)
        }
        let others = changeSession.others(in: list.changes.suffix(count))
        guard others.isEmpty else { throw UndoObstacle.others(others) }
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
        var step = UndoStep(db, try tables(db), cancellation)
        for change in list.changes.suffix(count).reversed() {
          current = change
          taken.append(try step.takeBack(change))
          try db.execute(sql: "DELETE FROM change WHERE id = ?", arguments: [change.id])
        }
        return pretending ? .rollback : .commit
      }
    } catch UndoObstacle.others(let others) {
      changeSession.familiar.formUnion(others.map(\.id))
      throw UndoObstacle.others(others)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      guard let current else { throw error }
      throw UndoObstacle.differs(row: "a row that others refer to", current)
    }
    return taken
  }
}

extension Cache {
  /// Whether all that the log has of a change can be read.
  func isReadable(_ change: CacheChange, _ db: Database) throws -> Bool {
    let tables = try tables(db)
    var count = 0
    for part in try change.parts(db) {
      let events = part.withUnsafeBytes { bytes in
        RowEventReader(bytes.bindMemory(to: UInt8.self), tables: tables).events
      }
      guard let events else { return false }
      count += events.count
    }
    return count == change.rowCount
  }
}

extension CacheChange {
  /// Its ``RowEvents``, one for each transaction, the last first.
  fileprivate func parts(_ db: Database) throws -> [Data] {
    try Data.fetchAll(
      db, sql: "SELECT events FROM change_part WHERE change_id = ? ORDER BY id DESC",
      arguments: [id])
  }
}

/// The taking back of changes, inside one transaction.
private struct UndoStep {
  private let db: Database
  private let cancellation: Cancellation
  private let tables: [LoggedTable]
  private var counts: [Int] = []
  /// The rows that were put back so far, which count once however often they were changed.
  private var seen: Set<[UInt8]> = []

  init(_ db: Database, _ tables: [LoggedTable], _ cancellation: Cancellation) {
    self.db = db
    self.tables = tables
    self.cancellation = cancellation
  }

  mutating func takeBack(_ change: CacheChange) throws -> ChangeTakenBack {
    counts = tables.map { _ in 0 }
    seen = []
    let parts = try change.parts(db)
    var count = 0
    for part in parts {
      count += try part.withUnsafeBytes { bytes in
        try takeBack(bytes.bindMemory(to: UInt8.self), of: change)
      }
    }
    guard count == change.rowCount else { throw damage(change) }
    let rows = zip(tables, counts).map { (table: $0.name, count: $1) }.filter { $0.count > 0 }
    return ChangeTakenBack(change: change, rows: rows)
  }

  /// Takes back the events of a transaction, the last first, and returns their number.
  private mutating func takeBack(
    _ bytes: UnsafeBufferPointer<UInt8>, of change: CacheChange
  ) throws -> Int {
    guard let events = RowEventReader(bytes, tables: tables).events else { throw damage(change) }
    for event in events.reversed() {
      try cancellation.check()
      let table = tables[event.table]
      let total = sqlite3_total_changes(db.sqliteConnection)
      do {
        switch event.kind {
        case .inserted: try remove(event, from: table, change)
        case .updated: try update(event, in: table, change)
        case .deleted: try restore(event, to: table)
        }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw UndoObstacle.differs(row: name(of: event, table), change)
      }
      // More than one: something belongs to the row that no change knows of.
      guard sqlite3_total_changes(db.sqliteConnection) - total == 1 else {
        throw UndoObstacle.differs(row: name(of: event, table), change)
      }
      note(event, table)
    }
    return events.count
  }

  /// Counts the row of an event, unless a later event of the same change was about it.
  private mutating func note(_ event: RowEvent, _ table: LoggedTable) {
    var row = [UInt8(event.table)]
    for cell in event.kind == .deleted ? table.key.map({ event.cells[$0] }) : event.cells {
      row.append(cell)
    }
    let isNew = event.kind == .inserted ? !seen.contains(row) : seen.insert(row).inserted
    if isNew { counts[event.table] += 1 }
  }

  private func damage(_ change: CacheChange) -> CacheError {
    .damaged(row: "change \(change.id)", reason: "has rows that can't be")
  }

  private func remove(_ event: RowEvent, from table: LoggedTable, _ change: CacheChange) throws {
    try check(event, table, change)
    try run("DELETE FROM \(table.name) WHERE \(table.isRow)", event.cells)
  }

  private func update(_ event: RowEvent, in table: LoggedTable, _ change: CacheChange) throws {
    try check(event, table, change)
    let settings = event.updates.enumerated().map { index, update in
      "\(table.columns[update.column]) = ?\(table.key.count + index + 1)"
    }
    try run(
      "UPDATE \(table.name) SET \(settings.joined(separator: ", ")) WHERE \(table.isRow)",
      event.cells + event.updates.map(\.old))
  }

  private func restore(_ event: RowEvent, to table: LoggedTable) throws {
    let parameters = table.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    try run(
      "INSERT INTO \(table.name)(\(table.columns.joined(separator: ", "))) VALUES (\(parameters))",
      event.cells)
  }

  /// Checks that a row is as the change left it.
  private func check(_ event: RowEvent, _ table: LoggedTable, _ change: CacheChange) throws {
    let columns = table.columns.joined(separator: ", ")
    let sql = "SELECT \(columns) FROM \(table.name) WHERE \(table.isRow)"
    let statement = try bound(sql, event.cells)
    defer { sqlite3_reset(statement) }
    var checksum = RowChecksum()
    guard sqlite3_step(statement) == SQLITE_ROW else {
      throw UndoObstacle.differs(row: name(of: event, table), change)
    }
    for column in table.columns.indices {
      checksum.add(CellValue(statement, column: Int32(column)))
    }
    guard checksum.value == event.checksum else {
      throw UndoObstacle.differs(row: name(of: event, table), change)
    }
  }

  private func run(_ sql: String, _ cells: [CellValue]) throws {
    let statement = try bound(sql, cells)
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
    }
  }

  /// A statement with values for its parameters.
  private func bound(_ sql: String, _ cells: [CellValue]) throws -> OpaquePointer {
    let statement = try db.cachedStatement(sql: sql).sqliteStatement
    sqlite3_reset(statement)
    for (index, cell) in cells.enumerated() { cell.bind(to: statement, Int32(index + 1)) }
    return statement
  }

  /// The row of an event, as in `tariff 3`, `reading_day 1, '2023-07-01'`.
  private func name(of event: RowEvent, _ table: LoggedTable) -> String {
    let key = event.kind == .deleted ? table.key.map { event.cells[$0] } : event.cells
    return "\(table.name) \(key.map(\.description).joined(separator: ", "))"
  }
}
