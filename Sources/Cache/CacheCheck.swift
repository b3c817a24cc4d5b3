import EnergyModel
import GRDB
import QueryEngine
import Tariffs

extension Cache {
  /// Looks at everything in the file, as it is at one moment.
  ///
  /// - Throws: ``CacheError/busy(path:reason:)``; ``Cancelled``.
  package func check() throws -> CacheReport {
    var report = CacheReport()
    do {
      try readSnapshot { db in
        var check = CacheCheck(db: db, cache: self)
        defer { report = check.report }
        try check.run()
      }
    } catch CacheError.unreadable(_, let reason) {
      // Where a page is damaged, SQLite does not even end a transaction that only read.
      if report.findings.isEmpty { report.add("the file", reason, remedy: Remedy.backup) }
    }
    return report
  }
}

/// A look at everything in a cache, which goes on behind what it finds.
struct CacheCheck {
  let db: Database
  let cache: Cache
  var report = CacheReport()

  mutating func run() throws {
    try look(at: "the file") { (check) in try check.checkIntegrity() }
    try look(at: "sqlite_schema") { (check) in try check.checkSchema() }
    try look(at: "the tables") { (check) in try check.checkReferences() }
    for table in DayTable.all {
      try look(at: "\(table.name)") { (check) in try check.checkDays(of: table) }
    }
    try checkRows()
    try look(at: "agreement") { (check) in try check.checkAgreements() }
    try look(at: "supplier_cost_day") { (check) in try check.checkCostsHaveReadings() }
  }

  /// Runs a step; what keeps it from going on is a finding too.
  ///
  /// - Throws: ``Cancelled``, and whatever says nothing of the file.
  private mutating func look(
    at table: String, _ step: (inout CacheCheck) throws -> Void
  ) throws {
    do {
      try step(&self)
    } catch CacheError.damaged(let row, let reason) {
      report.add(row, reason, remedy: Remedy.row)
    } catch CacheError.unreadable(_, let reason) {
      addUnreadable(table, reason)
    } catch let error as DatabaseError where error.isOfFile {
      addUnreadable(table, error.message ?? "can't be read")
    }
  }

  /// Adds that a table can't be read, unless that is because one is missing, which is said already.
  private mutating func addUnreadable(_ table: String, _ reason: String) {
    let isKnown = report.findings.contains { finding in
      finding.problem == CacheCheck.missing
        && reason.split(separator: ": ").last.map { finding.row == "table '\($0)'" } ?? false
    }
    if !isKnown { report.add(table, reason, remedy: Remedy.backup) }
  }

  /// SQLite's own look at pages, indexes and the types of values.
  private mutating func checkIntegrity() throws {
    let rows = try String.fetchAll(db, sql: "PRAGMA integrity_check")
    for row in rows where row != "ok" {
      // SQLite reports all faults of a table or index in one text, a line each.
      for line in row.split(separator: "\n") where !line.hasPrefix("*** ") {
        report.add("the file", String(line), remedy: Remedy.backup)
      }
    }
  }

  /// Reads all rows but those of days as queries read them; the first bad one of a table is named.
  private mutating func checkRows() throws {
    try look(at: "meter_point") { (check) in try check.checkPoints() }
    try look(at: "meter") { (check) in try check.checkMeters() }
    try look(at: "calorific_value") { (check) in _ = try check.cache.calorificValues(check.db) }
    try look(at: "vat_rate") { (check) in _ = try check.cache.vatEntries(check.db) }
    try look(at: "saved_query") { (check) in _ = try check.cache.savedQueries() }
    try look(at: "change") { (check) in try check.checkChanges() }
    try look(at: "import_log") { (check) in _ = try check.cache.imports() }
    try look(at: "reading_revision") { (check) in _ = try check.cache.revisions() }
    var tariffs: [Tariff] = []
    try look(at: "tariff") { (check) in
      try check.checkTariffNames()
      tariffs = try check.cache.tariffs(check.db)
    }
    // Where a day of rates can't be read, it has been named, and no overlap can be found.
    guard !report.findings.contains(where: { $0.row.hasPrefix("rate_day ") }) else { return }
    for tariff in tariffs {
      for kind in DatedKind.allCases {
        try look(at: "dated_rate") { (check) in
          _ = try check.cache.rates(of: tariff.name, kind, overlapping: .always)
        }
      }
    }
  }

  /// Meter points, by numbers of the form that their flow has.
  private mutating func checkPoints() throws {
    for point in try cache.points(db) where !MeterPoint.isNumber(point.number, of: point.flow) {
      report.add(
        "meter_point \(point.id)",
        "has the number '\(point.number)', expected \(MeterPoint.numberForm(of: point.flow))",
        remedy: Remedy.row)
    }
    for point in try cache.points(db) where point.alias?.allSatisfy(\.isWhitespace) ?? false {
      report.add(
        "meter_point \(point.id)", "has an empty alias",
        remedy: Remedy.sql("UPDATE meter_point SET alias = NULL WHERE id = \(point.id)"))
    }
  }

  /// Meters, by serials that a file can name.
  private mutating func checkMeters() throws {
    let sql = "SELECT id, meter_point_id, serial, unit FROM meter"
    for meter in try db.stored(sql, of: "meter", by: "id").map({ try Meter($0) })
    where meter.serial.allSatisfy(\.isWhitespace) {
      report.add(
        "meter \(meter.id)", "has an empty serial",
        remedy: Remedy.sql("UPDATE meter SET serial = 'unknown_\(meter.id)' WHERE id = \(meter.id)")
      )
    }
  }

  /// Tariffs, by names that can be typed.
  private mutating func checkTariffNames() throws {
    let tariffs = try db.stored("SELECT id, name FROM tariff ORDER BY id", of: "tariff", by: "id")
      .map { row -> (id: Int64, name: String) in (try row[0], try row[1]) }
    for (id, name) in tariffs where name.allSatisfy(\.isWhitespace) {
      var new = "tariff_\(id)"
      while tariffs.contains(where: { $0.name.lowercased() == new }) { new += "_" }
      report.add(
        "tariff of id \(id)", "has no name",
        remedy: Remedy.sql("UPDATE tariff SET name = '\(new)' WHERE id = \(id)"))
    }
  }

  /// The log of changes, which `undo` reads.
  private mutating func checkChanges() throws {
    for change in try cache.changes(db).changes
    where try !cache.isReadable(change, db) {
      report.add(
        "change \(change.id)", "has rows that can't be read",
        remedy: Remedy.sql("DELETE FROM change WHERE id <= \(change.id)"))
    }
  }

  /// Agreements of one meter point, one after the other.
  private mutating func checkAgreements() throws {
    let rows = try db.stored(
      """
      SELECT meter_point_id, valid_from, valid_until FROM agreement
      ORDER BY meter_point_id, valid_from
      """, of: "agreement of meter_point", by: "meter_point_id", "valid_from")
    var last: (point: Int64, until: Instant?)?
    while try rows.step() {
      let row = rows.row
      let (point, from): (Int64, Int64) = (try row[0], try row[1])
      let until = try row.time("valid_until")
      let mend = Remedy.sql(
        "DELETE FROM agreement WHERE meter_point_id = \(point) AND valid_from = \(from)")
      if let until, until.seconds <= from {
        report.add(row.name, "ends before it begins", remedy: mend)
      }
      if let last, last.point == point, last.until.map({ from < $0.seconds }) ?? true {
        report.add(row.name, "overlaps the one before it", remedy: mend)
      }
      last = (point, until)
    }
  }
}

extension DatabaseError {
  /// Whether it tells of the contents of the file, and not of locks or of an interruption.
  var isOfFile: Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR, .SQLITE_ERROR].contains(
      resultCode.primaryResultCode)
  }
}
