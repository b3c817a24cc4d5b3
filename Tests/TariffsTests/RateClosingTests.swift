import EnergyModel
import TestSupport
import Testing

@testable import Tariffs

/// Newer rows that give an end to a row without one.
struct RateClosingTests {
  private func row(
    _ pence: Int64, _ from: String, _ to: String?, _ payment: PaymentMethod? = nil
  ) throws -> DatedRate {
    func instant(_ day: String) throws -> Instant {
      Instant(halfHour: try #require(LocalDay(iso: day)).number * 48)
    }
    return DatedRate(
      validFrom: try instant(from), validTo: try to.map(instant), paymentMethod: payment,
      excludingVAT: nil, includingVAT: Rate(micropence: pence * 1_000_000))
  }

  @Test func anEndIsAnEnd() throws {
    let old = [try row(20, "2023-01-01", "2023-07-01"), try row(30, "2023-07-01", nil)]
    let closed = try row(30, "2023-07-01", "2023-10-01")
    let (rows, counts) = DatedRate.merge(old, with: [closed])
    #expect(rows == [old[0], closed])
    #expect((counts.new, counts.same, counts.revised) == (0, 0, 1))
    let next = try row(27, "2023-10-01", nil)
    #expect(DatedRate.merge(old, with: [closed, next]).rows == [old[0], closed, next])
  }

  /// At another price it is another row.
  @Test func anotherPriceClosesNothing() throws {
    let new = try row(28, "2023-07-01", "2023-10-01")
    #expect(
      DatedRate.merge([try row(30, "2023-07-01", nil)], with: [new]).rows
        == [new, try row(30, "2023-10-01", nil)])
  }

  /// A row that begins within an open one only takes its place while it holds.
  @Test func anotherRowInBetween() throws {
    let old = try row(30, "2023-07-01", nil)
    let new = try row(28, "2023-08-01", "2023-09-01")
    #expect(
      DatedRate.merge([old], with: [new]).rows == [
        try row(30, "2023-07-01", "2023-08-01"), new, try row(30, "2023-09-01", nil),
      ])
  }

  /// A row for one way of paying ends none of another, or of all.
  @Test func onlyOfItsPaymentMethod() throws {
    let old = try row(30, "2023-07-01", nil)
    let own = try row(28, "2023-07-01", "2023-10-01", .directDebit)
    #expect(DatedRate.merge([old], with: [own]).rows.count == 2)
    #expect(
      DatedRate.rows([old, own], for: .directDebit) == [own, try row(30, "2023-10-01", nil)])
  }

  /// The rates of a year again, half-hour by half-hour: comparing each with each took minutes.
  @Test func aYearOnceMore() throws {
    let rows = (0..<20_000).map { number in
      DatedRate(
        validFrom: Instant(halfHour: number), validTo: Instant(halfHour: number + 1),
        paymentMethod: nil, excludingVAT: nil, includingVAT: Rate(micropence: Int64(number)))
    }
    let start = processorTime()
    let (merged, counts) = DatedRate.merge(rows, with: rows)
    #expect(processorTime() - start < .seconds(30))
    #expect(merged == rows)
    #expect((counts.new, counts.same, counts.revised) == (0, 20_000, 0))
  }
}
