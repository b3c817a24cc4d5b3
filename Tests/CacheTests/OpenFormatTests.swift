import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// What language §9 promises to other programs that open the file.
@Suite struct OpenFormatTests {
  @Test func tablesAndViewAreAsPromised() throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try store([readings("2023-07-01", [1: 250, 47: 2_500_000])], in: cache)
    try cache.write { writer in
      let gas = try writer.addPoint(number: "3900001", flow: .gas)
      try writer.setAlias("Boiler", of: gas)
      let meter = try writer.addMeter(serial: "G7", unit: .m3, to: gas)
      _ = try writer.store([readings("2023-07-02", [0: 0])], of: meter)
    }
    let tool = try SQLiteTool(path: folder.path("a.sqlite"))
    #expect(
      try tool.rows("SELECT id, number, flow, alias FROM meter_point ORDER BY id") == [
        "1|1900000000001|import|", "2|3900001|gas|Boiler",
      ])
    #expect(
      try tool.rows("SELECT id, meter_point_id, serial, unit FROM meter ORDER BY id") == [
        "1|1|S1|kWh", "2|2|G7|m3",
      ])
    let nulls = Array(repeating: "null", count: 45).joined(separator: ",")
    #expect(
      try tool.rows("SELECT meter_id, day, readings FROM reading_day ORDER BY meter_id") == [
        "1|2023-07-01|[null,0.25,\(nulls),2500]",
        "2|2023-07-02|[0,null,null,\(nulls)]",
      ])
    // 2023-07-01T00:30Z, 23:30Z and 2023-07-02T00:00Z, by date -u +%s.
    #expect(
      try tool.rows(
        "SELECT meter_id, number, serial, starts_at, quantity, unit FROM reading ORDER BY starts_at"
      ) == [
        "1|1900000000001|S1|1688171400|0.00025|kWh", "1|1900000000001|S1|1688254200|2.5|kWh",
        "2|3900001|G7|1688256000|0.0|m3",
      ])
  }

  /// Rows that another program wrote are read, with the blanks that its JSON writer leaves.
  @Test func rowsOfOtherPrograms() throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try store([readings("2023-07-01", [0: 1000])], in: cache)
    let tool = try SQLiteTool(path: folder.path("a.sqlite"))
    let items = (0..<48).map { $0 == 10 ? "7.5" : $0 == 11 ? "8.0" : "null" }
    let nothing = Array(repeating: "null", count: 48).joined(separator: ",")
    try tool.run(
      """
      INSERT INTO reading_day(meter_id, day, readings) VALUES
        (1, '2023-06-20', '[\(items.joined(separator: ", "))]');
      INSERT INTO reading_day(meter_id, day, readings) VALUES
        (1, '2023-06-10', '[\(nothing)]'), (1, '2023-07-10', '[\(nothing)]')
      """)
    let catalog = try cache.catalog()
    #expect(try ask("usage all", catalog, cache).lines == ["0.0165"])
    // Days without any reading are no first or newest day.
    let (first, last) = (try day("2023-06-20").number * 48 + 10, try day("2023-07-01").number * 48)
    #expect(catalog.meters.map(\.readings) == [first...last])
  }

  @Test(arguments: [
    ("2023-06-20", "[1,2,3]"), ("2023-06-20", "nonsense"), ("2023-06-31", ""), ("2023-06-2", ""),
    ("2023-06-20x", ""), ("2023-06/20", ""),
  ])
  func damagedRowsAreNamed(day: String, readings: String) throws {
    let cache = try damagedCache(day: day, readings: readings)
    let catalog = try cache.catalog()
    let error = #expect(throws: CacheError.self) { try ask("usage all", catalog, cache) }
    #expect(error?.description.contains("reading_day of meter_id 1, day '\(day)'") == true)
  }

  @Test(arguments: [
    ("2023-08-31", "[1]"), ("2023-09-31", ""), ("2023-6-20", ""), ("", ""), ("zz", ""),
  ])
  func damagedRowsAtTheEdgeAreNamed(day: String, readings: String) throws {
    let cache = try damagedCache(day: day, readings: readings)
    let error = #expect(throws: CacheError.self) { try cache.catalog() }
    #expect(error?.description.contains("reading_day of meter_id 1, day '\(day)'") == true)
  }

  @Test(arguments: [
    "UPDATE tariff SET unit = 'candles'", "UPDATE tariff SET valid_from = '2023-02-30'",
    "UPDATE tariff_band SET ends_minute = 45", "UPDATE tariff_band SET ends_minute = 1500",
    "UPDATE tariff_band SET starts_minute = -30", "INSERT INTO tariff_band VALUES (1, 30, 60, 5)",
    "UPDATE tariff_band SET rate = 9223372036854775807",
    "UPDATE tariff SET default_rate = -9223372036854775807 - 1",
    "UPDATE tariff SET standing_charge = 9000000000000000000",
  ])
  func damagedTariffsAreNamed(sql: String) throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try cache.write { try $0.store(sampleTariff("Go")) }
    #expect(try cache.catalog().tariffs == [try sampleTariff("Go")])
    try SQLiteTool(path: folder.path("a.sqlite")).run(sql)
    let error = #expect(throws: CacheError.self) { try cache.catalog() }
    #expect(error?.description.hasPrefix("the cache is damaged: tariff 'Go' ") == true)
  }

  /// Sound days from 2023-06-01 to 2023-07-30 and one that isn't.
  private func damagedCache(day: String, readings: String) throws -> Cache {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try store(
      [CacheTests.readings("2023-06-01", [0: 1]), CacheTests.readings("2023-07-30", [0: 1])],
      in: cache)
    let sound = "[" + Array(repeating: "null", count: 47).joined(separator: ",") + ",1]"
    try SQLiteTool(path: folder.path("a.sqlite")).run(
      """
      INSERT INTO reading_day(meter_id, day, readings)
      VALUES (1, '\(day)', '\(readings.isEmpty ? sound : readings)')
      """)
    return cache
  }
}
