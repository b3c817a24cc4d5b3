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
    try look(at: "reading_revision") { (check) in try check.checkRevisions() }
    try look(at: "reading_revision") { (check) in _ = try check.cache.revisions() }
    var tariffs: [Tariff] = []
    try look(at: "tariff") { (check) in
      try check.checkTariffs()
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

  /// The log of changes, which `undo` reads.
  private mutating func checkChanges() throws {
    for change in try cache.changes(db).changes
    where try !cache.isReadable(change, db) {
      report.add(
        "change \(change.id)", "has rows that can't be read",
        remedy: Remedy.sql("DELETE FROM change WHERE id <= \(change.id)"))
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
