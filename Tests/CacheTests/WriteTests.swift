import Cache
import EnergyModel
import Foundation
import QueryEngine
import Tariffs
import TestSupport
import Testing

func sampleTariff(_ name: String, rate: Int64 = 7_500_000) throws -> Tariff {
  Tariff(
    name: name, unit: .electricityImportingKWh, validFrom: try day("2023-01-01"),
    kind: .bands(
      try BandTariff(
        bands: [Band(start: 0, end: 330, rate: Rate(micropence: rate))],
        defaultRate: Rate(micropence: 30_000_000))))
}

extension MergeCounts {
  fileprivate var text: String { "\(new) new, \(same) same, \(revised) revised" }
}

private struct Stop: Error {}

/// All that the file holds, table by table.
private func everything(_ path: String) throws -> [String] {
  let tool = try SQLiteTool(path: path)
  let tables = [
    "meter_point", "meter", "reading_day", "tariff", "tariff_band", "agreement", "import_log",
    "reading_revision",
  ]
  return try tables.flatMap { table in
    try tool.rows("SELECT * FROM \(table)").map { "\(table) \($0)" }
  }
}

@Suite struct WriteTests {
  private let folder: Folder
  private let cache: Cache
  private let path: String

  init() throws {
    folder = try Folder()
    path = folder.path("a.sqlite")
    cache = try Cache(path: path)
  }

  @Test func newSameAndRevisedAreCounted() throws {
    let first = try store(
      [readings("2023-07-01", [0: 1000, 1: 2000, 5: 0]), readings("2023-07-02", [47: 3000])],
      in: cache, log: "a.json")
    #expect(first.text == "4 new, 0 same, 0 revised")
    let second = try store(
      [readings("2023-07-01", [0: 1000, 1: 2500, 2: 4000, 5: 7])], in: cache, log: "b.json")
    #expect(second.text == "1 new, 1 same, 2 revised")

    let tool = try SQLiteTool(path: path)
    #expect(
      try tool.rows("SELECT source, at, new, same, revised FROM import_log ORDER BY id") == [
        "a.json|1700000000|4|0|0", "b.json|1700000000|1|1|2",
      ])
    // The values that were, in millionths, at 00:30 and 02:30.
    #expect(
      try tool.rows("SELECT import_id, meter_id, starts_at, previous FROM reading_revision") == [
        "2|1|1688171400|2000", "2|1|1688178600|0",
      ])
    #expect(
      try ask("usage 2023-07-01 by slot", cache.catalog(), cache).lines[2].hasSuffix(",0.001"))
    #expect(
      try tool.rows("SELECT quantity * 1000 FROM reading ORDER BY starts_at") == [
        "1.0", "2.5", "4.0", "0.007", "3.0",
      ])
  }

  @Test func aRevisionOfARevisionIsKeptToo() throws {
    for value in [1, 2, 3] as [Int64] {
      try store([readings("2023-07-01", [0: value])], in: cache, log: "\(value)")
    }
    let rows = try SQLiteTool(path: path).rows(
      "SELECT import_id, previous FROM reading_revision ORDER BY import_id")
    #expect(rows == ["2|1", "3|2"])
  }

  @Test func storingTwiceChangesNothing() throws {
    let days = try [
      readings("2023-07-01", [0: 1234, 7: 0]), readings("2023-07-02", [3: 5_000_001]),
    ]
    try store(days, in: cache, log: "a.json")
    let before = try everything(path)
    #expect(before.contains { $0.hasPrefix("import_log") })
    let counts = try store(days, in: cache, log: "a.json")
    #expect(counts.text == "0 new, 3 same, 0 revised")
    #expect(try everything(path) == before)
  }

  @Test func aThrowingBodyLeavesNothing() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    let before = try everything(path)
    #expect(throws: Stop.self) {
      try cache.write { writer in
        let point = try writer.addPoint(number: "1900000000002", flow: .export)
        let meter = try writer.addMeter(serial: "X", unit: .kWh, to: point)
        _ = try writer.store([readings("2023-07-01", [0: 1])], of: meter)
        try writer.store(sampleTariff("Go"))
        throw Stop()
      }
    }
    #expect(try everything(path) == before)
    #expect(try cache.catalog().points.count == 1)
    try store([readings("2023-07-01", [1: 1])], in: cache)
  }

  @Test func pretendingLeavesNothing() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    let before = try everything(path)
    let catalog = try cache.catalog()
    let counts = try store(
      [readings("2023-07-01", [0: 2, 1: 3])], in: cache, log: "a.json", pretending: true)
    #expect(counts.text == "1 new, 0 same, 1 revised")
    let number = try cache.write(pretending: true) { writer in
      try writer.store(sampleTariff("Go"))
      return try writer.addPoint(number: "1900000000002", flow: .export).number
    }
    #expect(number == "1900000000002")
    #expect(try everything(path) == before)
    #expect(try cache.catalog() == catalog)
  }

  @Test func aTariffOfTheSameNameIsReplaced() throws {
    try store([readings("2023-07-01", [0: 1_000_000])], in: cache)
    try cache.write { writer in
      try writer.store(sampleTariff("Go"))
      try writer.store(
        Agreement(meterPointID: 1, tariff: "go", from: midnight("2023-06-01"), until: nil))
    }
    #expect(try ask("cost all", cache.catalog(), cache).lines == ["1,0.075"])
    try cache.write { try $0.store(sampleTariff("GO", rate: 8_000_000)) }
    let catalog = try cache.catalog()
    #expect(catalog.tariffs.map(\.name) == ["GO"])
    #expect(catalog.agreements.map(\.tariff) == ["GO"])
    #expect(try ask("cost all", catalog, cache).lines == ["1,0.08"])
  }

  /// One in force ends on the day, later ones go; other meter points keep theirs.
  @Test func agreementsEnd() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    func agreement(_ point: Int64, _ from: String, _ until: String?) throws -> Agreement {
      Agreement(
        meterPointID: point, tariff: "Go", from: try midnight(from), until: try until.map(midnight))
    }
    let others = try [agreement(2, "2023-01-01", nil)]
    let past = try agreement(1, "2023-01-01", "2023-02-01")
    try cache.write { writer in
      try writer.store(sampleTariff("Go"))
      _ = try writer.addPoint(number: "1900000000002", flow: .import)
      let later = try [
        agreement(1, "2023-02-01", "2023-06-01"), agreement(1, "2023-06-01", "2023-07-01"),
        agreement(1, "2023-07-01", nil),
      ]
      for agreement in [past] + later + others { try writer.store(agreement) }
    }
    let later = try cache.catalog().agreements.filter { $0.meterPointID == 1 && $0 != past }
    try cache.write { writer in
      for agreement in later { try writer.end(agreement, at: midnight("2023-05-31")) }
    }
    let cut = try agreement(1, "2023-02-01", "2023-05-31")
    #expect(try cache.catalog().agreements == [past, cut] + others)
    try cache.write { try $0.end(cut, at: midnight("2023-02-01")) }
    #expect(try cache.catalog().agreements == [past] + others)
  }

  /// One that ends on the day on which it begins keeps no other from beginning there.
  @Test func anAgreementWithoutADayMakesRoom() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    let (start, empty) = (try midnight("2023-06-01"), try midnight("2023-08-01"))
    try cache.write { writer in
      try writer.store(sampleTariff("Go"))
      for instant in [start, empty] {
        try writer.store(Agreement(meterPointID: 1, tariff: "Go", from: instant, until: instant))
      }
      try writer.store(Agreement(meterPointID: 1, tariff: "Go", from: start, until: nil))
    }
    #expect(
      try cache.catalog().agreements
        == [Agreement(meterPointID: 1, tariff: "Go", from: start, until: nil)])
  }

  @Test func anAgreementNeedsItsTariff() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    let agreement = Agreement(
      meterPointID: 1, tariff: "nowhere", from: try midnight("2023-06-01"), until: nil)
    #expect(throws: CacheError.unknownTariff("nowhere")) {
      try cache.write { try $0.store(agreement) }
    }
    #expect(try cache.catalog().agreements.isEmpty)
  }

  @Test func metersAndAliasesAreFound() throws {
    try store([readings("2023-07-01", [0: 1])], in: cache)
    try cache.write { writer in
      let point = try #require(try writer.point(number: "1900000000001"))
      #expect(point.flow == .import)
      #expect(try writer.point(number: "1900000000009") == nil)
      let meter = try #require(try writer.meter(serial: "S1", of: point))
      #expect(meter.unit == .kWh)
      #expect(meter.meterPointID == point.id)
      #expect(try writer.meter(serial: "S2", of: point) == nil)
      try writer.setAlias("House", of: point)
      #expect(try writer.point(alias: "hOUSE") == "1900000000001")
      #expect(try writer.point(alias: "Attic") == nil)
    }
    #expect(try cache.catalog().points.map(\.name) == ["House"])
  }
}
