import Cache
import EnergyModel
import Foundation
import QueryEngine
import Tariffs
import TestSupport
import Testing

@Suite struct TariffTermsTests {
  /// A tariff of three terms, in a bundle.
  private func tariff() throws -> Tariff {
    var tariff = try sampleTariff("Go")
    tariff.bundle = "night"
    tariff.setTerms(
      TariffTerms(
        from: try day("2023-10-01"),
        bands: try BandTariff(
          bands: [
            Band(start: 1410, end: 330, rate: Rate(micropence: 8_000_000)),
            Band(start: 960, end: 1140, rate: Rate(micropence: 35_000_000)),
          ]), standingCharge: Rate(micropence: 50_000_000)))
    tariff.setTerms(
      TariffTerms(
        from: try day("2023-07-01"), bands: BandTariff(flat: Rate(micropence: -1)),
        standingCharge: nil))
    return tariff
  }

  @Test func whatIsStoredIsReadAgain() throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    var tariff = try tariff()
    let other = try sampleTariff("other")
    try cache.write { writer in
      try writer.store(tariff)
      try writer.store(other)
    }
    #expect(try cache.catalog().tariffs == [tariff, other])
    // What replaces a tariff replaces its terms.
    tariff.end(before: try day("2023-08-01"))
    try cache.write { try $0.store(tariff) }
    #expect(try cache.catalog().tariffs == [tariff, other])
    try cache.write { try $0.drop(tariff) }
    let tool = try SQLiteTool(path: folder.path("a.sqlite"))
    for table in ["tariff_term", "tariff_term_band"] {
      #expect(try tool.rows("SELECT count(*) FROM \(table)") == ["0"])
    }
  }

  /// Tariffs of caches from before have the terms that they had.
  @Test func olderCaches() throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    let tariff = try sampleTariff("Go")
    try Cache(path: path).write { try $0.store(tariff) }
    let tool = try SQLiteTool(path: path)
    try tool.run(
      """
      DROP TABLE tariff_term_band;
      DROP TABLE tariff_term;
      ALTER TABLE tariff DROP COLUMN bundle;
      DELETE FROM grdb_migrations WHERE identifier LIKE '11:%'
      """)
    try tool.close()
    let cache = try Cache(path: path)
    #expect(try cache.catalog().tariffs == [tariff])
    try cache.write { try $0.store(try self.tariff()) }
    #expect(try cache.catalog().tariffs == [try self.tariff()])
  }

  @Test(arguments: [
    ("UPDATE tariff_term SET valid_from = 'soon'", "has the date 'soon'"),
    ("UPDATE tariff_term SET valid_from = '2022-01-01'", "has terms from 2022-01-01 that can't be"),
    ("UPDATE tariff SET kind = 'dated'", "has terms from 2023-07-01 that can't be"),
    ("UPDATE tariff_term_band SET ends_minute = 7", "makes no sense"),
    ("UPDATE tariff_term SET standing_charge = 999999999999999999", "has a rate of"),
  ])
  func damageIsNamed(sql: String, reason: String) throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    try Cache(path: path).write { try $0.store(try tariff()) }
    let tool = try SQLiteTool(path: path)
    try tool.run(
      "UPDATE tariff_term_band SET valid_from = '2023-07-01'; "
        + "DELETE FROM tariff_term WHERE valid_from > '2023-08'; PRAGMA foreign_keys = OFF; " + sql)
    try tool.close()
    let error = #expect(throws: CacheError.self) { try Cache(path: path).catalog() }
    #expect("\(try #require(error))".contains(reason), "\(error.map { "\($0)" } ?? "")")
  }
}
