import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Two import meter points, one with a replaced meter, export with gaps, gas in m³; agreements,
/// implicit tariffs, a tariff with open hours.
private func sampleHome() throws -> MemoryHome {
  var random = SeededGenerator(seed: 2023)
  var memory = MemoryHome()
  let start = try day("2023-03-20").number * 48 + 11
  func values(_ count: Int) -> [Int64?] {
    (0..<count).map { _ in random.oneIn(30) ? nil : Int64.random(in: 0...2_500_000, using: &random)
    }
  }
  let house = memory.addMeter("1900000000002", serial: "OLD", alias: "House")
  let newer = memory.addMeter("1900000000002", serial: "NEW")
  let garage = memory.addMeter("1900000000001")
  memory.store(values(400), from: start, of: house)
  memory.store(values(2000), from: start + 450, of: newer)
  memory.store(values(900), from: start + 700, of: garage)
  memory.store(values(2400), from: start, of: memory.addMeter("1900000000003", .export))
  memory.store(
    values(300), from: start, of: memory.addMeter("3900001", .gas, unit: .m3, alias: "Boiler"))
  let night = try BandTariff(
    bands: [
      Band(start: 0, end: 300, rate: Rate(micropence: 9_123_457)),
      Band(start: 1380, end: 1440, rate: Rate(micropence: 12_000_000)),
    ])
  let flat = try BandTariff(bands: [], defaultRate: Rate(micropence: 28_340_001))
  let unit = ReadingUnit.electricityImportingKWh
  memory.add(
    Tariff(
      name: "Night saver", unit: unit, validFrom: try day("2023-03-22"), kind: .bands(night),
      standingCharge: Rate(micropence: 45_000_000), vat: .excluded, code: "E-1R-NIGHT-A"))
  memory.add(Tariff(name: "flat", unit: unit, kind: .bands(flat)))
  memory.add(
    Tariff(
      name: "out", unit: .electricityExportingKWh, validUntil: try day("2023-04-20"),
      kind: .bands(flat)))
  memory.assign("Night saver", to: house, from: try day("2023-03-21"), until: try day("2023-04-10"))
  memory.assign("flat", to: house, from: try day("2023-04-10"))
  memory.assign("flat", to: garage, from: try day("2023-03-25"), until: try day("2023-04-11"))
  return memory
}

@Suite struct SourceEqualityTests {
  private static let queries = [
    "cost import all by halfhour with coverage", "cost import all by day with coverage",
    "cost 2023-03-26 by slot with coverage", "cost all by week, meter with coverage",
    "cost import, export all by month with coverage", "usage gas all by day",
    "cost meter house all by weekday, hour",
    "cost import, export latest 9 days by flow, meter, day",
    "cost export since 2023-04-01 by daytype order by cost desc", "usage 2022 by day",
    "cost 2023-04 by day top 3", "cost all meter 1900000000001 with coverage",
  ]

  /// A query's answer doesn't hang on where the readings lie.
  @Test(arguments: queries)
  func memoryAndCacheAgree(query: String) throws {
    let memory = try sampleHome()
    let folder = try Folder()
    let expected = try ask(query, memory.catalog, memory)
    let inMemory = try Cache(path: ":memory:")
    try fill(inMemory, from: memory)
    #expect(try ask(query, inMemory.catalog(), inMemory) == expected)
    do {
      let file = try Cache(path: folder.path("a.sqlite"))
      try fill(file, from: memory)
      #expect(try ask(query, file.catalog(), file) == expected)
    }
    let reopened = try Cache(path: folder.path("a.sqlite"))
    #expect(try ask(query, reopened.catalog(), reopened) == expected)
  }

  /// The answers above are no empty ones.
  @Test func theSampleSaysSomething() throws {
    let memory = try sampleHome()
    for query in SourceEqualityTests.queries where query != "usage 2022 by day" {
      #expect(try !ask(query, memory.catalog, memory).summary.totals.isEmpty, "\(query)")
    }
  }

  @Test func namesTariffsAndAgreementsComeBack() throws {
    let memory = try sampleHome()
    let cache = try Cache(path: ":memory:")
    try fill(cache, from: memory)
    let catalog = try cache.catalog()
    #expect(Set(catalog.tariffs) == Set(memory.catalog.tariffs))
    #expect(catalog.points.map(\.number) == memory.catalog.points.map(\.number).sorted())
    #expect(
      catalog.points.map(\.alias) == [nil, "House", nil, "Boiler"])
    let serials = catalog.meters.map {
      "\($0.meter.serial) \($0.meter.unit) \($0.readings.debugDescription)"
    }
    let expected = memory.catalog.meters.map {
      "\($0.meter.serial) \($0.meter.unit) \($0.readings.debugDescription)"
    }
    #expect(serials.sorted() == expected.sorted())
    #expect(catalog.agreements.map(\.tariff).sorted() == ["Night saver", "flat", "flat"])
    #expect(Set(catalog.agreements.map(\.from)) == Set(memory.catalog.agreements.map(\.from)))
    #expect(Set(catalog.agreements.map(\.until)) == Set(memory.catalog.agreements.map(\.until)))
  }
}
