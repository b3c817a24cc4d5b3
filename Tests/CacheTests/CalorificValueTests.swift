import Cache
import EnergyModel
import QueryEngine
import TestSupport
import Testing

@Suite struct CalorificValueTests {
  private let folder: Folder
  private let cache: Cache
  private let path: String

  init() throws {
    folder = try Folder()
    path = folder.path("a.sqlite")
    cache = try Cache(path: path)
  }

  private func value(_ from: String, _ value: Int64) throws -> CalorificValue {
    CalorificValue(from: try day(from), value: value)
  }

  @Test func theyComeByDayAndReplaceTheirOwn() throws {
    #expect(try cache.catalog().calorificValues == [])
    for entry in try [
      value("2023-07-01", 39_500_000), value("2022-12-31", 38_000_000),
      value("2023-07-01", 39_300_001),
    ] {
      try cache.write { try $0.store(entry) }
    }
    let expected = try [value("2022-12-31", 38_000_000), value("2023-07-01", 39_300_001)]
    #expect(try cache.catalog().calorificValues == expected)
    #expect(
      try SQLiteTool(path: path).rows("SELECT valid_from, value FROM calorific_value ORDER BY 1")
        == ["2022-12-31|38000000", "2023-07-01|39300001"])
  }

  @Test(arguments: [
    "UPDATE calorific_value SET value = 39", "UPDATE calorific_value SET value = -39500000",
    "UPDATE calorific_value SET value = 9223372036854775807",
    "UPDATE calorific_value SET valid_from = '2023-02-30'",
    "UPDATE calorific_value SET valid_from = ''",
  ])
  func damageIsNamed(sql: String) throws {
    try cache.write { try $0.store(value("2023-07-01", 39_500_000)) }
    try SQLiteTool(path: path).run(sql)
    let error = #expect(throws: CacheError.self) { try cache.catalog() }
    #expect(error?.description.hasPrefix("the cache is damaged: calorific_value '") == true)
  }

  /// A cache from before there were any is brought up to date, with what is in it.
  @Test func anOlderCacheIsUpgraded() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    try SQLiteTool(path: path).run(
      """
      DROP TABLE calorific_value;
      DELETE FROM grdb_migrations WHERE identifier LIKE '4:%'
      """)
    let upgraded = try Cache(path: path)
    #expect(try upgraded.catalog().calorificValues == [])
    try upgraded.write { try $0.store(value("2023-07-01", 39_500_000)) }
    #expect(try upgraded.catalog().calorificValues == [value("2023-07-01", 39_500_000)])
    #expect(try upgraded.catalog().meters.count == 1)
  }
}
