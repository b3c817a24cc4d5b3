package import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

/// Inside a transaction of this program, these reads see its changes.
extension Cache: RateSource {
  package func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> [DatedRate] {
    var rates = try rates(of: tariff, kind, overlapping: range)
    rates.halfHours = rates.halfHours.compactMap { $0.part(in: range) }
    return rates.allRows
  }

  package func rates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> DatedRates {
    try read { db in
      let memo = try memo(db)
      guard try hasDates(tariff, db, memo) else { return DatedRates(rows: []) }
      return try DatedRates(
        db, of: tariff, kind, overlapping: range, memo, cancellation: cancellation)
    }
  }

  /// Whether a tariff has any rates with dates, as most have none.
  private func hasDates(_ tariff: String, _ db: Database, _ memo: CacheMemo) throws -> Bool {
    if let known = memo.datedTariffs { return known.contains(tariff.lowercased()) }
    let names = try String.fetchAll(
      db,
      sql: """
        SELECT name FROM tariff WHERE id IN (SELECT tariff_id FROM dated_rate)
          OR id IN (SELECT tariff_id FROM rate_day)
        """)
    let known = Set(names.map { $0.lowercased() })
    memo.datedTariffs = known
    return known.contains(tariff.lowercased())
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
      let memo = try memo(db)
      guard try hasDates(tariff, db, memo) else { return [] }
      let rows = try db.stored(
        sql, [tariff, range.end.seconds, range.start.seconds], of: "dated_rate",
        by: "payment_method")
      var methods = Set(try rows.map { try $0.paymentMethod(0) })
      let stretches = try HalfHourRates.all(
        db, of: tariff, overlapping: range, memo, cancellation: cancellation)
      if stretches.contains(where: { !$0.halfHours(in: range).isEmpty }) { methods.insert(nil) }
      return methods
    }
  }
}

extension DatedRates {
  /// Reads a tariff's stored rates of one kind that overlap `range`; half-hours around it may come too.
  init(
    _ db: Database, of tariff: String, _ kind: DatedKind, overlapping range: TimeRange,
    _ memo: CacheMemo?, cancellation: Cancellation
  ) throws {
    let sql = """
      SELECT \(DatedRate.columns) FROM dated_rate JOIN tariff ON tariff.id = tariff_id
      WHERE tariff.name = ? AND dated_rate.kind = ?
        AND (dated_rate.valid_from IS NULL OR dated_rate.valid_from < ?)
        AND (dated_rate.valid_to IS NULL OR dated_rate.valid_to > ?)
      ORDER BY dated_rate.valid_from
      """
    let rows = try DatedRate.all(
      db, sql, [tariff, kind.rawValue, range.end.seconds, range.start.seconds],
      cancellation: cancellation)
    let halfHours =
      kind == .unit
      ? try HalfHourRates.all(
        db, of: tariff, overlapping: range, memo, cancellation: cancellation) : []
    self.init(rows: rows, halfHours: halfHours)
    try checkOverlaps(tariff)
  }

  /// - Throws: ``CacheError/damaged(row:reason:)`` where a row for all customers holds when a
  ///   half-hour does.
  private func checkOverlaps(_ tariff: String) throws(CacheError) {
    var index = 0
    for row in rows where row.paymentMethod == nil && !halfHours.isEmpty {
      let (start, end) = (row.validFrom?.halfHour ?? .min, row.validTo?.halfHour ?? .max)
      while index < halfHours.count, halfHours[index].halfHours.upperBound <= start { index += 1 }
      guard index < halfHours.count else { return }
      let first = max(halfHours[index].halfHours.lowerBound, start)
      guard first >= end else {
        let day = LocalDay(number: first.flooredDivision(by: 48))
        throw .damaged(
          row: "rate_day of tariff '\(tariff)', day '\(day)'", reason: "overlaps a dated_rate")
      }
    }
  }
}

/// The number of rows with rates that a tariff has, and the end of the last.
package struct RateExtent: Hashable, Sendable {
  package var count: Int
  /// The end of the last row; nil when it is open.
  package var end: Instant?
}

extension Cache {
  /// The extents of the tariffs that have dated rates, by name; standing charges don't count.
  package func rateExtents() throws -> [String: RateExtent] {
    let sql = """
      SELECT tariff.name AS name, COUNT(*) AS rows, MAX(valid_to) AS latest,
        COUNT(valid_to) AS ends FROM dated_rate
      JOIN tariff ON tariff.id = tariff_id
      WHERE dated_rate.kind <> 'standing' GROUP BY tariff_id
      """
    return try read { db in
      var extents: [String: RateExtent] = [:]
      let rows = try db.stored(sql, of: "rates of tariff", by: "name")
      while try rows.step() {
        let row = rows.row
        let count: Int = try row["rows"]
        let end = try row.instant(2)
        extents[try row["name"]] = RateExtent(
          count: count, end: count == (try row["ends"] as Int) ? end : nil)
      }
      let memo = try memo(db)
      let names = try String.fetchAll(
        db, sql: "SELECT name FROM tariff WHERE id IN (SELECT tariff_id FROM rate_day)")
      for name in names {
        let stretches = try HalfHourRates.all(
          db, of: name, overlapping: .always, memo, cancellation: cancellation)
        guard let last = stretches.last else { continue }
        let end = Instant(halfHour: last.halfHours.upperBound)
        let others = extents[name]
        extents[name] = RateExtent(
          count: stretches.reduce(others?.count ?? 0) { $0 + $1.halfHours.count },
          end: others.map { others in others.end.map { max($0, end) } } ?? end)
      }
      return extents
    }
  }
}

extension CacheWriter {
  /// Adds rows to a dated tariff; they win over older ones where both hold.
  ///
  /// `insteadOf` is a range for which they are all that Octopus has, so that earlier rows of its
  /// own that are no longer there are removed.
  ///
  /// - Returns: the counts, and the rows of that kind before and after.
  package func store(
    _ rates: [DatedRate], _ kind: DatedKind, of tariff: String, insteadOf range: TimeRange? = nil
  ) throws -> StoredRates {
    let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM tariff WHERE name = ?", arguments: [tariff])
    let old = try DatedRates(
      db, of: tariff, kind, overlapping: .always, nil, cancellation: cancellation
    ).allRows
    var (rows, counts) = DatedRate.merge(old, with: rates)
    try cancellation.check()
    if let range {
      let all = rows.count
      rows = DatedRate.withoutWithdrawn(rows, answer: rates, of: range, from: "octopus: ")
      counts.revised += all - rows.count
    }
    let stored = StoredRates(kind: kind, counts: counts, previous: old, rows: rows)
    guard counts.new + counts.revised > 0 else { return stored }
    var others = rows
    if kind == .unit, let id {
      try DayTable.rates.refuseDamage(db, of: id)
      try db.execute(sql: "DELETE FROM rate_day WHERE tariff_id = ?", arguments: [id])
      let split = RateDay.split(rows)
      try RateDay.insert(split.days, ofTariff: id, db, cancellation: cancellation)
      others = split.others
    }
    if let id { try replaceDatedRows(kind, ofTariff: id, by: others) }
    return stored
  }

  /// Stores the rows of `dated_rate` of one kind; those that are there already stay as they are.
  private func replaceDatedRows(
    _ kind: DatedKind, ofTariff id: Int64, by rows: [DatedRate]
  ) throws {
    let sql = """
      SELECT \(DatedRate.columns) FROM dated_rate WHERE tariff_id = ? AND kind = ? ORDER BY id
      """
    var known: [DatedRate: [Int64]] = [:]
    _ = try db.stored(sql, [id, kind.rawValue], of: "dated_rate", by: "id").map { row in
      known[try DatedRate(row), default: []].append(try row[6])
    }
    var new: [DatedRate] = []
    for row in rows where known[row]?.popLast() == nil { new.append(row) }
    let delete = try db.cachedStatement(sql: "DELETE FROM dated_rate WHERE id = ?")
    for old in known.values.joined().sorted() { try delete.execute(arguments: [old]) }
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO dated_rate(
          tariff_id, kind, valid_from, valid_to, payment_method, excluding_vat, including_vat,
          source)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for row in new {
      try cancellation.check()
      try insert.execute(arguments: [
        id, kind.rawValue, row.validFrom?.seconds, row.validTo?.seconds,
        row.paymentMethod?.rawValue, row.excludingVAT?.micropence, row.includingVAT?.micropence,
        row.source,
      ])
    }
  }
}

extension DatedRate {
  fileprivate static let columns = """
    dated_rate.valid_from, dated_rate.valid_to, payment_method, excluding_vat, including_vat,
    dated_rate.source, dated_rate.id
    """

  /// Reads the rows of a query for ``columns``, which must be in order of time.
  ///
  /// Columns are read by position for speed: a year of Agile has 17,520 rows.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for an impossible row, or one that overlaps
  ///   another for the same payment method.
  fileprivate static func all(
    _ db: Database, _ sql: String, _ arguments: StatementArguments,
    cancellation: Cancellation
  ) throws -> [DatedRate] {
    var rates: [DatedRate] = []
    try cancellation.check()
    let rows = try db.stored(sql, arguments, of: "dated_rate", by: "id")
    var last: [PaymentMethod?: (id: Int64, end: Instant?)] = [:]
    while try rows.step() {
      try cancellation.check()
      let stored = rows.row
      let (rate, id) = (try DatedRate(stored), try stored[6] as Int64)
      if let before = last[rate.paymentMethod] {
        guard let start = rate.validFrom, let end = before.end, end <= start else {
          throw stored.damage("overlaps row \(before.id)")
        }
      }
      last[rate.paymentMethod] = (id, rate.validTo)
      rates.append(rate)
    }
    return rates
  }

  /// - Throws: ``CacheError/damaged(row:reason:)`` for an impossible payment method, time or price.
  fileprivate init(_ row: StoredRow) throws(CacheError) {
    let (from, to) = (try row.instant(0), try row.instant(1))
    let (excluding, including): (Int64?, Int64?) = (try row[3], try row[4])
    let prices = [excluding, including].compactMap(\.self)
    guard to.map({ end in from.map { $0 < end } ?? true }) ?? true, !prices.isEmpty,
      prices.allSatisfy(DatedRate.isPossible)
    else {
      throw row.damage("has a time or price that can't be")
    }
    self.init(
      validFrom: from, validTo: to, paymentMethod: try row.paymentMethod(2),
      excludingVAT: excluding.map(Rate.init(micropence:)),
      includingVAT: including.map(Rate.init(micropence:)), source: try row[5])
  }
}

extension DatedRate {
  /// Whether a price, in micropence, is one that can be: with VAT a rate may pass the limit of rates
  /// by that much.
  static func isPossible(_ micropence: Int64) -> Bool {
    micropence.magnitude <= Rate.limit.magnitude / 100 * 105
  }
}

extension StoredRow {
  /// Reads an instant on the half-hour grid; nil for an open one.
  fileprivate func instant(_ column: Int) throws(CacheError) -> Instant? {
    guard let seconds: Int64 = try self[column] else { return nil }
    let instant = Instant(seconds: seconds)
    guard Instant.writable.contains(instant), seconds % 1800 == 0 else {
      throw damage("has a time that can't be")
    }
    return instant
  }

  /// Reads a payment method; nil for all.
  fileprivate func paymentMethod(_ column: Int) throws(CacheError) -> PaymentMethod? {
    guard let name: String = try self[column] else { return nil }
    guard let payment = PaymentMethod(rawValue: name) else { throw damage("is paid by '\(name)'") }
    return payment
  }
}
