import EnergyModel
import GRDB
import Tariffs

extension Schema {
  // `day` is a UTC date; `excluding_vat` and `including_vat` are JSON arrays of 48 numbers in
  // micropence, `null` where there is none. The view `rate` shows all rates with dates, one a row.
  private static let rateDays = """
    CREATE TABLE rate_day(
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      day TEXT NOT NULL,
      excluding_vat TEXT NOT NULL,
      including_vat TEXT NOT NULL,
      source TEXT,
      PRIMARY KEY (tariff_id, day)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW rate(
      tariff_id, kind, valid_from, valid_to, payment_method, excluding_vat, including_vat, source
    ) AS
      SELECT tariff_id, kind, valid_from, valid_to, payment_method, excluding_vat, including_vat,
        source
      FROM dated_rate
      UNION ALL
      SELECT tariff_id, 'unit', CAST(strftime('%s', day) AS INTEGER) + including.key * 1800,
        CAST(strftime('%s', day) AS INTEGER) + including.key * 1800 + 1800, NULL,
        excluding.value, including.value, source
      FROM rate_day
      JOIN json_each(including_vat) AS including
      JOIN json_each(excluding_vat) AS excluding ON excluding.key = including.key
      WHERE excluding.type <> 'null' OR including.type <> 'null';
    """

  /// Makes the table for rates of half an hour, and moves those that there are to it.
  static func holdHalfHoursByDay(_ db: Database) throws {
    try db.execute(sql: rateDays)
    let tariffs = try Int64.fetchAll(
      db, sql: "SELECT DISTINCT tariff_id FROM dated_rate WHERE \(halfHours)")
    for tariff in tariffs {
      let sql = """
        SELECT valid_from, excluding_vat, including_vat, source FROM dated_rate
        WHERE tariff_id = ? AND \(halfHours) ORDER BY valid_from, id
        """
      let rows = try Row.fetchAll(db, sql: sql, arguments: [tariff]).map { row in
        DatedRate(
          validFrom: Instant(seconds: row[0]), validTo: Instant(seconds: row[0] + 1800),
          paymentMethod: nil, excludingVAT: (row[1] as Int64?).map(Rate.init(micropence:)),
          includingVAT: (row[2] as Int64?).map(Rate.init(micropence:)), source: row[3])
      }
      let (days, others) = RateDay.split(rows)
      try RateDay.insert(
        days, ofTariff: tariff, db, hasChecksums: false, cancellation: .never)
      try db.execute(
        sql: "DELETE FROM dated_rate WHERE tariff_id = ? AND \(halfHours)", arguments: [tariff])
      let insert = try db.cachedStatement(
        sql: """
          INSERT INTO dated_rate(
            tariff_id, kind, valid_from, valid_to, excluding_vat, including_vat, source)
          VALUES (?, 'unit', ?, ?, ?, ?, ?)
          """)
      for row in others {
        try insert.execute(arguments: [
          tariff, row.validFrom?.seconds, row.validTo?.seconds, row.excludingVAT?.micropence,
          row.includingVAT?.micropence, row.source,
        ])
      }
    }
  }

  /// The rows of `dated_rate` that ``RateDay/split(_:)`` looks at, but for those that can't be.
  private static let halfHours = """
    kind = 'unit' AND payment_method IS NULL AND valid_from % 1800 = 0
      AND valid_to = valid_from + 1800 AND valid_from BETWEEN 0 AND 4102444800
      AND coalesce(including_vat, excluding_vat) NOTNULL
    """
}
