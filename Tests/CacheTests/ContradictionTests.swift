import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Rows that point to nothing, or contradict each other, are refused and named.
@Suite struct ContradictionTests {
  private let folder: Folder
  private let cache: Cache
  private let path: String

  /// A day at 7.5p by agreement, and a tariff with rates of two days.
  init() throws {
    folder = try Folder()
    path = folder.path("a.sqlite")
    cache = try Cache(path: path)
    try store([readings("2023-07-01", [0: 1_000_000])], in: cache, log: "a.json")
    func row(_ from: String, _ to: String) throws -> DatedRate {
      DatedRate(
        validFrom: try midnight(from), validTo: try midnight(to), paymentMethod: nil,
        excludingVAT: nil, includingVAT: Rate(micropence: 20_000_000))
    }
    let rows = try [row("2023-07-01", "2023-07-02"), row("2023-07-02", "2023-07-03")]
    try cache.write { writer in
      try writer.store(sampleTariff("Go"))
      try writer.store(
        Agreement(
          meterPointID: 1, tariff: "Go", from: midnight("2023-06-01"), until: nil))
      try writer.store(Tariff(name: "dated", unit: .electricityImportingKWh, kind: .dated))
      _ = try writer.store(rows, .unit, of: "dated")
    }
  }

  private func refusal(_ query: String) -> String {
    do {
      return "\(try ask(query, cache.catalog(), cache).lines)"
    } catch {
      return "\(error)"
    }
  }

  @Test func soundRowsAreRead() throws {
    #expect(refusal("cost all") == #"["1,0.075"]"#)
    #expect(refusal("cost all on dated") == #"["1,0.2"]"#)
    let tool = try SQLiteTool(path: path)
    // Rows of another way of paying may hold at the same time.
    try tool.run(
      """
      INSERT INTO dated_rate(tariff_id, kind, valid_from, valid_to, payment_method, including_vat)
      SELECT tariff_id, kind, valid_from, valid_to, 'DIRECT_DEBIT', 21000000 FROM dated_rate
      """)
    #expect(refusal("cost all on dated") == #"["1,0.21"]"#)
  }

  /// Without the agreement the other tariff would price it.
  @Test func anAgreementOnAMissingTariff() throws {
    try SQLiteTool(path: path).run(
      "PRAGMA foreign_keys = OFF; UPDATE agreement SET tariff_id = 99")
    #expect(
      refusal("cost all")
        == "the cache is damaged: agreement of meter_point 1, 1685574000 is on "
        + "tariff 99, which is not there")
  }

  @Test func anAgreementAtNoTime() throws {
    try SQLiteTool(path: path).run("UPDATE agreement SET valid_until = 9223372036854775807")
    #expect(refusal("cost all").hasSuffix("1, 1685574000 has a time that can't be"))
  }

  @Test func anAgreementFromNoTime() throws {
    try SQLiteTool(path: path).run("UPDATE agreement SET valid_from = -99999999999999")
    #expect(refusal("cost all").hasSuffix("1, -99999999999999 has a time that can't be"))
  }

  /// Each would be answered from: what is bought would be priced by what is paid for export, and a
  /// name would mean whichever comes first.
  @Test(arguments: [
    (
      "UPDATE tariff SET unit = 'electricity_exporting_kwh' WHERE name = 'Go'",
      "agreement of meter_point 1, 1685574000 is on a tariff for export, at a meter point for import"
    ),
    ("UPDATE meter SET unit = 'm3'", "meter 1 counts m3, which no meter for import does"),
    (
      "UPDATE reading_day SET day = '2150-07-04'",
      "reading_day of meter_id 1, day '2150-07-04' is outside 1970 to 2099"
    ),
    (
      "INSERT INTO meter_point VALUES (2, '1900000000027', 'export', '1900000000001')",
      "meter_point 2 has the alias '1900000000001', the number of meter_point 1"
    ),
    (
      "UPDATE meter_point SET alias = 'é'; "
        + "INSERT INTO meter_point VALUES (2, '1900000000027', 'export', 'É')",
      "meter_point 2 has the alias 'É', which meter_point 1 has but for case"
    ),
    (
      "UPDATE tariff SET currency = 'Gbp' WHERE name = 'Go'",
      "tariff 'Go' has the currency 'Gbp', expected three capital letters"
    ),
    (
      "UPDATE tariff SET kind = 'registers', night_until = 60 WHERE name = 'Go'",
      "tariff 'Go' has no night: it has one end only"
    ),
    (
      "UPDATE meter_point SET number = number || char(0)",
      "meter_point 1 has a text as number that is not UTF-8 or has a NUL in it"
    ),
  ])
  func aRowThatIsAnsweredFromWrongly(sql: String, message: String) throws {
    try SQLiteTool(path: path).run(sql)
    #expect(refusal("cost all") == "the cache is damaged: " + message)
  }

  /// Of gas either unit may be priced, as rates are per kWh.
  @Test func aGasTariffPricesEitherUnit() throws {
    try SQLiteTool(path: path).run(
      """
      UPDATE meter_point SET number = '7000000033', flow = 'gas';
      UPDATE tariff SET unit = 'gas_importing_m3' WHERE name = 'Go'
      """)
    #expect(refusal("cost gas all") == #"["1,0.075"]"#)
    #expect(try cache.check().findings == [])
  }

  /// A time before the year 1 can't be written.
  @Test func aTimeOfChangesLetGoThatCannotBe() throws {
    try SQLiteTool(path: path).run("INSERT INTO changes_let_go VALUES (1, -99999999999999)")
    let error = #expect(throws: CacheError.self) { try cache.changes() }
    #expect(error == .damaged(row: "changes_let_go 1", reason: "has a time that can't be"))
  }

  @Test func aRevisionBetweenHalfHours() throws {
    try store([readings("2023-07-01", [0: 2_000_000])], in: cache, log: "b.json")
    try SQLiteTool(path: path).run("UPDATE reading_revision SET starts_at = starts_at + 1")
    #expect(
      refusal("readings all with revisions")
        == "the cache is damaged: reading_revision of meter_id 1, 1688169601 has a time that can't be"
    )
    #expect(throws: CacheError.self) { try cache.revisions() }
  }

  /// Its readings would be left out of every sum.
  @Test func aMeterOfNoMeterPoint() throws {
    try SQLiteTool(path: path).run(
      "PRAGMA foreign_keys = OFF; UPDATE meter SET meter_point_id = 99")
    #expect(
      refusal("usage all")
        == "the cache is damaged: meter 1 is at meter_point 99, which is not there")
  }

  @Test(arguments: [
    // By an hour, for ever, and the same row twice.
    "UPDATE dated_rate SET valid_from = valid_from - 3600 WHERE id = 2",
    "UPDATE dated_rate SET valid_to = NULL WHERE id = 1",
    "UPDATE dated_rate SET valid_from = NULL WHERE id = 2",
    """
    INSERT INTO dated_rate(tariff_id, kind, valid_from, valid_to, including_vat)
    SELECT tariff_id, kind, valid_from, valid_to, including_vat FROM dated_rate WHERE id = 1
    """,
  ])
  func ratesThatOverlap(sql: String) throws {
    try SQLiteTool(path: path).run(sql)
    let text = refusal("cost from 2023-07-01 to 2023-07-03 on dated")
    #expect(text.hasPrefix("the cache is damaged: dated_rate "), "\(text)")
    #expect(text.contains(" overlaps row "), "\(text)")
    // What is not priced by them does not suffer.
    #expect(refusal("cost all on Go") == #"["1,0.075"]"#)
  }

  /// New rates are not put beside such rows either.
  @Test func ratesThatOverlapAreNotExtended() throws {
    try SQLiteTool(path: path).run("UPDATE dated_rate SET valid_to = NULL WHERE id = 1")
    #expect(throws: CacheError.self) {
      try cache.write { _ = try $0.store([], .unit, of: "dated") }
    }
  }

  @Test func aRateThatEndsBeforeItBegins() throws {
    try SQLiteTool(path: path).run(
      "UPDATE dated_rate SET valid_to = valid_from - 1800 WHERE id = 1")
    #expect(
      refusal("rates from 2023-06-30 to 2023-07-02 on dated").contains("dated_rate 1 has a time"))
  }

  @Test func aRevisionOfNoImport() throws {
    try store([readings("2023-07-01", [0: 2_000_000])], in: cache, log: "b.json")
    #expect(refusal("readings all with revisions").contains("2,Go") == true)
    try SQLiteTool(path: path).run("PRAGMA foreign_keys = OFF; DELETE FROM import_log")
    #expect(
      refusal("readings all with revisions")
        == "the cache is damaged: reading_revision of meter_id "
        + "1, 1688169600 is of import 2, which is not there")
    #expect(throws: CacheError.self) { try cache.revisions() }
  }

  /// Days of agreements become Britain's midnights: 23:00 UTC in summer.
  @Test func agreementsByDayBecomeInstants() throws {
    try SQLiteTool(path: path).run(
      """
      DROP TABLE agreement;
      CREATE TABLE agreement(
        meter_point_id INTEGER NOT NULL REFERENCES meter_point(id) ON DELETE CASCADE,
        tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
        valid_from TEXT NOT NULL,
        valid_until TEXT,
        PRIMARY KEY (meter_point_id, valid_from)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO agreement VALUES
        (1, 1, '2023-07-01', '2023-11-01'), (1, 1, '2023-11-01', NULL),
        (1, 1, '1970-01-01', '1970-01-02');
      DELETE FROM grdb_migrations WHERE identifier LIKE '8:%'
      """)
    let upgraded = try Cache(path: path)
    let times = try upgraded.catalog().agreements.map { [$0.from.seconds, $0.until?.seconds] }
    #expect(
      times == [[-3600, 82_800], [1_688_166_000, 1_698_796_800], [1_698_796_800, nil]])
  }
}
