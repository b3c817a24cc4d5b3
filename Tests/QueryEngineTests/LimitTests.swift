import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// A home that reads the largest number there is, at a rate per kWh in micropence.
private func home(_ count: Int, of quantity: Int64 = .max, at rate: Int64) throws -> MemoryHome {
  var home = MemoryHome()
  let meter = home.addMeter("1900000000001")
  home.store(
    Array(repeating: quantity, count: count), from: try halfHour("2023-07-01T10:00"), of: meter)
  home.add(
    Tariff(
      name: "dear", unit: .electricityImportingKWh,
      kind: .bands(try BandTariff(bands: [], defaultRate: Rate(micropence: rate)))))
  return home
}

/// Figures by Python: with m = 2^63 - 1, 2m² is the largest sum of such products in `Int128`.
@Suite struct LimitTests {
  @Test func theLargestSumIsExact() throws {
    let most = "18446744073709.551614,1701411834604692316947938.15568465002498"
    #expect(try ask("cost 2023-07-01", home(2, at: .max)).lines == [most])
    let least = "18446744073709.551614,-1701411834604692316947938.15568465002498"
    #expect(try ask("cost 2023-07-01", home(2, at: -.max)).lines == [least])
  }

  /// £1.7·10^24, of which each of two half-hours is a half.
  @Test func sharesOfTheLargestSumAreExact() throws {
    let lines = try ask("cost 2023-07-01 by slot with share", home(2, at: .max)).lines
    let shares = lines.compactMap { $0.split(separator: ",").last }.filter { $0 == "0.5" }
    #expect(shares.count == 2)
  }

  @Test(arguments: [.max, -.max] as [Int64])
  func aGroupThatOverflowsIsRefused(rate: Int64) throws {
    let message = refusal("cost 2023-07-01", try home(3, at: rate))
    #expect(message == "the cost of 1900000000001 is too large to add up")
  }

  /// Each row fits, their total doesn't.
  @Test(arguments: ["slot", "halfhour", "hour"])
  func aTotalThatOverflowsIsRefused(key: String) throws {
    let message = refusal("cost 2023-07-01 by \(key)", try home(4, at: .max))
    #expect(message == "the cost is too large to add up")
  }

  @Test func usageDoesNotOverflow() throws {
    let home = try home(48, at: .max)
    // 48 × (2^63 - 1) millionths
    #expect(try ask("usage all", home).lines == ["442721857769029.238736"])
  }

  /// The most that files may hold, each half-hour for a day: 48 × 100,000 kWh × £1,000,000.
  @Test func theLargestRealFiguresAreFarFromTheEdge() throws {
    let home = try home(48, of: DayReadings.limit, at: Rate.limit)
    #expect(try ask("cost all", home).lines == ["4800000,4800000000000"])
  }
}
