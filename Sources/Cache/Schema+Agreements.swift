import EnergyModel
import Foundation
import GRDB

extension Schema {
  /// Migrates agreements from local days to Unix seconds, those of midnight in Britain.
  ///
  /// - Throws: ``CacheError`` for a day that is not a date, and where the system has no time zone
  ///   data for Britain.
  static func holdAgreementsByInstant(_ db: Database) throws {
    guard let britain = TimeZone(identifier: "Europe/London") else {
      throw CacheError.damaged(
        row: "agreement", reason: "has days of Europe/London, a time zone unknown to this system")
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = britain
    func seconds(_ text: String) throws -> Int64 {
      guard let civil = LocalDay(iso: text)?.civil,
        let midnight = calendar.date(
          from: DateComponents(year: civil.year, month: civil.month, day: civil.day))
      else { throw CacheError.damaged(row: "agreement", reason: "has the date '\(text)'") }
      return Int64(midnight.timeIntervalSince1970)
    }
    try db.execute(
      sql: """
        CREATE TABLE agreement_new(
          meter_point_id INTEGER NOT NULL REFERENCES meter_point(id) ON DELETE CASCADE,
          tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
          valid_from INTEGER NOT NULL,
          valid_until INTEGER,
          PRIMARY KEY (meter_point_id, valid_from)
        ) STRICT, WITHOUT ROWID
        """)
    let sql = "SELECT meter_point_id, tariff_id, valid_from, valid_until FROM agreement"
    for row in try Row.fetchAll(db, sql: sql) {
      let (point, tariff, from): (Int64, Int64, String) = (row[0], row[1], row[2])
      let until: String? = row[3]
      try db.execute(
        sql: "INSERT INTO agreement_new VALUES (?, ?, ?, ?)",
        arguments: [point, tariff, try seconds(from), try until.map(seconds)])
    }
    try db.execute(sql: "DROP TABLE agreement; ALTER TABLE agreement_new RENAME TO agreement")
  }
}
