package import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

/// What became of rows with dates on their way into a tariff.
package struct StoredRates: Sendable {
  package let kind: DatedKind
  package let counts: DatedRate.MergeCounts
  /// All rows of that kind before, and after.
  package let previous: [DatedRate]
  let rows: [DatedRate]

  /// What they say otherwise than before of a time that is over at `now`.
  package func revisions(before now: Instant) -> [RateRevision] {
    guard counts.revised > 0 else { return [] }
    return DatedRate.changes(from: previous, to: rows).compactMap { $0.before(now) }
      .map { RateRevision(kind: kind, change: $0) }
  }
}

/// That a price of time gone by became another.
package struct RateRevision: Hashable, Sendable {
  package var kind: DatedKind
  package var change: RateChange

  package init(kind: DatedKind, change: RateChange) {
    self.kind = kind
    self.change = change
  }
}

extension CacheWriter {
  /// Keeps what an import changed of a tariff's prices.
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

/// What an import or fetch revised.
package struct RevisionEntry: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case rate(tariff: String, currency: String, RateRevision)
    /// Readings of a meter, from the first to the last that got another value.
    case readings(point: MeterPoint.ID, count: Int, halfHours: ClosedRange<Int>)
  }

  package var at: Instant
  /// The file, or the place on the network.
  package var source: String
  package var subject: Subject
}

extension Cache {
  /// What was revised, import by import, and for each the rates in order of time before the readings.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a revision of no import, tariff or meter.
  package func revisions() throws -> [RevisionEntry] {
    try queue.read { db in
      let entries = try rateRevisions(db) + readingRevisions(db)
      return entries.enumerated().sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }
        .map(\.element.entry)
    }
  }

  private typealias Numbered = (id: Int64, entry: RevisionEntry)

  private func rateRevisions(_ db: Database) throws -> [Numbered] {
    let sql = """
      SELECT import_id, at, import_log.source, tariff.name, currency, rate_revision.kind,
        rate_revision.valid_from, valid_to, band, payment_method, previous, rate_revision.new,
        rate_revision.rowid
      FROM rate_revision LEFT JOIN import_log ON import_log.id = import_id
        LEFT JOIN tariff ON tariff.id = tariff_id
      ORDER BY import_id, rate_revision.kind, band, payment_method, rate_revision.valid_from
      """
    return try Row.fetchAll(db, sql: sql).map { row in
      let word: String = row[5]
      let payment: String? = row[9]
      let method = payment.flatMap(PaymentMethod.init(rawValue:))
      let (name, currency): (String?, String?) = (row[3], row[4])
      guard let kind = DatedKind(rawValue: word), (method == nil) == (payment == nil),
        let name, let currency
      else {
        throw CacheError.damaged(
          row: "rate_revision \(row[12] as Int64)", reason: "is of no known tariff or price")
      }
      let change = RateChange(
        from: (row[6] as Int64?).map(Instant.init(seconds:)), until: Instant(seconds: row[7]),
        band: row[8], paymentMethod: method, previous: Rate(micropence: row[10]),
        new: (row[11] as Int64?).map(Rate.init(micropence:)))
      return try numbered(
        row,
        .rate(tariff: name, currency: currency, RateRevision(kind: kind, change: change)))
    }
  }

  private func readingRevisions(_ db: Database) throws -> [Numbered] {
    let sql = """
      SELECT import_id, at, import_log.source, meter_point_id, COUNT(*), MIN(starts_at),
        MAX(starts_at), meter_id
      FROM reading_revision LEFT JOIN import_log ON import_log.id = import_id
        LEFT JOIN meter ON meter.id = meter_id
      GROUP BY import_id, meter_id
      """
    return try Row.fetchAll(db, sql: sql).map { row in
      guard let point: Int64 = row[3] else {
        throw CacheError.damaged(
          row: "reading_revision of meter_id \(row[7] as Int64)", reason: "is of no meter")
      }
      let halfHours = Instant(seconds: row[5]).halfHour...Instant(seconds: row[6]).halfHour
      return try numbered(row, .readings(point: point, count: row[4], halfHours: halfHours))
    }
  }

  /// An entry of a row that begins with the number, time and source of its import.
  private func numbered(_ row: Row, _ subject: RevisionEntry.Subject) throws -> Numbered {
    guard let at: Int64 = row[1], let source: String = row[2] else {
      throw CacheError.damaged(row: "import_log \(row[0] as Int64)", reason: "is not there")
    }
    return (row[0], RevisionEntry(at: Instant(seconds: at), source: source, subject: subject))
  }
}
