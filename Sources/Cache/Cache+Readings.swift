package import EnergyModel
import GRDB
import GRDBSQLite
package import QueryEngine

extension Cache: ReadingSource {
  /// Inside a transaction of this program it sees the transaction's changes.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a row that is not 48 numbers; ``Cancelled``.
  package func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws {
    try read { db in
      let memo = try memo(db)
      if let known = memo.readings(of: meter, days: days) {
        return try known.scan(days, cancellation, body)
      }
      var decoded = DecodedDays(days: days)
      var isWhole = true
      try scan(db, meter: meter, days: days) { day, values in
        isWhole = isWhole && memo.hasRoom(forDays: decoded.numbers.count + 1)
        if isWhole { decoded.append(day, values) }
        try body(day, values)
      }
      if isWhole { memo.keep(decoded, of: meter) }
    }
  }

  /// Reads the texts of days where they are in SQLite's own memory: no strings, no JSON decoder.
  private func scan(
    _ db: Database, meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws {
    let rows = try db.stored(
      """
      SELECT day, readings FROM reading_day
      WHERE meter_id = ? AND day >= ? AND day < ? ORDER BY day
      """,
      [
        meter, LocalDay(number: days.lowerBound).description,
        LocalDay(number: days.upperBound).description,
      ], of: "reading_day", by: "day")
    let handle = rows.handle
    var dates = DateReader()
    var last = Int.min
    try withUnsafeTemporaryAllocation(of: Int64.self, capacity: 48) { values in
      guard let base = values.baseAddress else { return }
      while try rows.step() {
        try cancellation.check()
        guard let dayText = sqlite3_column_text(handle, 0),
          let day = dates.day(dayText, count: Int(sqlite3_column_bytes(handle, 0)))
        else {
          throw damaged(meter, handle, "has a day that is no date")
        }
        guard day > last else {
          throw damaged(meter, handle, "does not follow the day before it")
        }
        last = day
        guard let text = sqlite3_column_text(handle, 1),
          DayText.read(text, count: Int(sqlite3_column_bytes(handle, 1)), into: base)
        else {
          throw damaged(meter, handle, "is not an array of 48 numbers")
        }
        try body(day, base)
      }
    }
  }

  package func revisions(meter: Meter.ID, halfHours: Range<Int>) throws -> [Revision] {
    let sql = """
      SELECT starts_at, previous, import_log.at AS at, import_id, meter_id FROM reading_revision
      LEFT JOIN import_log ON import_log.id = import_id
      WHERE meter_id = ? AND starts_at >= ? AND starts_at < ? ORDER BY import_id
      """
    return try read { db in
      try db.stored(
        sql,
        [
          meter, Instant(halfHour: halfHours.lowerBound).seconds,
          Instant(halfHour: halfHours.upperBound).seconds,
        ], of: "reading_revision of meter_id", by: "meter_id", "starts_at"
      ).map { row in
        let start = Instant(seconds: try row["starts_at"])
        guard let seconds: Int64 = try row["at"] else {
          throw row.damage("is of import \(try row["import_id"] as Int64), which is not there")
        }
        let at = Instant(seconds: seconds)
        guard Instant.writable.contains(at), start.seconds % 1800 == 0 else {
          throw row.damage("has a time that can't be")
        }
        return Revision(halfHour: start.halfHour, previous: try row["previous"], at: at)
      }
    }
  }

  private func damaged(
    _ meter: Meter.ID, _ handle: OpaquePointer, _ reason: String
  ) -> CacheError {
    let day = sqlite3_column_text(handle, 0).map { String(cString: $0) } ?? "null"
    return .damaged(row: "reading_day of meter_id \(meter), day '\(day)'", reason: reason)
  }
}
