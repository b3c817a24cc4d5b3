import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

/// Bills that list their half-hours.
extension ReconcileStatementTests {
  /// Half-hours from noon on: kWh, p/kWh and pence.
  private func listed(_ rows: [(String, String, String)]) throws -> [PrintedHalfHour] {
    let noon = try halfHour("2025-01-01T12:00")
    return try rows.enumerated().map { index, row in
      PrintedHalfHour(
        start: Instant(halfHour: noon + index), rate: try printed(row.1),
        energy: try printed(row.0), cost: try printed(row.2))
    }
  }

  /// Rows of a public bill: 7.36 kWh for 49.042p and 3.59 kWh for 23.928p are of 6.667p and 7.356 kWh
  /// and 3.589 kWh.
  @Test func halfHoursThatAgreeAreANote() throws {
    var bill = try bill([.usage: "10.9"])
    bill.halfHours = try listed([("7.36", "6.67", "49.042"), ("3.59", "6.67", "23.928")])
    let table = try ask([bill], try home(["7.356", "3.589"], ["00:00-24:00": "6.667"]))
    #expect(explanations(table) == [""])
    #expect(table.summary.notes.last == "the 2 half-hours that the statement lists agree")
  }

  /// 0.01 kWh at 24.50p are 0.245p, and 0.001 kWh are not printed as 0.01: it is the kWh that differ.
  @Test func theKWhOfAHalfHourDifferByLessThanADigit() throws {
    var bill = try bill([.usage: "0.0"])
    bill.halfHours = try listed([("0.01", "24.50", "0.245"), ("0.00", "24.50", "0.024")])
    #expect(
      explanations(try ask([bill], try home(["0.001", "0.001"]))) == [
        "1 of the statement's 2 half-hours is 0.01 kWh on the statement and 0.001 kWh in the cache: "
          + "2025-01-01 12:00 to 12:30"
      ])
  }

  /// 7.36 may be up to 7.37, and 6.67 up to 6.68: 49.2316p, rounded to 49.232; or they are from
  /// 7.355 and 6.665 on: 49.021075p, which is cut to 49.021.
  @Test(arguments: [
    ("49.232", false), ("49.233", true), ("49.021", false), ("49.020", true), ("-49.042", true),
  ])
  func theCostIsThatOfThePrintedDigits(cost: String, differs: Bool) throws {
    var bill = try bill([.usage: "7.4"])
    bill.halfHours = try listed([("7.36", "6.67", cost)])
    let table = try ask([bill], try home(["7.36"], ["00:00-24:00": "6.67"]))
    #expect(
      explanations(table) == [
        differs
          ? "1 of the statement's 1 half-hour does not cost the kWh × the rate: 2025-01-01 12:00 to 12:30"
          : ""
      ])
  }

  @Test func halfHoursThatDifferAreNamed() throws {
    var bill = try bill([.usage: "8.0"])
    bill.halfHours = try listed([
      ("1.00", "24.50", "24.500"), ("2.00", "24.50", "49.000"), ("1.00", "7.00", "7.000"),
      ("1.00", "24.50", "30.000"), ("1.50", "24.50", "36.750"), ("1.50", "24.50", "36.750"),
    ])
    let home = try home(["1", "1.5", "1", "1"])
    let table = try ask([bill], home)
    #expect(
      explanations(table)[0].hasPrefix(
        "2 of the statement's 6 half-hours have no reading in the cache (3 kWh): 2025-01-01 14:00 to 15:00"
      )
    )
    let text = try Explanation(try plan([bill], home)).text(source: home)
    for line in [
      "  1 of 6 agree",
      "  2025-01-01 12:30: 2.00 kWh at 24.50p for 49.000p; in the cache 1.5 kWh at 24.5p",
      "  2025-01-01 14:00: 1.50 kWh at 24.50p for 36.750p; in the cache no reading at no rate",
    ] {
      #expect(text.contains(line + "\n"), "\(text)")
    }
    for words in [
      "1 of the statement's 6 half-hours is 2 kWh on the statement and 1.5 kWh in the cache: 2025-01-01 12:30 to 13:00",
      "1 of the statement's 6 half-hours is at 7.00p on the statement and at 24.5p on the tariff: 2025-01-01 13:00 to 13:30",
      "1 of the statement's 6 half-hours does not cost the kWh × the rate: 2025-01-01 13:30 to 14:00",
    ] {
      #expect(explanations(table)[0].contains(words), "\(explanations(table))")
    }
  }

  // MARK: Explaining

  /// A day less at either end of the bill: no cause alone, and one pair that leaves none.
  @Test func pairsAreListed() throws {
    let home = try reconcilingHome()
    let bills = try ReconcileBillTests.bills(path("Fixtures/reconcile/bills.json"))
    let pair = try #require(bills.first { $0.kind == "fault" && $0.expected.count == 2 })
    let wanted = try QueryEngineTests.plan(pair.statement, home, now: ReconcileBillTests.now)
    let lines = try Explanation(wanted).text(source: home).split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("two together: ") })
    let listed = lines[(start + 1)...].prefix { $0.hasPrefix("  ") }
    #expect(listed.first?.hasSuffix(": none") == true)
    #expect(pair.expected.allSatisfy { listed.first?.contains($0) == true })
    var table = ResultTable()
    try Explanation(wanted).write(from: home, to: &table)
    let rows = table.rows.map { $0.cells.map(\.csv) }
    let pairs = rows.filter { !$0[2].isEmpty }
    #expect(lines[start].hasPrefix("two together: \(pairs.count) pairs"))
    #expect(listed.count == min(pairs.count, 20) + (pairs.count > 20 ? 1 : 0))
    // The first row is the bill as it is, the last the pair that leaves nothing.
    #expect(rows[0].prefix(3) == ["import", "", ""])
    #expect(rows[0].last == "no")
    #expect(rows.firstIndex { $0.last == "yes" } == rows.count - 1)
    for (index, words) in pair.expected.enumerated() {
      #expect(pairs.last?[index + 1].contains(words) == true)
    }
  }
}
