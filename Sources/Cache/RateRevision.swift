package import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

/// The outcome of storing dated rows of one kind in a tariff.
package struct StoredRates: Sendable {
  package let kind: DatedKind
  package let counts: MergeCounts
  /// All rows of that kind before storing; `rows` are those after it.
  package let previous: [DatedRate]
  package let rows: [DatedRate]

  /// The row without an end that was there before and holds again behind the new ones, if any.
  package var resumed: DatedRate? {
    rows.last { row in
      row.validTo == nil && !previous.contains(row)
        && previous.contains { old in
          var whole = row
          whole.validFrom = old.validFrom
          return whole == old
        }
    }
  }

  /// The prices that changed for times already past at `now`.
  package func revisions(before now: Instant) -> [RateRevision] {
    guard counts.revised > 0 else { return [] }
    return DatedRate.changes(from: previous, to: rows).compactMap { $0.before(now) }
      .map { RateRevision(kind: kind, change: $0) }
  }
}

/// A change of a price for time already past.
package struct RateRevision: Hashable, Sendable {
  package var kind: DatedKind
  package var change: RateChange

  package init(kind: DatedKind, change: RateChange) {
    self.kind = kind
    self.change = change
  }
}

extension CacheWriter {
  /// Stores the changes that an import made to a tariff's past prices.
  package func store(
    _ revisions: [RateRevision], of tariff: String, import entry: Int64
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO rate_revision(
          import_id, tariff_id, kind, valid_from, valid_to, band, payment_method, previous, new)
        SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM tariff WHERE name = ?
        """)
    for revision in revisions {
      try cancellation.check()
      let change = revision.change
      try insert.execute(arguments: [
        entry, revision.kind.rawValue, change.from?.seconds, change.until?.seconds, change.band,
        change.paymentMethod?.rawValue, change.previous.micropence, change.new?.micropence, tariff,
      ])
    }
  }
}

/// A revision made by an import or fetch.
package struct RevisionEntry: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case rate(tariff: String, currency: String, RateRevision)
    /// Readings of a meter that were revised, in the half-hours from the first to the last.
    case readings(point: MeterPoint.ID, count: Int, halfHours: ClosedRange<Int>)
    /// The supplier's costs of a meter, likewise.
    case supplierCosts(point: MeterPoint.ID, count: Int, halfHours: ClosedRange<Int>)
  }

  package var at: Instant
  /// The file, or the resource on the network.
  package var source: String
  package var subject: Subject
}

extension Cache {
  /// The revisions, import by import, and for each the rates in order of time, the readings and
  /// the supplier's costs.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a revision without its import, tariff or
  ///   meter.
  package func revisions() throws -> [RevisionEntry] {
    try read { db in
      let entries =
        try rateRevisions(db)
        + meterRevisions(
          db, in: "reading_revision", "reading_revision of meter_id",
          RevisionEntry.Subject.readings)
        + meterRevisions(
          db, in: "supplier_cost_revision", "supplier_cost_revision of meter_id",
          RevisionEntry.Subject.supplierCosts)
      return entries.enumerated().sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }
        .map(\.element.entry)
    }
  }

  private typealias Numbered = (id: Int64, entry: RevisionEntry)

  private func rateRevisions(_ db: Database) throws -> [Numbered] {
    let sql = """
      SELECT import_id, at, import_log.source AS source, tariff.name AS tariff, currency,
        rate_revision.kind AS kind, rate_revision.valid_from AS valid_from, valid_to, band,
        payment_method, previous, rate_revision.new AS new, rate_revision.rowid AS id
      FROM rate_revision LEFT JOIN import_log ON import_log.id = import_id
        LEFT JOIN tariff ON tariff.id = tariff_id
      ORDER BY import_id, rate_revision.kind, band, payment_method, rate_revision.valid_from
      """
    return try db.stored(sql, of: "rate_revision", by: "id").map { row in
      let payment: String? = try row["payment_method"]
      let method = payment.flatMap(PaymentMethod.init(rawValue:))
      let name: String? = try row["tariff"]
      guard let kind = DatedKind(rawValue: try row["kind"]), (method == nil) == (payment == nil),
        let name
      else { throw row.damage("is of no known tariff or price") }
      guard let until = try row.time("valid_to") else { throw row.damage("has no end") }
      let change = RateChange(
        from: try row.time("valid_from"), until: until, band: try row["band"],
        paymentMethod: method, previous: Rate(micropence: try row["previous"]),
        new: (try row["new"] as Int64?).map(Rate.init(micropence:)))
      return try numbered(
        row,
        .rate(
          tariff: name, currency: try row["currency"],
          RateRevision(kind: kind, change: change)))
    }
  }

  /// Those of a table by meter and half-hour; `name` is its name in errors.
  private func meterRevisions(
    _ db: Database, in table: String, _ name: StaticString,
    _ subject: (MeterPoint.ID, Int, ClosedRange<Int>) -> RevisionEntry.Subject
  ) throws -> [Numbered] {
    let sql = """
      SELECT import_id, at, import_log.source AS source, meter_point_id, COUNT(*) AS count,
        MIN(starts_at) AS first, MAX(starts_at) AS last, meter_id,
        MAX(starts_at % 1800 <> 0) AS is_off_grid
      FROM \(table) LEFT JOIN import_log ON import_log.id = import_id
        LEFT JOIN meter ON meter.id = meter_id
      GROUP BY import_id, meter_id
      """
    return try db.stored(sql, of: name, by: "meter_id").map { row in
      guard let point: Int64 = try row["meter_point_id"] else { throw row.damage("is of no meter") }
      guard let first = try row.time("first"), let last = try row.time("last"), first <= last
      else { throw row.damage("has no time") }
      guard try row["is_off_grid"] == false else { throw row.damage("has a time that can't be") }
      return try numbered(
        row, subject(point, try row["count"], first.halfHour...last.halfHour))
    }
  }

  /// The entry of a row that has the number, time and source of its import.
  private func numbered(
    _ row: StoredRow, _ subject: RevisionEntry.Subject
  ) throws(CacheError) -> Numbered {
    guard let at = try row.time("at"), let source: String = try row["source"] else {
      throw row.damage("is of import \(try row["import_id"] as Int64), which is not there")
    }
    return (try row["import_id"], RevisionEntry(at: at, source: source, subject: subject))
  }
}
