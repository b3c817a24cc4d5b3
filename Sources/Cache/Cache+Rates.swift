package import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

extension Cache: RateSource {
  package func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> [DatedRate] {
    let sql = """
      SELECT \(DatedRate.columns) FROM dated_rate JOIN tariff ON tariff.id = tariff_id
      WHERE tariff.name = ? AND dated_rate.kind = ?
        AND (dated_rate.valid_from IS NULL OR dated_rate.valid_from < ?)
        AND (dated_rate.valid_to IS NULL OR dated_rate.valid_to > ?)
      ORDER BY dated_rate.valid_from
      """
    return try read { db in
      try DatedRate.all(
        db, sql, [tariff, kind.rawValue, range.end.seconds, range.start.seconds],
        unless: cancellation)
    }
  }

  package func paymentMethods(
    of tariff: String, overlapping range: TimeRange
  ) throws -> Set<PaymentMethod?> {
    let sql = """
      SELECT DISTINCT payment_method FROM dated_rate JOIN tariff ON tariff.id = tariff_id
      WHERE tariff.name = ?
        AND (dated_rate.valid_from IS NULL OR dated_rate.valid_from < ?)
        AND (dated_rate.valid_to IS NULL OR dated_rate.valid_to > ?)
      """
    return try read { db in
      Set(
        try Row.fetchAll(
          db, sql: sql, arguments: [tariff, range.end.seconds, range.start.seconds]
        ).map { (row: Row) -> PaymentMethod? in
          (row[0] as String?).flatMap(PaymentMethod.init(rawValue:))
        })
    }
  }
}

/// How many rows with rates a tariff has, and until when they hold.
package struct RateExtent: Hashable, Sendable {
  package var count: Int
  /// Nil when no end is known.
  package var end: Instant?
}

extension Cache {
  /// The extents of the tariffs that have rates with dates, by name; standing charges don't count.
  package func rateExtents() throws -> [String: RateExtent] {
    let sql = """
      SELECT tariff.name, COUNT(*), MAX(valid_to), COUNT(valid_to) FROM dated_rate
      JOIN tariff ON tariff.id = tariff_id
      WHERE dated_rate.kind <> 'standing' GROUP BY tariff_id
      """
    return try read { db in
      let extents = try Row.fetchAll(db, sql: sql).map { row in
        let end: Int64? = row[1] as Int == row[3] as Int ? row[2] : nil
        return (row[0] as String, RateExtent(count: row[1], end: end.map(Instant.init(seconds:))))
      }
      return Dictionary(uniqueKeysWithValues: extents)
    }
  }
}

extension CacheWriter {
  /// Adds rows to a dated tariff; they win over older ones where both hold.
  ///
  /// `insteadOf`: a time of which they are all that Octopus says, so that what it said before and
  ///   does not say any more is taken away.
  package func store(
    _ rates: [DatedRate], _ kind: DatedKind, of tariff: String, insteadOf range: TimeRange? = nil
  ) throws -> DatedRate.MergeCounts {
    let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM tariff WHERE name = ?", arguments: [tariff])
    let old = try DatedRate.all(
      db, "SELECT \(DatedRate.columns) FROM dated_rate WHERE tariff_id = ? AND kind = ?",
      [id, kind.rawValue], unless: cancellation)
    var (rows, counts) = DatedRate.merge(old, with: rates)
    try cancellation.check()
    if let range {
      let all = rows.count
      rows = DatedRate.withoutWithdrawn(rows, answer: rates, of: range, from: "octopus: ")
      counts.revised += all - rows.count
    }
    guard counts.new + counts.revised > 0 else { return counts }
    try db.execute(
      sql: "DELETE FROM dated_rate WHERE tariff_id = ? AND kind = ?",
      arguments: [id, kind.rawValue])
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO dated_rate(
          tariff_id, kind, valid_from, valid_to, payment_method, excluding_vat, including_vat,
          source)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for row in rows {
      try cancellation.check()
      try insert.execute(arguments: [
        id, kind.rawValue, row.validFrom?.seconds, row.validTo?.seconds,
        row.paymentMethod?.rawValue, row.excludingVAT?.micropence, row.includingVAT.micropence,
        row.source,
      ])
    }
    return counts
  }
}

extension DatedRate {
  fileprivate static let columns = """
    dated_rate.valid_from, dated_rate.valid_to, payment_method, excluding_vat, including_vat,
    dated_rate.source, dated_rate.id
    """

  /// The rows of a query for ``columns``, which are read by position: a year of Agile has 17,520.
  fileprivate static func all(
    _ db: Database, _ sql: String, _ arguments: StatementArguments,
    unless cancellation: Cancellation
  ) throws -> [DatedRate] {
    var rates: [DatedRate] = []
    let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      try cancellation.check()
      rates.append(try DatedRate(row: row))
    }
    return rates
  }

  /// - Throws: ``CacheError/damaged(row:reason:)`` for a way of paying that there is not.
  private init(row: Row) throws {
    let name: String? = row[2]
    let payment = name.flatMap(PaymentMethod.init(rawValue:))
    guard payment != nil || name == nil else {
      throw CacheError.damaged(
        row: "dated_rate \(row[6] as Int64)", reason: "is paid by '\(name ?? "")'")
    }
    let bounds = [row[0] as Int64?, row[1] as Int64?].compactMap(\.self)
    let prices = [row[3] as Int64?, row[4] as Int64?].compactMap(\.self)
    // With VAT a rate may pass the limit of rates by that much.
    guard bounds.allSatisfy({ $0 % 1800 == 0 && $0.magnitude < 1 << 40 }),
      prices.allSatisfy({ $0.magnitude <= Rate.limit.magnitude / 100 * 105 })
    else {
      throw CacheError.damaged(
        row: "dated_rate \(row[6] as Int64)", reason: "has a time or price that can't be")
    }
    self.init(
      validFrom: (row[0] as Int64?).map(Instant.init(seconds:)),
      validTo: (row[1] as Int64?).map(Instant.init(seconds:)), paymentMethod: payment,
      excludingVAT: (row[3] as Int64?).map(Rate.init(micropence:)),
      includingVAT: Rate(micropence: row[4]), source: row[5])
  }
}
