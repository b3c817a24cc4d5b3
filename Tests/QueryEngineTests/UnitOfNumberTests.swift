import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// A number of `where` or `having` must have a unit that fits what it is compared with.
///
/// The meter reads 0.5, 1 and 2 kWh on three days, at 10p, 10p and 30p.
@Suite struct UnitOfNumberTests {
  private func home(
    _ unit: MeterUnit = .kWh, currency: String = "GBP"
  ) throws -> MemoryHome {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001", unit == .m3 ? .gas : .import, unit: unit)
    for (index, value) in ["0.5", "1", "2"].enumerated() {
      let time = try halfHour("2023-01-01T12:00") + index * 48
      home.store([try energy(value)], from: time, of: meter)
    }
    let cheap = try tariff(
      "cheap", ["00:00-24:00": "10"], until: "2023-01-03", currency: currency)
    let dear = try tariff("dear", ["00:00-24:00": "30"], from: "2023-01-03", currency: currency)
    for tariff in unit == .kWh ? [cheap, dear] : [] { home.add(tariff) }
    return home
  }

  /// The days that are left: costs are 5p, 10p and 60p.
  @Test(arguments: [
    ("having usage_kwh > 0.5", "02 03"), ("having usage > 0.5 kWh", "02 03"),
    ("having usage > 500Wh", "02 03"), ("having usage >= 500 Wh", "01 02 03"),
    ("having cost < 0.1", "01"), ("having cost <= 10p", "01 02"), ("having cost <= £0.10", "01 02"),
    ("having cost_gbp = 60 p", "03"), ("having cost > 5p and usage < 2 kWh", "02"),
    ("with price having average_rate > 0.1", "03"),
    ("with price having average_rate > 10p", "03"),
    ("with price having average_rate > 10 p per kWh", "03"),
    ("with price having average_rate = £0.3/kWh", "03"),
    ("with price having average_rate <= 10p/kWh", "01 02"),
    ("with coverage having halfhours = 1", "01 02 03"),
    // Of 3.5 kWh and 75p, the last column's: 5/75, 10/75, 60/75.
    ("with share having share > 0.1", "02 03"),
    ("with standing having total > 5p", "02 03"),
  ])
  func units(clauses: String, days: String) throws {
    let table = try ask("cost 2023-01-01..2023-01-04 by day \(clauses)", try home())
    let kept = table.rows.compactMap { $0.cells.first?.csv.suffix(2) }
    #expect(kept.joined(separator: " ") == days)
  }

  private static let noUnit = "is compared with a number without a unit"

  @Test(arguments: [
    ("having usage_kwh > 5p", "'usage_kwh' is compared in kWh or Wh, not in £ or p"),
    (
      "having usage > 5p per kWh",
      "'usage_kwh' is compared in kWh or Wh, not in £ or p per kWh"
    ),
    ("having cost > 5kWh", "'cost_gbp' is compared in £ or p, not in kWh or Wh"),
    ("having cost > 5p/kWh", "'cost_gbp' is compared in £ or p, not in £ or p per kWh"),
    (
      "with price having average_rate > 5 Wh",
      "'average_rate_gbp_per_kwh' is compared in £ or p per kWh, not in kWh or Wh"
    ),
    ("with coverage having expected > 5kWh", "'expected' \(noUnit)"),
    ("with coverage having halfhours > £5", "'halfhours' \(noUnit)"),
    ("with share having share > 5p", "'share' \(noUnit)"),
    (
      "with cumulative having cumulative > 5kWh",
      "'cumulative' is compared in £ or p, not in kWh or Wh"
    ),
    ("having day > 5", "'day' is not a number"),
    ("where usage > 5p", "usage is compared in kWh or Wh, not in £ or p"),
    ("where usage > 5p/kWh", "usage is compared in kWh or Wh, not in £ or p per kWh"),
    ("where cost > 5 Wh", "cost is compared in £ or p, not in kWh or Wh"),
    ("where cost > 5p per kWh", "cost is compared in £ or p, not in £ or p per kWh"),
    ("where rate > 5kWh", "rate is compared in £ or p per kWh, not in kWh or Wh"),
    ("where usage > £5p", "expected a number with kWh, Wh, £ or p, found '£5p'"),
    ("having usage > 5 per hour", "expected 'kWh' after 'per', found 'hour'"),
    (
      "having usage > 1.0000000000001",
      "expected a number with kWh, Wh, £ or p, found '1.0000000000001'"
    ),
  ])
  func unitsThatDoNotFit(clauses: String, expected: String) throws {
    #expect(refusal("cost all by day \(clauses)", try home()) == expected)
  }

  /// The caret goes under the number with its unit.
  @Test(arguments: [
    ("cost by day having cost > 5 kWh", 26..<31),
    ("cost by day having usage > 5p per kWh", 27..<37),
    ("cost where usage > 5 p", 19..<22), ("cost where rate > 5kWh by day", 18..<22),
  ])
  func place(text: String, expected: SourceSpan) throws {
    let error = #expect(throws: QueryError.self) { try plan(text, try home()) }
    #expect(error?.mistakes.map(\.span) == [expected])
  }

  /// The language has no unit for cubic metres, nor for the money of other countries.
  @Test func figuresWithoutATypedUnit() throws {
    let gas = try home(.m3)
    #expect(try ask("usage gas all by day having usage > 0.5", gas).rows.count == 2)
    #expect(
      refusal("usage gas having usage > 5kWh", gas) == "'usage_m3' \(UnitOfNumberTests.noUnit)")
    #expect(refusal("usage gas where usage > 5 Wh", gas) == "usage \(UnitOfNumberTests.noUnit)")
    #expect(
      refusal("usage gas with cumulative having cumulative > 5kWh", gas)
        == "'cumulative' \(UnitOfNumberTests.noUnit)")
    let euros = try home(currency: "EUR")
    #expect(try ask("cost all by day having cost > 0.05 where rate < 0.2", euros).rows.count == 1)
    #expect(refusal("cost having cost_eur > 5p", euros) == "'cost_eur' \(UnitOfNumberTests.noUnit)")
    #expect(refusal("cost where cost > £5", euros) == "cost \(UnitOfNumberTests.noUnit)")
    #expect(refusal("cost where rate < 5p", euros) == "rate \(UnitOfNumberTests.noUnit)")
  }

  /// A unit is no part of what a query means: its canonical text goes without.
  @Test func canonicalNumbersHaveNoUnit() throws {
    let plan = try plan("cost by day where usage > 500Wh having cost > 5p", try home())
    #expect(plan.statement == "cost by day where usage > 0.5 having cost > 0.05")
  }
}
