import Cache
import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// A day of costs in pence, by slot.
private func costs(
  _ iso: String, _ amounts: [Int: String], standing: [Int: String] = [:]
) throws -> SupplierCosts {
  func number(_ text: String?) throws -> Int128? {
    try text.map { try #require(DecimalText.digits(of: $0.utf8, scale: 20)).value }
  }
  let day = try (0..<48).map { slot in
    SupplierCost(amount: try number(amounts[slot]), standing: try number(standing[slot]))
  }
  return SupplierCosts([try CacheTests.day(iso).number: CompactCostDay(day)])
}

/// The supplier's own costs in the cache.
@Suite struct SupplierCostTests {
  private let folder: Folder
  private let cache: Cache
  private let meter: Meter
  private var path: String { folder.path("a.sqlite") }

  init() throws {
    folder = try Folder()
    cache = try Cache(path: folder.path("a.sqlite"))
    try CacheTests.store([readings("2023-07-01", [0: 1, 1: 1, 2: 1])], in: cache)
    meter = try #require(cache.catalog().meters.first).meter
  }

  private func store(_ costs: SupplierCosts, log source: String) throws -> MergeCounts {
    try cache.write { writer in
      let stored = try writer.store(costs, of: meter)
      try writer.log(
        source: source, at: Instant(seconds: 1_700_000_000), counts: stored.counts, revisions: [],
        costs: stored.revisions)
      return stored.counts
    }
  }

  private func counts(_ counts: MergeCounts) -> [Int] {
    [counts.new, counts.same, counts.revised]
  }

  private func stored() throws -> SupplierCosts {
    let day = try day("2023-07-01").number
    return try cache.supplierCosts(of: meter.id, days: day..<day + 1)
  }

  /// The contract, §9; 1688169600 is 2023-07-01T00:00Z by date -u +%s.
  @Test func tableAndViewAreAsPromised() throws {
    let amounts = [0: "6.45", 1: "-0.00000000000000000001"]
    let whole = try costs("2023-07-01", amounts, standing: [1: "1.25", 2: "2"])
    #expect(counts(try store(whole, log: "a.csv")) == [3, 0, 0])
    #expect(try stored() == whole)
    let tool = try SQLiteTool(path: path)
    #expect(
      try tool.rows("SELECT meter_id, day, amounts, standing FROM supplier_cost_day") == [
        "1|2023-07-01|[6.45,-0.00000000000000000001,null,\(nulls45)]|[null,1.25,2,\(nulls45)]"
      ])
    #expect(
      try tool.rows(
        """
        SELECT meter_id, number, starts_at, round(amount_gbp, 4), standing_gbp FROM supplier_cost
        ORDER BY starts_at
        """) == [
          "1|1900000000001|1688169600|0.0645|", "1|1900000000001|1688171400|-0.0|0.0125",
          "1|1900000000001|1688173200||0.02",
        ])
  }

  @Test func revisionsAreLogged() throws {
    let first = try costs("2023-07-01", [0: "6.45", 1: "5", 2: "4"])
    #expect(counts(try store(first, log: "a.csv")) == [3, 0, 0])
    #expect(counts(try store(first, log: "a.csv")) == [0, 3, 0])
    // One is the same, one has its share of the standing charge too, one differs.
    let second = try costs(
      "2023-07-01", [0: "6.450", 1: "5", 2: "4.5"], standing: [1: "1", 2: "1"])
    #expect(counts(try store(second, log: "b.csv")) == [1, 1, 1])
    // What is not said stays.
    #expect(
      counts(try store(costs("2023-07-01", [:], standing: [2: "2"]), log: "c.csv")) == [0, 0, 1])
    #expect(
      try stored()
        == costs("2023-07-01", [0: "6.45", 1: "5", 2: "4.5"], standing: [1: "1", 2: "2"]))
    #expect(
      try SQLiteTool(path: path).rows("SELECT * FROM supplier_cost_revision ORDER BY 1") == [
        "2|1|1688173200|4|", "3|1|1688173200|4.5|1",
      ])
    #expect(try cache.imports().map(\.source) == ["a.csv", "b.csv", "c.csv"])
    let halfHour = try day("2023-07-01").number * 48 + 2
    #expect(
      try cache.revisions().map(\.subject)
        == Array(
          repeating: .supplierCosts(point: 1, count: 1, halfHours: halfHour...halfHour), count: 2))
  }

  @Test func theyGoWithTheirMeter() throws {
    _ = try store(costs("2023-07-01", [0: "6.45"]), log: "a.csv")
    let point = try #require(cache.catalog().points.first)
    try cache.write { try $0.drop(point) }
    #expect(try SQLiteTool(path: path).rows("SELECT count(*) FROM supplier_cost_day") == ["0"])
  }

  @Test func olderCaches() throws {
    let tool = try SQLiteTool(path: path)
    try tool.run(
      """
      DROP VIEW supplier_cost;
      DROP TABLE supplier_cost_revision;
      DROP TABLE supplier_cost_day;
      DROP TRIGGER reading_day_changed;
      DROP TRIGGER rate_day_changed;
      ALTER TABLE reading_day DROP COLUMN checksum;
      ALTER TABLE rate_day DROP COLUMN checksum;
      DELETE FROM grdb_migrations WHERE identifier LIKE '12:%' OR identifier LIKE '13:%'
      """)
    try tool.close()
    let cache = try Cache(path: path)
    #expect(try cache.supplierCosts(of: meter.id, days: 0..<100_000).isEmpty)
    try cache.write { _ = try $0.store(costs("2023-07-01", [0: "1"]), of: meter) }
    #expect(try cache.supplierCosts(of: meter.id, days: 0..<100_000).count == 1)
    let report = try cache.check()
    // The days of before have a checksum too.
    #expect(report.findings == [] && report.notes == [])
  }

  /// Other programs may leave blanks; everything else is named.
  @Test(arguments: [
    ("'2023-07-01'", "[1, -2.5, 1]", "not two arrays"), ("'2023-07-01'", "", ""),
    ("'2023-07-01'", "[1e3,null,null,\(nulls45)]", "not two arrays"),
    ("'2023-07-01'", "[01,null,null,\(nulls45)]", "not two arrays"),
    ("'2023-07-01'", "[1.,null,null,\(nulls45)]", "not two arrays"),
    ("'2023-07-01'", "[-,null,null,\(nulls45)]", "not two arrays"),
    ("'2023-07-01'", "[1000000000.1,null,null,\(nulls45)]", "not two arrays"),
    ("'2023-07-01'", "[0.000000000000000000001,null,null,\(nulls45)]", "not two arrays"),
    ("'2023-07-01'", "[1,null,null,\(nulls45)],", "not two arrays"),
    ("'2023-07-01'", "]", "not two arrays"), ("'2023-06-31'", "", "no date"),
  ])
  func damageIsNamed(day: String, amounts: String, reason: String) throws {
    let sound = "[ -7.5, 1000000000, null,\(nulls45)]"
    try SQLiteTool(path: path).run(
      """
      INSERT INTO supplier_cost_day(meter_id, day, amounts, standing)
      VALUES (1, \(day), '\(amounts.isEmpty ? sound : amounts)', '[1,2,3,\(nulls45)]')
      """)
    guard !reason.isEmpty else {
      let expected = try costs(
        "2023-07-01", [0: "-7.5", 1: "1000000000"], standing: [0: "1", 1: "2", 2: "3"])
      #expect(try stored() == expected)
      return
    }
    let error = #expect(throws: CacheError.self) {
      try cache.supplierCosts(of: meter.id, days: 19_000..<20_000)
    }
    let text = try #require(error).description
    #expect(text.contains("supplier_cost_day of meter_id 1, day \(day)"), "\(text)")
    #expect(text.contains(reason), "\(text)")
  }
}

private let nulls45 = Array(repeating: "null", count: 45).joined(separator: ",")
