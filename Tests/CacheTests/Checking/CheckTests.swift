import Cache
import EnergyModel
import Foundation
import QueryEngine
import TestSupport
import Testing

/// Each fault that `check` looks for, made on purpose.
@Suite struct CheckTests {
  private let home: CheckedHome

  init() throws { home = try CheckedHome() }

  @Test func aSoundCacheHasNoFindings() throws {
    let report = try home.cache.check()
    #expect(report.findings == [] && report.notes == [])
    #expect(report.days == ["reading_day": 2, "rate_day": 1, "supplier_cost_day": 1])
  }

  /// SQLite can't even end a transaction that has met such a page.
  @Test func aDamagedPageIsAFinding() throws {
    try home.cache.close()
    let whole = try home.folder.bytes("a.sqlite")
    var random = SeededGenerator(seed: 7)
    var named = 0
    // The first page holds the schema: a file without it is not opened.
    for start in stride(from: 4096, to: whole.count, by: 4096) {
      var bytes = whole
      for place in start..<start + 300 { bytes[place] = UInt8.random(in: 0...255, using: &random) }
      let damaged = home.folder.path("\(start).sqlite")
      try Data(bytes).write(to: URL(fileURLWithPath: damaged))
      guard let cache = try? Cache(path: damaged, making: .nothing) else { continue }
      #expect(try !cache.check().findings.isEmpty, "page \(start / 4096)")
      named += 1
    }
    #expect(named > 10)
  }

  /// SQL that makes a fault, and the row and the problem that are then named.
  private static let faults = [
    (
      "UPDATE reading_day SET checksum = checksum + 1 WHERE day = '2023-07-01'",
      "reading_day of meter_id 1, day '2023-07-01'", "does not match its checksum"
    ),
    (
      "UPDATE reading_day SET readings = '[1,2]' WHERE day = '2023-07-02'",
      "reading_day of meter_id 1, day '2023-07-02'", "is not an array of 48 numbers"
    ),
    (
      "UPDATE reading_day SET day = '2023-02-30' WHERE day = '2023-07-02'",
      "reading_day of meter_id 1, day '2023-02-30'", "has a day that is no date"
    ),
    (
      "UPDATE supplier_cost_day SET amounts = 'x'",
      "supplier_cost_day of meter_id 1, day '2023-07-01'",
      "is not two arrays of 48 numbers"
    ),
    (
      "UPDATE supplier_cost_day SET checksum = 0",
      "supplier_cost_day of meter_id 1, day '2023-07-01'",
      "does not match its checksum"
    ),
    (
      "UPDATE rate_day SET checksum = 0", "rate_day of tariff_id 2, day '2023-07-01'",
      "does not match its checksum"
    ),
    (
      "UPDATE rate_day SET excluding_vat = '[]'", "rate_day of tariff_id 2, day '2023-07-01'",
      "is not two arrays of 48 numbers"
    ),
    (
      // 2023-07-01T12:00Z, by date -u +%s.
      "INSERT INTO dated_rate(tariff_id, kind, valid_from, valid_to, including_vat) VALUES "
        + "(2, 'unit', 1688212800, 1688216400, 5)", "rate_day of tariff 'Agile', day '2023-07-01'",
      "overlaps a dated_rate"
    ),
    (
      // The agreement is from 2023-07-01 to 2023-08-01, British time.
      "INSERT INTO agreement VALUES (1, 2, 1690000000, NULL)",
      "agreement of meter_point 1, 1690000000", "overlaps the one before it"
    ),
    (
      "INSERT INTO agreement VALUES (1, 2, 1700000000, 1600000000)",
      "agreement of meter_point 1, 1700000000", "ends before it begins"
    ),
    (
      "INSERT INTO tariff_band VALUES (1, 10, 1440, 5)", "tariff 'Go'", "makes no sense"
    ),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM meter_point", "meter of meter_point_id 1",
      "has no meter_point"
    ),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM meter", "reading_day of meter_id 1",
      "2 rows have no meter"
    ),
    (
      "PRAGMA foreign_keys = OFF; DELETE FROM import_log WHERE id = 2",
      "reading_revision of import_id 2", "has no import_log"
    ),
    (
      "DELETE FROM reading_day WHERE day = '2023-07-01'",
      "supplier_cost_day of meter_id 1, day '2023-07-01'",
      "has costs of 1 half-hour without a reading"
    ),
    (
      "CREATE TRIGGER spy AFTER INSERT ON tariff BEGIN DELETE FROM meter; END", "trigger 'spy'",
      "is of another program, and would run with each change"
    ),
    (
      "DROP TRIGGER rate_day_changed; CREATE TRIGGER rate_day_changed AFTER INSERT ON rate_day BEGIN "
        + "DELETE FROM meter; END", "trigger 'rate_day_changed'", "is not as this version makes it"
    ),
    ("DROP VIEW reading", "view 'reading'", "is missing"),
    (
      "DROP VIEW rate; CREATE VIEW rate AS SELECT 1 AS valid_from", "view 'rate'",
      "is not as this version makes it"
    ),
    ("DROP INDEX dated_rate_by_time", "index 'dated_rate_by_time'", "is missing"),
    ("UPDATE tariff SET name = ' ' WHERE id = 1", "tariff of id 1", "has no name"),
    (
      "UPDATE tariff SET name = char(9) || char(160) WHERE id = 1", "tariff of id 1", "has no name"
    ),
    (
      "UPDATE tariff SET name = 'Tariff_1' WHERE id = 2; UPDATE tariff SET name = '' WHERE id = 1",
      "tariff of id 1", "has no name"
    ),
    ("UPDATE meter_point SET alias = '' WHERE id = 1", "meter_point 1", "has an empty alias"),
    ("UPDATE meter SET serial = '' WHERE id = 1", "meter 1", "has an empty serial"),
    (
      "UPDATE meter_point SET number = '12a'", "meter_point 1",
      "has the number '12a', expected an MPAN of 13 digits"
    ),
    ("DROP TABLE calorific_value", "table 'calorific_value'", "is missing"),
    (
      "UPDATE agreement SET valid_from = -99999999999999",
      "agreement of meter_point 1, -99999999999999", "has a time that can't be"
    ),
    (
      "UPDATE agreement SET valid_until = 99999999999999",
      "agreement of meter_point 1, 1688166000", "has a time that can't be"
    ),
    (
      "UPDATE tariff SET unit = 'electricity_exporting_kwh' WHERE id = 1",
      "agreement of meter_point 1, 1688166000",
      "is on a tariff for export, at a meter point for import"
    ),
    (
      "UPDATE tariff SET unit = 'gas_importing_kwh' WHERE id = 1",
      "agreement of meter_point 1, 1688166000",
      "is on a tariff for gas, at a meter point for import"
    ),
    ("UPDATE meter SET unit = 'm3'", "meter 1", "counts m3, which no meter for import does"),
    (
      "UPDATE reading_day SET day = '2150-07-04' WHERE day = '2023-07-02'",
      "reading_day of meter_id 1, day '2150-07-04'", "is outside 1970 to 2099"
    ),
    (
      "UPDATE reading_day SET day = '1969-12-31' WHERE day = '2023-07-02'",
      "reading_day of meter_id 1, day '1969-12-31'", "is outside 1970 to 2099"
    ),
    (
      "UPDATE rate_day SET day = '2100-01-01'", "rate_day of tariff_id 2, day '2100-01-01'",
      "is outside 1970 to 2099"
    ),
    (
      "UPDATE supplier_cost_day SET day = '2150-07-04'",
      "supplier_cost_day of meter_id 1, day '2150-07-04'", "is outside 1970 to 2099"
    ),
    (
      "INSERT INTO meter_point VALUES (2, '1900000000027', 'export', '1900000000001')",
      "meter_point 2", "has the alias '1900000000001', the number of meter_point 1"
    ),
    (
      "INSERT INTO meter_point VALUES (2, '1900000000027', 'export', 'KÜCHE'); "
        + "UPDATE meter_point SET alias = 'küche' WHERE id = 1",
      "meter_point 2", "has the alias 'KÜCHE', which meter_point 1 has but for case"
    ),
    (
      "UPDATE meter_point SET alias = '1234567'", "meter_point 1",
      "has the alias '1234567', which looks like the number of a meter point"
    ),
    (
      "UPDATE tariff SET name = 'KÜCHE' WHERE id = 1; UPDATE tariff SET name = 'küche' WHERE id = 2",
      "tariff 'küche'", "has the name of another but for case"
    ),
    (
      "UPDATE tariff SET currency = 'gbp' WHERE id = 1", "tariff 'Go'",
      "has the currency 'gbp', expected three capital letters"
    ),
    (
      "UPDATE tariff SET currency = 'POUNDS' WHERE id = 1", "tariff 'Go'",
      "has the currency 'POUNDS', expected three capital letters"
    ),
    (
      "UPDATE tariff SET kind = 'registers', night_from = 30, night_until = 9999 WHERE id = 2",
      "tariff 'Agile'", "has no night: a band can't begin or end at 166:39"
    ),
    (
      "UPDATE tariff SET kind = 'registers', night_from = 30 WHERE id = 2", "tariff 'Agile'",
      "has no night: it has one end only"
    ),
    (
      "UPDATE tariff SET night_from = -5, night_until = 30 WHERE id = 2", "tariff 'Agile'",
      "has no night: a band can't begin or end before 00:00"
    ),
    (
      "UPDATE tariff SET night_from = 30, night_until = 60 WHERE id = 2", "tariff 'Agile'",
      "has night hours, and rates of no night"
    ),
    (
      "UPDATE tariff SET name = 'a' || char(10) || 'b' WHERE id = 1", "tariff 'a\nb'",
      "has a control character in its name"
    ),
    (
      "UPDATE tariff SET name = 'a' || char(0) || 'b' WHERE id = 1", "tariff 'a'",
      "has a text as name that is not UTF-8 or has a NUL in it"
    ),
    (
      "UPDATE tariff SET name = CAST(x'61ff62' AS TEXT) WHERE id = 1", "tariff 'a\u{FFFD}b'",
      "has a text as name that is not UTF-8 or has a NUL in it"
    ),
    (
      "UPDATE tariff SET code = 'a' || char(0) WHERE id = 1", "tariff 'Go'",
      "has a text as code that is not UTF-8 or has a NUL in it"
    ),
    (
      "UPDATE meter_point SET alias = 'a' || char(155) || 'b'", "meter_point 1",
      "has a control character in its alias"
    ),
    (
      "UPDATE meter_point SET alias = 'a' || char(0)", "meter_point 1",
      "has a text as alias that is not UTF-8 or has a NUL in it"
    ),
    (
      "UPDATE meter_point SET number = number || char(0)", "meter_point 1",
      "has a text as number that is not UTF-8 or has a NUL in it"
    ),
    (
      "UPDATE meter SET serial = 'S' || char(9)", "meter 1", "has a control character in its serial"
    ),
    (
      "UPDATE meter SET serial = CAST(x'c3' AS TEXT)", "meter 1",
      "has a text as serial that is not UTF-8 or has a NUL in it"
    ),
    (
      "UPDATE reading_revision SET starts_at = starts_at + 1", "reading_revision of meter_id 1",
      "has a time that can't be"
    ),
    (
      "INSERT INTO supplier_cost_revision VALUES (1, 1, 99999999999999, '1', '2')",
      "supplier_cost_revision of meter_id 1", "has a time that can't be"
    ),
    ("UPDATE import_log SET revised = -1 WHERE id = 2", "import_log 2", "has a count below 0"),
    (
      "INSERT INTO changes_let_go VALUES (1, -99999999999999)", "changes_let_go 1",
      "has a time that can't be"
    ),
    ("PRAGMA application_id = 7", "the file", "has the application id of another program"),
  ]

  @Test(arguments: faults)
  func aFaultIsNamed(sql: String, row: String, problem: String) throws {
    try home.run(sql)
    let findings = try home.cache.check().findings
    #expect(
      findings.contains { $0.row == row && $0.problem.hasPrefix(problem) }, "\(findings)")
    #expect(findings.allSatisfy { !$0.remedy.isEmpty })
  }

  /// The lines for SQLite's own shell do mend what they stand beside.
  @Test(arguments: faults)
  func theLineBesideAFindingMendsIt(sql: String, row: String, problem: String) throws {
    try home.run(sql)
    for finding in try home.cache.check().findings {
      guard let line = finding.remedy.firstMatch(of: #/^in sqlite3: (.*?);/#) else { continue }
      try home.run("PRAGMA foreign_keys = OFF; " + line.1)
      #expect(try !home.cache.check().findings.contains(finding))
    }
    withExtendedLifetime(home) {}
  }

  /// What the open format allows is no fault: such a row has no checksum, which a note says.
  @Test(arguments: [
    "UPDATE reading_day SET readings = replace(readings, '0.15', '0.16')",
    "INSERT OR REPLACE INTO reading_day(meter_id, day, readings) "
      + "SELECT meter_id, '2023-07-05', readings FROM reading_day WHERE day = '2023-07-02'",
    "INSERT INTO reading_day(meter_id, day, readings) SELECT meter_id, day, readings "
      + "FROM reading_day WHERE day = '2023-07-02' ON CONFLICT DO UPDATE SET readings = excluded.readings",
  ])
  func whatOtherProgramsWriteHasNoChecksum(sql: String) throws {
    try home.run(sql)
    let report = try home.cache.check()
    #expect(report.findings == [])
    #expect(report.notes.count == 1)
    #expect(report.notes.first?.hasSuffix("of other programs, without a checksum") == true)
    #expect(report.notes.first?.hasPrefix("reading_day: ") == true)
  }

  @Test func tablesAndViewsOfOthersAreNoted() throws {
    try home.run("CREATE TABLE mine(x); CREATE VIEW theirs AS SELECT * FROM reading")
    let report = try home.cache.check()
    #expect(report.findings == [])
    #expect(report.notes == ["of other programs, and left alone: table 'mine', view 'theirs'"])
  }

  /// Of a row that is not what was written nothing is made that would pass for sound.
  @Test func aRowThatDoesNotMatchIsMendedByAllOfItsDay() throws {
    try home.run("UPDATE reading_day SET checksum = 1 WHERE day = '2023-07-01'")
    #expect(throws: CacheError.self) {
      try store([readings("2023-07-01", [0: 150])], in: home.cache)
    }
    #expect(try home.cache.check().findings.count == 1)
    try store([readings("2023-07-01", [0: 150, 1: 200])], in: home.cache)
    #expect(try home.cache.check().findings == [])
  }

  /// The checksum is FNV-1a, here by a few lines of Python over "1|2023-07-02|[0.3,null,…]".
  @Test func theChecksumIsAsDocumented() throws {
    let tool = try SQLiteTool(path: home.path)
    #expect(
      try tool.rows("SELECT checksum FROM reading_day WHERE day = '2023-07-02'") == [
        "3368127796610677324"
      ])
    #expect(try tool.rows("SELECT checksum FROM rate_day") == ["-1359562213237888635"])
  }

  /// A trigger of somebody else is never run, and a view in the place of a table never read.
  @Test func whatOthersPutInDoesNotRun() throws {
    try home.run(
      "CREATE TRIGGER spy AFTER INSERT ON saved_query BEGIN DELETE FROM reading_day; END")
    let error = #expect(throws: CacheError.self) {
      try home.cache.write { _ = try $0.store(SavedQuery(name: "q", text: "define q = usage")) }
    }
    #expect(error == .foreignTrigger(path: home.path, name: "spy"))
    #expect(try home.cache.catalog().meters.count == 1)
    try home.run(
      "DROP TRIGGER spy; ALTER TABLE saved_query RENAME TO other; "
        + "CREATE VIEW saved_query AS SELECT name, text FROM other")
    let refusal = #expect(throws: CacheError.self) { try Cache(path: home.path) }
    #expect(refusal?.description.contains("view 'saved_query' stands where") == true)
  }
}
