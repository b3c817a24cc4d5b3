package import EnergyModel
import GRDB

extension Cache {
  /// Runs `body` as one transaction, which is rolled back entirely when it throws.
  ///
  /// With `pretending` it is rolled back in any case.
  ///
  /// - Returns: the result of `body`.
  /// - Throws: any error of `body`; ``CacheError/busy(path:reason:)`` when another program writes
  ///   for too long; ``CacheError/moved(path:_:)``; an error of SQLite.
  package func write<Result>(
    pretending: Bool = false, _ body: (CacheWriter) throws -> Result
  ) throws -> Result {
    var result: Result?
    try transact { db in
      result = try body(
        CacheWriter(db: db, cancellation: cancellation, recorder: recorder))
      return pretending ? .rollback : .commit
    }
    guard let result else { preconditionFailure("a transaction without a result") }
    return result
  }
}

/// The write operations of a cache, inside one transaction.
package struct CacheWriter {
  let db: Database
  let cancellation: Cancellation
  /// The recorder of the transaction; nil where nothing is recorded.
  let recorder: ChangeRecorder?

  /// Runs part of a transaction in a savepoint: when `body` throws, that part is rolled back and
  /// the transaction can go on.
  ///
  /// - Returns: the result of `body`.
  package func wholly<Result>(_ body: () throws -> Result) throws -> Result {
    var result: Result?
    let recorded = recorder?.state
    do {
      try db.inSavepoint {
        result = try body()
        return .commit
      }
    } catch {
      if let recorded { recorder?.restore(recorded) }
      throw error
    }
    guard let result else { preconditionFailure("a savepoint without a result") }
    return result
  }

  // MARK: Meters

  package func meters(of point: MeterPoint) throws -> [Meter] {
    let sql = """
      SELECT id, meter_point_id, serial, unit FROM meter WHERE meter_point_id = ? ORDER BY id
      """
    return try db.stored(sql, [point.id], of: "meter", by: "id").map { try Meter($0) }
  }

  package func point(number: String) throws -> MeterPoint? {
    let sql = "SELECT id, number, flow, alias FROM meter_point WHERE number = ?"
    return try db.stored(sql, [number], of: "meter_point", by: "id").map { try MeterPoint($0) }
      .first
  }

  package func meter(serial: String, of point: MeterPoint) throws -> Meter? {
    try meters(of: point).first { $0.serial == serial }
  }

  package func addPoint(number: String, flow: Flow) throws -> MeterPoint {
    try db.execute(
      sql: "INSERT INTO meter_point(number, flow) VALUES (?, ?)",
      arguments: [number, flow.rawValue])
    return MeterPoint(id: db.lastInsertedRowID, number: number, flow: flow, alias: nil)
  }

  package func addMeter(serial: String, unit: MeterUnit, to point: MeterPoint) throws -> Meter {
    try db.execute(
      sql: "INSERT INTO meter(meter_point_id, serial, unit) VALUES (?, ?, ?)",
      arguments: [point.id, serial, unit.rawValue])
    return Meter(id: db.lastInsertedRowID, meterPointID: point.id, serial: serial, unit: unit)
  }

  /// The number of the meter point that has this alias, in any case.
  ///
  /// SQLite knows of the case of ASCII's letters alone.
  package func point(alias: String) throws -> String? {
    let sql = "SELECT number, alias FROM meter_point WHERE alias NOTNULL ORDER BY id"
    return try db.stored(sql, of: "meter_point", by: "number")
      .map { (number: try $0[0] as String, alias: try $0[1] as String) }
      .first { $0.alias.lowercased() == alias.lowercased() }?.number
  }

  /// Changes the serial of a meter, once its real one is known.
  package func setSerial(_ serial: String, of meter: Meter) throws {
    try db.execute(sql: "UPDATE meter SET serial = ? WHERE id = ?", arguments: [serial, meter.id])
  }

  package func setAlias(_ alias: String, of point: MeterPoint) throws {
    try db.execute(
      sql: "UPDATE meter_point SET alias = ? WHERE id = ?", arguments: [alias, point.id])
  }

  /// Removes a meter point, with its meters, their readings and its agreements.
  package func drop(_ point: MeterPoint) throws {
    try db.execute(sql: "DELETE FROM meter_point WHERE id = ?", arguments: [point.id])
  }

  /// Stores a calorific value of gas from a day on, replacing that of the same day.
  package func store(_ value: CalorificValue) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO calorific_value(valid_from, value) VALUES (?, ?)",
      arguments: [value.from.description, value.value])
  }

  // MARK: The log of imports

  /// Logs, once, that a source's readings are all stored already under another serial of the point.
  package func logCopies(_ count: Int, source: String, at instant: Instant) throws {
    try db.execute(
      sql: """
        INSERT INTO import_log(at, source, new, same, revised) SELECT ?, ?, 0, ?, 0
        WHERE NOT EXISTS (SELECT * FROM import_log WHERE source = ?)
        """, arguments: [instant.seconds, source, count, source])
  }

  /// Logs an import or fetch; one that changed nothing leaves no entry.
  ///
  /// A fetch of several transactions passes in the `entry` returned by the previous one, and so
  /// remains a single entry.
  @discardableResult
  package func log(
    source: String, at instant: Instant, counts: MergeCounts, revisions: [Revision],
    costs: [CostRevision] = [], entry: Int64? = nil
  ) throws -> Int64? {
    guard counts.new + counts.revised > 0 else { return entry }
    if let entry {
      try db.execute(
        sql: """
          UPDATE import_log SET new = new + ?, same = same + ?, revised = revised + ? WHERE id = ?
          """, arguments: [counts.new, counts.same, counts.revised, entry])
    } else {
      try db.execute(
        sql: "INSERT INTO import_log(at, source, new, same, revised) VALUES (?, ?, ?, ?, ?)",
        arguments: [instant.seconds, source, counts.new, counts.same, counts.revised])
    }
    let id = entry ?? db.lastInsertedRowID
    // If one fetch revises a reading twice, only the value from before the fetch is kept.
    let insert = try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO reading_revision(import_id, meter_id, starts_at, previous)
        VALUES (?, ?, ?, ?)
        """)
    for revision in revisions {
      try insert.execute(arguments: [
        id, revision.meter, Instant(halfHour: revision.halfHour).seconds, revision.previous,
      ])
    }
    try store(costs, import: id)
    return id
  }
}
