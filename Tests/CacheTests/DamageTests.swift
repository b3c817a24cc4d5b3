import Cache
import EnergyModel
import Foundation
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Whatever another program puts into the file, it is refused with its row named: nothing ends the
/// program, and nothing is taken for what it only resembles.
@Suite struct DamageTests {
  /// Something of everything, in a file whose tables no longer say what may stand in them.
  private func looseCache(_ sql: String) throws -> (folder: Folder, cache: Cache) {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    let cache = try Cache(path: path)
    try store([readings("2023-07-01", [0: 1])], in: cache, log: "a.json")
    try store([readings("2023-07-01", [0: 2])], in: cache, log: "b.json")
    try cache.write { writer in
      try writer.store(try sampleTariff("Go"))
      try writer.store(
        Tariff(name: "Agile", unit: .electricityImportingKWh, kind: .dated))
      _ = try writer.store(
        [
          DatedRate(
            validFrom: Instant(seconds: 0), validTo: nil, paymentMethod: nil,
            excludingVAT: nil, includingVAT: Rate(micropence: 5))
        ], .unit, of: "Agile")
      _ = try writer.store(SavedQuery(name: "q", text: "define q = usage all"))
      try writer.store(CalorificValue(from: try day("2023-01-01"), value: 39_500_000))
    }
    let tool = try SQLiteTool(path: path)
    try tool.run(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(replace(sql, ' STRICT', ''), ' NOT NULL', '');
      """)
    try tool.run("UPDATE sqlite_schema SET sql = replace(sql, '), WITHOUT', ') WITHOUT')")
    try tool.close()
    let other = try SQLiteTool(path: path)
    try other.run("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; " + sql)
    try other.close()
    return (folder, try Cache(path: path))
  }

  /// What reading all of the file says.
  private func error(_ cache: Cache) throws -> String? {
    do {
      let catalog = try cache.catalog()
      _ = try cache.rateExtents()
      _ = try cache.imports()
      _ = try cache.savedQueries()
      _ = try cache.datedRates(of: "Agile", .unit, overlapping: .always)
      _ = try cache.paymentMethods(of: "Agile", overlapping: .always)
      for record in catalog.meters {
        _ = try cache.revisions(meter: record.meter.id, halfHours: 0..<10_000_000)
        try cache.scan(meter: record.meter.id, days: 0..<100_000) { _, _ in }
      }
      return nil
    } catch let error as CacheError {
      return error.description
    }
  }

  @Test func aSoundFileIsRead() throws {
    let (folder, cache) = try looseCache("")
    #expect(try error(cache) == nil)
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: [
    ("UPDATE meter_point SET flow = NULL", "meter_point 1 has nothing as flow"),
    ("UPDATE meter_point SET number = x'00ff'", "meter_point 1 has a blob as number"),
    ("UPDATE meter SET serial = NULL", "meter 1 has nothing as serial"),
    ("UPDATE meter SET unit = x'07'", "meter 1 has a blob as unit"),
    ("UPDATE meter SET meter_point_id = 'x'", "meter 1 has a text as meter_point_id"),
    ("UPDATE tariff SET name = NULL WHERE id = 1", "tariff NULL has nothing as name"),
    ("UPDATE tariff SET is_secondary = 'x' WHERE id = 1", "tariff 'Go' has a text as is_secondary"),
    (
      "UPDATE tariff SET standing_charge = 1.5 WHERE id = 1",
      "tariff 'Go' has a number with decimals as standing_charge"
    ),
    (
      "UPDATE tariff SET valid_from = '0000-01-01' WHERE id = 1",
      "tariff 'Go' has the date '0000-01-01'"
    ),
    ("UPDATE tariff_band SET rate = 'x'", "tariff_band 1, 0 has a text as rate"),
    ("UPDATE tariff_band SET tariff_id = 'x'", "tariff_band 'x', 0 has a text as tariff_id"),
    ("UPDATE calorific_value SET value = 'x'", "calorific_value '2023-01-01' has a text as value"),
    (
      "UPDATE dated_rate SET including_vat = NULL",
      "dated_rate 1 has a time or price that can't be"
    ),
    ("UPDATE dated_rate SET including_vat = 'x'", "dated_rate 1 has a text as including_vat"),
    (
      // A half-hour before the year 1, which no stamp can say.
      "UPDATE dated_rate SET valid_from = -62135598600", "dated_rate 1 has a time that can't be"
    ),
    ("UPDATE saved_query SET text = NULL", "saved_query 'q' has nothing as text"),
    ("UPDATE import_log SET new = 'x' WHERE id = 2", "import_log 2 has a text as new"),
    (
      "UPDATE import_log SET at = 9223372036854775807 WHERE id = 2",
      "import_log 2 has a time that can't be"
    ),
    (
      "UPDATE reading_revision SET previous = 'x'",
      "reading_revision of meter_id 1, 1688169600 has a text as previous"
    ),
    ("UPDATE reading_day SET readings = NULL", "reading_day '2023-07-01' has nothing as readings"),
  ])
  func aValueOfAnotherKindIsNamed(sql: String, message: String) throws {
    let (folder, cache) = try looseCache(sql)
    #expect(try error(cache) == "the cache is damaged: \(message)")
    withExtendedLifetime(folder) {}
  }
}
