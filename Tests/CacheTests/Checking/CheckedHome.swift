import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// A cache with something of everything that `check` looks at.
struct CheckedHome {
  let folder: Folder
  let cache: Cache
  var path: String { folder.path("a.sqlite") }

  init() throws {
    folder = try Folder()
    cache = try Cache(path: folder.path("a.sqlite"))
    try store(
      [readings("2023-07-01", [0: 100, 1: 200]), readings("2023-07-02", [0: 300])], in: cache,
      log: "a.json")
    try store([readings("2023-07-01", [0: 150])], in: cache, log: "b.json")
    let meter = try #require(cache.catalog().meters.first).meter
    let first = try day("2023-07-01").number
    try cache.write { writer in
      try writer.store(try sampleTariff("Go"))
      try writer.store(Tariff(name: "Agile", unit: .electricityImportingKWh, kind: .dated))
      let rates = (first * 48..<first * 48 + 48).map { halfHour in
        DatedRate(
          validFrom: Instant(halfHour: halfHour), validTo: Instant(halfHour: halfHour + 1),
          paymentMethod: nil, excludingVAT: nil,
          includingVAT: Rate(micropence: Int64(halfHour % 48) * 1_000_000), source: "rates.json")
      }
      _ = try writer.store(rates, .unit, of: "Agile")
      var costs = SupplierCostDay.blank
      costs[0] = SupplierCost(amount: 645, standing: nil)
      _ = try writer.store(SupplierCosts([first: CompactCostDay(costs)]), of: meter)
      try writer.store(
        Agreement(
          meterPointID: meter.meterPointID, tariff: "Go", from: midnight("2023-07-01"),
          until: midnight("2023-08-01")))
    }
    cache.settle()
  }

  /// Does to the file what another program might do.
  func run(_ sql: String) throws {
    let tool = try SQLiteTool(path: path)
    try tool.run(sql)
    try tool.close()
  }
}
