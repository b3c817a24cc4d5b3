import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Rates of half an hour, which are stored a day a row, against the same rates as rows in memory.
@Suite struct RateDayTests {
  private static let queries = [
    "cost all by halfhour with coverage", "cost all by month with coverage, vat",
    "cost all by day, hour limit 90", "cost all by rate", "cost all by band", "cost all by tariff",
    "cost all by weekday where rate < 15p", "cost all by month where usage > 1 kWh",
    "cost all where cost > 10p by week with price", "cost all where tariff = agile by month",
    "cost from 2026-09-29 through 2026-10-03 by slot", "readings from 2026-09-30 to 2026-10-02",
    "rates 2026-10-01", "rates from 2026-10-24 to 2026-10-26", "cheapest 3h 2026-10",
    "dearest 90m 2026-10-25 where time 06:00-22:00", "bill 2026-10", "bill all",
    "cost all by month using bill", "cost 2026-10 by day using guide", "usage all by rate",
    "gaps all",
  ]

  /// Five weeks around the days on which VAT and then the clock changes, with half-hours that have
  /// one price or no price, are missing, or come from another file, and a day with one rate.
  private func home() throws -> MemoryHome {
    var random = SeededGenerator(seed: 77)
    var memory = MemoryHome()
    let start = try day("2026-09-24").number * 48 - 2
    let count = 36 * 48
    let meter = memory.addMeter("1900000000001")
    memory.store(
      (0..<count).map { _ in
        random.oneIn(40) ? nil : Int64.random(in: 0...2_500_000, using: &random)
      }, from: start, of: meter)
    var rates: [DatedRate] = []
    let flatDay = try day("2026-10-10").number * 48
    for halfHour in start..<start + count where !(flatDay..<flatDay + 48).contains(halfHour) {
      if random.oneIn(50) { continue }
      let excluding = Rate(micropence: Int64.random(in: -5_000...40_000, using: &random) * 1000)
      let vat = halfHour < start + 350 ? 105 : 100
      let including = Rate(micropence: excluding.micropence * Int64(vat) / 100)
      rates.append(
        DatedRate(
          validFrom: Instant(halfHour: halfHour), validTo: Instant(halfHour: halfHour + 1),
          paymentMethod: nil, excludingVAT: random.oneIn(30) ? nil : excluding,
          includingVAT: random.oneIn(25) ? nil : including,
          source: halfHour % 480 < 100 ? "a.json" : nil))
      if rates[rates.count - 1].includingVAT == nil, rates[rates.count - 1].excludingVAT == nil {
        rates[rates.count - 1].excludingVAT = excluding
      }
    }
    rates.append(
      DatedRate(
        validFrom: Instant(halfHour: flatDay), validTo: Instant(halfHour: flatDay + 48),
        paymentMethod: nil, excludingVAT: nil, includingVAT: Rate(micropence: 21_000_000)))
    memory.add(Tariff(name: "agile", unit: .electricityImportingKWh, kind: .dated))
    memory.add(rates, .unit, to: "agile")
    return memory
  }

  private func fill(_ cache: Cache, from memory: MemoryHome) throws {
    try CacheTests.fill(cache, from: memory)
    try cache.write { writer in
      let rates = memory.datedRates(of: "agile", .unit, overlapping: .always)
      _ = try writer.store(rates, .unit, of: "agile")
    }
  }

  @Test(arguments: queries)
  func daysAndRowsAgree(query: String) throws {
    let memory = try home()
    let cache = try Cache(path: ":memory:")
    try fill(cache, from: memory)
    let expected = try ask(query, memory.catalog, memory)
    #expect(try ask(query, cache.catalog(), cache) == expected)
    // The second time it is remembered.
    #expect(try ask(query, cache.catalog(), cache) == expected)
    #expect(!expected.rows.isEmpty)
  }

  @Test func rowsComeBackAsTheyWere() throws {
    let memory = try home()
    let cache = try Cache(path: ":memory:")
    try fill(cache, from: memory)
    let rows = memory.datedRates(of: "agile", .unit, overlapping: .always)
    #expect(try cache.datedRates(of: "AGILE", .unit, overlapping: .always) == rows)
    let time = TimeRange(
      start: Instant(seconds: rows[100].validFrom?.seconds ?? 0 + 60),
      end: Instant(seconds: (rows[120].validFrom?.seconds ?? 0) + 60))
    #expect(
      try cache.datedRates(of: "agile", .unit, overlapping: time)
        == memory.datedRates(of: "agile", .unit, overlapping: time))
    #expect(try cache.paymentMethods(of: "agile", overlapping: time) == [nil])
    let before = TimeRange(start: Instant(seconds: 0), end: rows[0].validFrom ?? .init(seconds: 0))
    #expect(try cache.paymentMethods(of: "agile", overlapping: before) == [])
    #expect(try cache.rateExtents()["agile"]?.count == rows.count)
    #expect(try cache.rateExtents()["agile"]?.end == rows.last?.validTo)
  }

  /// The view `rate` has one row a rate, and most of them are in few rows of the table.
  @Test func halfHoursAreStoredByTheDay() throws {
    let memory = try home()
    let folder = try Folder()
    try fill(Cache(path: folder.path("a.sqlite")), from: memory)
    let tool = try SQLiteTool(path: folder.path("a.sqlite"))
    let rows = memory.datedRates(of: "agile", .unit, overlapping: .always)
    #expect(try tool.rows("SELECT count(*) FROM rate") == [String(rows.count)])
    let sums = rows.reduce(into: (0, 0)) { sums, row in
      sums.0 += Int(row.excludingVAT?.micropence ?? 0)
      sums.1 += Int((row.validFrom?.seconds ?? 0) % 1_000_003)
    }
    #expect(
      try tool.rows("SELECT sum(excluding_vat), sum(valid_from % 1000003) FROM rate")
        == ["\(sums.0)|\(sums.1)"])
    #expect(try tool.rows("SELECT count(*) BETWEEN 35 AND 37 FROM rate_day") == ["1"])
  }

  /// Rows of caches from before are moved, and say what they said.
  @Test func oldRowsAreMoved() throws {
    let memory = try home()
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    try fill(Cache(path: path), from: memory)
    let tool = try SQLiteTool(path: path)
    try tool.run(
      """
      INSERT INTO dated_rate(
        tariff_id, kind, valid_from, valid_to, excluding_vat, including_vat, source)
      SELECT tariff_id, kind, valid_from, valid_to, excluding_vat, including_vat, source FROM rate
      WHERE valid_to = valid_from + 1800
        AND (tariff_id, valid_from) NOT IN (SELECT tariff_id, valid_from FROM dated_rate);
      DROP VIEW rate;
      DROP TABLE rate_day;
      DELETE FROM grdb_migrations WHERE identifier LIKE '10:%'
      """)
    try tool.close()
    let rows = memory.datedRates(of: "agile", .unit, overlapping: .always)
    #expect(
      try Cache(path: path).datedRates(of: "agile", .unit, overlapping: .always) == rows)
    let again = try SQLiteTool(path: path)
    #expect(try again.rows("SELECT count(*) > 30 FROM rate_day") == ["1"])
  }

  @Test(arguments: [
    ("UPDATE rate_day SET including_vat = '[1,2]'", "is not two arrays of 48 numbers"),
    ("UPDATE rate_day SET day = '2026-13-01'", "has a day that is no date"),
    (
      "UPDATE rate_day SET including_vat = replace(including_vat, 'null', '99999999999999999')",
      "has a price that can't be"
    ),
    (
      """
      INSERT INTO dated_rate(tariff_id, kind, valid_from, valid_to, including_vat)
      SELECT tariff_id, 'unit', strftime('%s', '2026-10-12') + 0, strftime('%s', '2026-10-13') + 0, 1
      FROM rate_day LIMIT 1
      """, "overlaps a dated_rate"
    ),
  ])
  func damageIsNamed(sql: String, reason: String) throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try fill(cache, from: home())
    try SQLiteTool(path: folder.path("a.sqlite")).run(
      sql.hasPrefix("UPDATE rate_day SET day") ? sql + " WHERE day = '2026-10-01'" : sql)
    let error = #expect(throws: CacheError.self) {
      try cache.datedRates(of: "agile", .unit, overlapping: .always)
    }
    let text = error?.description ?? ""
    #expect(
      text.hasPrefix("the cache is damaged: rate_day of tariff 'agile', day '2026-")
        && text.hasSuffix(reason), "\(text)")
  }

  /// What is remembered holds until somebody writes, and inside a transaction nothing is.
  @Test func otherProgramsAreSeen() throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try fill(cache, from: home())
    func answers() throws -> [String] {
      try ["usage all", "cost 2026-10-12"].flatMap { try ask($0, cache.catalog(), cache).lines }
    }
    let before = try answers()
    #expect(try answers() == before)
    let tool = try SQLiteTool(path: folder.path("a.sqlite"))
    try tool.run("DELETE FROM reading_day WHERE day = '2026-10-12'")
    let after = try answers()
    #expect(after[0] != before[0] && after[1] != before[1])
    struct Undone: Error {}
    #expect(throws: Undone.self) {
      try cache.write { writer in
        let meter = try #require(cache.catalog().meters.first?.meter)
        _ = try writer.store([readings("2026-10-12", [0: 5_000_000])], of: meter)
        #expect(try ask("usage all", cache.catalog(), cache).lines != after)
        throw Undone()
      }
    }
    #expect(try answers() == after)
  }
}
