import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// What the cache tells of dated rates without reading them all.
@Suite struct RateExtentTests {
  private let cache: Cache

  init() throws {
    cache = try Cache(path: ":memory:")
    func row(_ from: Int64?, _ to: Int64?, _ payment: PaymentMethod? = nil) -> DatedRate {
      DatedRate(
        validFrom: from.map { Instant(seconds: $0) }, validTo: to.map { Instant(seconds: $0) },
        paymentMethod: payment, excludingVAT: nil, includingVAT: Rate(micropence: 1))
    }
    try cache.write { writer in
      for name in ["ends", "open", "charges", "bands"] {
        try writer.store(Tariff(name: name, unit: .electricityImportingKWh, kind: .dated))
      }
      _ = try writer.store([row(nil, 1800), row(3600, 5400)], .unit, of: "ends")
      _ = try writer.store([row(0, 86_400)], .standing, of: "ends")
      _ = try writer.store([row(7200, 9000)], .day, of: "open")
      _ = try writer.store([row(0, nil, .directDebit)], .night, of: "open")
      _ = try writer.store([row(0, 1800, .nonDirectDebit)], .unit, of: "open")
      _ = try writer.store([row(0, nil)], .standing, of: "charges")
    }
  }

  @Test func ratesAreCountedAndEnd() throws {
    let extents = try cache.rateExtents()
    #expect(extents.mapValues(\.count) == ["ends": 2, "open": 3])
    #expect(extents.compactMapValues(\.end) == ["ends": Instant(seconds: 5400)])
  }

  @Test func waysOfPayingOfATime() throws {
    func ways(_ tariff: String, _ from: Int64, _ to: Int64) throws -> Set<PaymentMethod?> {
      try cache.paymentMethods(
        of: tariff,
        overlapping: TimeRange(start: Instant(seconds: from), end: Instant(seconds: to)))
    }
    #expect(try ways("OPEN", 0, 1800) == [.directDebit, .nonDirectDebit])
    #expect(try ways("open", 1800, 7200) == [.directDebit])
    #expect(try ways("open", 1800, 9000) == [nil, .directDebit])
    #expect(try ways("ends", -1, 0) == [nil])
    #expect(try ways("ends", 86_400, 90_000) == [])
    #expect(try ways("bands", 0, 1) == [])
  }
}
