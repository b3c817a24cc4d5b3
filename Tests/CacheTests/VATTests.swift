import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

@Suite struct VATTests {
  private let folder: Folder
  private let cache: Cache
  private let path: String

  init() throws {
    folder = try Folder()
    path = folder.path("a.sqlite")
    cache = try Cache(path: path)
  }

  private func entry(
    _ fuel: VATTable.Fuel, _ from: String, _ hundredths: Int
  ) throws -> VATTable.Entry {
    VATTable.Entry(
      fuel: fuel, from: try day(from), rate: try #require(VATRate(hundredths: hundredths)))
  }

  private func tariff(_ vat: VAT) throws -> Tariff {
    Tariff(
      name: "t", unit: .electricityImportingKWh,
      kind: .bands(try BandTariff(bands: [], defaultRate: Rate(micropence: 1))), vat: vat)
  }

  @Test func ratesAreKeptByFuelAndDay() throws {
    #expect(try cache.catalog().vat == VATTable())
    let all = try [
      entry(.electricity, "2028-01-01", 2000), entry(.gas, "2028-01-01", 1750),
      entry(.electricity, "2028-01-01", 0),
    ]
    for entry in all { try cache.write { try $0.store(entry) } }
    #expect(try cache.catalog().vat == VATTable(set: Array(all.dropFirst())))
  }

  @Test func whatTariffsSayOfVATIsKept() throws {
    for vat in try [
      VAT.included, .excluded, .percentage(#require(VATRate(hundredths: 1750))), .included,
    ] {
      try cache.write { try $0.store(tariff(vat)) }
      #expect(try cache.catalog().tariffs == [tariff(vat)])
    }
  }

  @Test func rowsMayHaveEitherPrice() throws {
    let prices: [(Int64?, Int64?)] = [(24, nil), (nil, 25), (24, 25)]
    let rows = prices.enumerated().map { index, prices in
      DatedRate(
        validFrom: Instant(halfHour: index), validTo: Instant(halfHour: index + 1),
        paymentMethod: nil, excludingVAT: prices.0.map { Rate(micropence: $0) },
        includingVAT: prices.1.map { Rate(micropence: $0) })
    }
    try cache.write { writer in
      try writer.store(Tariff(name: "t", unit: .gasImportingKWh, kind: .dated))
      _ = try writer.store(rows, .unit, of: "t")
    }
    #expect(try cache.datedRates(of: "t", .unit, overlapping: .always) == rows)
  }

  @Test(arguments: [
    ("UPDATE vat_rate SET rate = 10001", "vat_rate 'gas', '2028-01-01'"),
    ("UPDATE vat_rate SET rate = -1", "vat_rate 'gas', '2028-01-01'"),
    ("UPDATE vat_rate SET valid_from = ''", "vat_rate 'gas', ''"),
    ("UPDATE tariff SET vat_rate = 10001", "tariff 't'"),
    ("UPDATE tariff SET vat = 'excluded', vat_rate = 5", "tariff 't'"),
  ])
  func damageIsNamed(sql: String, row: String) throws {
    try cache.write { writer in
      try writer.store(entry(.gas, "2028-01-01", 2000))
      try writer.store(tariff(.included))
    }
    try SQLiteTool(path: path).run(sql)
    let error = #expect(throws: CacheError.self) { try cache.catalog() }
    #expect(error?.description.hasPrefix("the cache is damaged: \(row)") == true)
  }
}
