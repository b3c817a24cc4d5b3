package import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

extension Cache: RateSource {
  package func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> [DatedRate] {
    let sql = """
      SELECT dated_rate.* FROM dated_rate JOIN tariff ON tariff.id = tariff_id
      WHERE tariff.name = ? AND dated_rate.kind = ?
        AND (dated_rate.valid_from IS NULL OR dated_rate.valid_from < ?)
        AND (dated_rate.valid_to IS NULL OR dated_rate.valid_to > ?)
      ORDER BY dated_rate.valid_from
      """
    return try queue.read { db in
      try Row.fetchAll(
        db, sql: sql,
        arguments: [tariff, kind.rawValue, range.end.seconds, range.start.seconds]
      ).map(DatedRate.init(row:))
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
    return try queue.read { db in
      Set(
        try Row.fetchAll(
          db, sql: sql, arguments: [tariff, range.end.seconds, range.start.seconds]
        ).map { (row: Row) -> PaymentMethod? in
          (row[0] as String?).flatMap(PaymentMethod.init(rawValue:))
        })
    }
  }
}

extension CacheWriter {
  /// Adds rows to a dated tariff; they win over older ones where both hold.
  package func store(
    _ rates: [DatedRate], _ kind: DatedKind, of tariff: String
  ) throws -> DatedRate.MergeCounts {
    let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM tariff WHERE name = ?", arguments: [tariff])
    let old = try Row.fetchAll(
      db, sql: "SELECT * FROM dated_rate WHERE tariff_id = ? AND kind = ?",
      arguments: [id, kind.rawValue]
    ).map(DatedRate.init(row:))
    let (rows, counts) = DatedRate.merge(old, with: rates)
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
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a way of paying that there is not.
  fileprivate init(row: Row) throws {
    let name: String? = row["payment_method"]
    let payment = name.flatMap(PaymentMethod.init(rawValue:))
    guard payment != nil || name == nil else {
      throw CacheError.damaged(
        row: "dated_rate \(row["id"] as Int64)", reason: "is paid by '\(name ?? "")'")
    }
    self.init(
      validFrom: (row["valid_from"] as Int64?).map(Instant.init(seconds:)),
      validTo: (row["valid_to"] as Int64?).map(Instant.init(seconds:)), paymentMethod: payment,
      excludingVAT: (row["excluding_vat"] as Int64?).map(Rate.init(micropence:)),
      includingVAT: Rate(micropence: row["including_vat"]), source: row["source"])
  }
}
