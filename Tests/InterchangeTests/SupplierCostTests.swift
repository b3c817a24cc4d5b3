import EnergyModel
import Interchange
import TestSupport
import Testing

/// The columns of a download with the supplier's own costs.
@Suite struct SupplierCostTests {
  private static let header =
    "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n"
  private static let interval = "2023-07-01T01:00:00+01:00, 2023-07-01T01:30:00+01:00"
  /// The half-hour of `interval`: 2023-07-01T00:00Z, the 19,539th day since 1970.
  private let halfHour = 19_539 * 48

  private func cost(_ text: String) throws -> SupplierCost {
    var costs = SupplierCostReader(try readCSV(text).costs)
    return costs.cost(at: halfHour)
  }

  private static let numbers: [(String, Int128?)] = [
    ("6.45", 645 * FixedPoint.power(18)), ("-6.450", -645 * FixedPoint.power(18)),
    ("0.75603780000000000000", 7_560_378 * FixedPoint.power(13)), ("0E-20", 0), ("0", 0),
    ("0.00", 0), ("-0", 0), ("007", 7 * FixedPoint.power(20)), ("12", 12 * FixedPoint.power(20)),
    ("0.00000000000000000001", 1), ("1.00000000000000000001", FixedPoint.power(20) + 1),
    ("1E-3", FixedPoint.power(17)), ("1000000000", SupplierCost.limit),
    ("-1000000000.000", -SupplierCost.limit), ("", nil),
    ("123456789.123456789", 123_456_789_123_456_789 * FixedPoint.power(11)),
    ("123456789.1234567891", 1_234_567_891_234_567_891 * FixedPoint.power(10)),
  ]

  /// Read quickly and, as quotes ask for it, with care.
  @Test(arguments: numbers)
  func amountsKeepTheirDigits(_ text: String, _ amount: Int128?) throws {
    for field in [text, " \(text) ", "\"\(text)\""] {
      let row = "0.5,\(field),\(field), \(SupplierCostTests.interval)\n"
      let expected = SupplierCost(amount: amount, standing: amount)
      #expect(try cost(SupplierCostTests.header + row) == expected, "\(field)")
    }
  }

  /// They may be at the end of a line, in any case and without the other.
  @Test func theyStandAnywhere() throws {
    let text = "START,END,CONSUMPTION (KWH),STANDING CHARGE INC. TAX (P)\r\n"
    let fields = SupplierCostTests.interval.replacing(", ", with: ",")
    #expect(
      try cost(text + fields + ",0.5,1.0\r\n") == SupplierCost(standing: FixedPoint.power(20)))
    #expect(try cost(text + fields + ",0.5,\r\n").isEmpty)
    #expect(try cost(text + fields + ",0.5,").isEmpty)
  }

  @Test func filesWithoutThemHaveNone() throws {
    let contents = try readCSV("Consumption (kWh),Start,End\n1,\(SupplierCostTests.interval)")
    #expect(contents.costs.isEmpty)
  }

  @Test func moreDecimalsAreRounded() throws {
    let contents = try readCSV(
      SupplierCostTests.header + "1, 0.000000000000000000005, 0.0000000000000000000151, "
        + "\(SupplierCostTests.interval)\n")
    #expect(contents.roundedCostCount == 2)
    #expect(contents.costs[0].costs[0] == SupplierCost(amount: 0, standing: 2))
  }

  @Test(arguments: [
    ("abc", "estimated cost is 'abc'"), ("1000000000.01", "estimated cost is '1000000000.01'"),
    ("-", "estimated cost is '-'"), ("1.2.3", "estimated cost is '1.2.3'"),
    ("£6", "estimated cost is '£6'"),
  ])
  func whatIsNoNumberIsRefused(_ text: String, _ message: String) {
    let error = #expect(throws: ImportError.self) {
      try readCSV(SupplierCostTests.header + "1,\(text),,\(SupplierCostTests.interval)\n")
    }
    #expect(error?.description.contains("use.csv:2: \(message), expected a number") == true)
  }

  /// Days come in turns, so that one is opened again; what is empty says nothing.
  @Test func linesOfOneHalfHourAgree() throws {
    let next = "1,3,4,2023-07-02T01:00:00+01:00, 2023-07-02T01:30:00+01:00\n"
    let (first, interval) = (SupplierCostTests.header, SupplierCostTests.interval)
    let costs = try cost(first + "1,2,,\(interval)\n" + next + "1,2.0,7,\(interval)\n")
    #expect(
      costs == SupplierCost(amount: 2 * FixedPoint.power(20), standing: 7 * FixedPoint.power(20)))
    let error = #expect(throws: ImportError.self) {
      try readCSV(first + "1,2,,\(interval)\n" + next + "1,2.01,,\(interval)\n")
    }
    #expect(
      error?.description
        == "use.csv:4: the half-hour from 2023-07-01T00:00Z has an estimated cost of "
        + "2.01 p here and 2 p on an earlier line")
  }

  @Test func theyReadBack() throws {
    var day = SupplierCostDay(day: 19_539)
    day.costs[0] = SupplierCost(amount: 645 * FixedPoint.power(18), standing: 1)
    day.costs[2] = SupplierCost(amount: -FixedPoint.power(20))
    let costs = SupplierCosts([day.day: CompactCostDay(day.costs)])
    var writer = ConsumptionCSV.Writer(zone: londonZone())
    let meter = MeterKey(number: "1", serial: "S", unit: .electricityImportingKWh)
    var text = writer.begin(meter, with: costs)
    for slot in 0..<3 { text += writer.text(of: 500_000, at: halfHour + slot) }
    #expect(
      text == """
        Consumption (kWh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End
        0.5, 6.45, 0.00000000000000000001, 2023-07-01T01:00:00+01:00, 2023-07-01T01:30:00+01:00
        0.5, , , 2023-07-01T01:30:00+01:00, 2023-07-01T02:00:00+01:00
        0.5, -1, , 2023-07-01T02:00:00+01:00, 2023-07-01T02:30:00+01:00

        """)
    #expect(try readCSV(text).costs == costs)
  }
}
