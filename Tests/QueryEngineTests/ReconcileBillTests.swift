import EnergyModel
import Foundation
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// Bills with known faults, which `Fixtures/reconcile/make_bills.py` made outside the program.
@Suite struct ReconcileBillTests {
  struct Bill: Decodable {
    var statement: String
    /// `fault`, `none`, or `unexplained`.
    var kind: String
    /// What the explanation has to say.
    var expected: [String]
  }

  static func bills(_ path: String) throws -> [Bill] {
    try JSONDecoder().decode([Bill].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static let now = "2024-11-01T00:00"

  /// What stands beside the lines, in one text.
  static func explanation(_ bill: Bill, _ home: MemoryHome) throws -> String {
    try ask(bill.statement, home, now: now).rows.compactMap(\.cells.last?.text)
      .joined(separator: " | ")
  }

  /// The bills whose fault is named, and what is said of the others.
  static func named(_ bills: [Bill], _ home: MemoryHome) throws -> (count: Int, others: [String]) {
    var others: [String] = []
    for bill in bills {
      let said = try explanation(bill, home)
      if !bill.expected.allSatisfy(said.contains) {
        others.append("\(bill.statement): \(bill.expected), but: \(said)")
      }
    }
    return (bills.count - others.count, others)
  }

  /// Of 40 bills at least 38; `.ci/deep` has 200 others made, whose file `RECONCILE_BILLS` names.
  @Test func theFaultIsNamed() throws {
    let others = ProcessInfo.processInfo.environment["RECONCILE_BILLS"]
    let bills = try ReconcileBillTests.bills(others ?? path("Fixtures/reconcile/bills.json"))
      .filter { $0.kind == "fault" }
    #expect(bills.count >= 40)
    let (count, unnamed) = try ReconcileBillTests.named(bills, reconcilingHome())
    #expect(count * 100 >= bills.count * 95, "\(unnamed.joined(separator: "\n"))")
  }

  @Test func noneIsNamedWhereThereIsNone() throws {
    let home = try reconcilingHome()
    let bills = try ReconcileBillTests.bills(path("Fixtures/reconcile/bills.json"))
      .filter { $0.kind == "none" }
    #expect(bills.count == 3)
    for bill in bills {
      let table = try ask(bill.statement, home, now: ReconcileBillTests.now)
      #expect(table.rows.map { $0.cells[7].csv } == Array(repeating: "yes", count: 5))
      #expect(try ReconcileBillTests.explanation(bill, home) == "", "\(bill.statement)")
    }
  }

  @Test func whatNothingExplainsIsSaid() throws {
    let home = try reconcilingHome()
    let bills = try ReconcileBillTests.bills(path("Fixtures/reconcile/bills.json"))
      .filter { $0.kind == "unexplained" }
    #expect(bills.count == 4)
    for bill in bills {
      #expect(
        try ReconcileBillTests.explanation(bill, home)
          == "no cause explains it, alone or with another: see 'explain reconcile'",
        "\(bill.statement)")
    }
  }

  /// Octowatt's own lines are those of `bill`.
  @Test(arguments: ["2024-05", "2024-07", "2024-08", "from 2024-07-05 to 2024-08-09"])
  func oursAreTheLinesOfTheBill(period: String) throws {
    let home = try reconcilingHome()
    for policy in ["bill", "exact", "guide"] {
      let bill = try ask("bill import \(period) using \(policy)", home, now: ReconcileBillTests.now)
      let table = try ask(
        "reconcile import \(period) billed usage 0 kWh, energy £0, standing £0, vat £0, total £0 "
          + "using \(policy)", home, now: ReconcileBillTests.now)
      func sum(_ column: Int, _ isWanted: (String) -> Bool) -> FixedPoint {
        bill.rows.filter { isWanted($0.cells[1].csv) }.compactMap { $0.cells[column].number }
          .reduce(FixedPoint(0), +)
      }
      let ours = table.rows.compactMap { $0.cells[3].number }
      #expect(ours.count == 5)
      #expect(
        ours == [
          sum(2) { $0.hasPrefix("energy") }, sum(5) { $0.hasPrefix("energy") },
          sum(5) { $0 == "standing charge" }, sum(5) { $0.hasPrefix("VAT") },
          sum(5) { $0 == "total" },
        ], "\(policy)")
    }
  }
}

extension Cell {
  /// Nil for anything but text.
  var text: String? { if case .text(let text) = self { text } else { nil } }
}
