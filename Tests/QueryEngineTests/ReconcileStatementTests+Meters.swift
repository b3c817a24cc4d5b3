import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// Bills of several periods and meters, and what has not been read.
extension ReconcileStatementTests {
  @Test func billsOfOneFlowHaveTheirDays() throws {
    let home = try home(["1"])
    let bills = [
      try bill([.usage: "1.0"], to: "2025-01-06"),
      try bill([.usage: "0.0"], from: "2025-01-06"),
    ]
    let table = try ask(bills, home)
    #expect(table.header.columns.prefix(3).map(\.name) == ["start", "flow", "line"])
    #expect(
      table.lines == [
        "2025-01-01T00:00:00+00:00,import,usage,kWh,1,1,0,0.05,yes,"
      ])
    #expect(
      table.summary.notes.contains(
        "import has no reading from 2025-01-06 to 2025-01-11, so that bill is not compared"))
    let longer = try ask([bills[0], try bill([.usage: "1.0"])], home)
    #expect(longer.header.columns.prefix(3).map(\.name) == ["start", "end", "flow"])
  }

  /// From noon on the 1st 0.1 kWh: 24 + 4 × 48 half-hours to the 6th, and 5 × 48 to the 11th.
  @Test func aPeriodChoosesAmongBills() throws {
    let home = try home(Array(repeating: "0.1", count: 456))
    let bills = [
      try bill([.usage: "21.6"], to: "2025-01-06"),
      try bill([.usage: "24.0"], from: "2025-01-06"),
    ]
    let first = "import,usage,kWh,21.6,21.6,0,0.05,yes,"
    let second = "import,usage,kWh,24,24,0,0.05,yes,"
    let both = try ask(bills, home, "reconcile import 2025-01 billed from bill.txt")
    #expect(
      both.lines == [
        "2025-01-01T00:00:00+00:00,\(first)", "2025-01-06T00:00:00+00:00,\(second)",
      ])
    // One that is touched has its own days, and there is nothing to tell it apart from.
    let one = try ask(bills, home, "reconcile import 2025-01-02 billed from bill.txt")
    #expect(one.lines == [first])
    #expect(
      one.summary.notes
        == [
          "to keep the period: define import_2025_01_01 = bill import from 2025-01-01 to 2025-01-06"
        ])
    // A bill alone is compared over the period: 48 half-hours.
    #expect(
      try ask([bills[0]], home, "reconcile import 2025-01-02 billed from bill.txt").lines.first?
        .hasPrefix("import,usage,kWh,4.8,21.6,-16.8,0.05,no,") == true)
    for bills in [bills, [bills[0]]] {
      #expect(
        refusal(bills, home, "reconcile import 2024-12 billed from bill.txt")
          == "the statement has no charges in the period; its charges are from 2025-01-01 to "
          + "2025-01-06" + (bills.count > 1 ? ", and from 2025-01-06 to 2025-01-11" : ""))
    }
    #expect(
      refusal(bills, home, "reconcile import from 2025-01-02 12:00 to 2025-01-07 billed from b.txt")
        == "'reconcile' has standing charges, which are per day; leave out the times")
  }

  private func refusal(_ bills: [PrintedBill], _ home: MemoryHome, _ text: String) -> String {
    do {
      return "no error, but \(try ask(bills, home, text).rows.count) rows"
    } catch {
      return (error as? QueryError)?.mistakes.map(\.text).joined() ?? "\(error)"
    }
  }

  @Test func whatIsNotReadIsNotExplained() throws {
    let home = try home(["1"])
    let bills = [
      try bill([.usage: "1.0"], to: "2025-01-06"), try bill([.usage: "3.0"], from: "2025-01-06"),
    ]
    let wanted = try plan(bills, home)
    var table = ResultTable()
    try Explanation(wanted).write(from: home, to: &table)
    #expect(table.lines == ["2025-01-01T00:00:00+00:00,import,,,0,,,,,yes"])
    let note = "import has no reading from 2025-01-06 to 2025-01-11, so that bill is not compared"
    #expect(table.summary.notes.contains(note))
    let text = try Explanation(wanted).text(source: home)
    #expect(text.hasSuffix("\n\n\(note)\n"))
    #expect(!text.contains("3.0 kWh"))
  }

  // MARK: Meters

  /// An import meter and an export meter of the home, and a meter that is not of it.
  @Test func aMeterChoosesItsBills() throws {
    var home = try home(["1"])
    home.addMeter("1900000000003", .export, alias: "roof")
    func numbered(_ kWh: String, _ number: String?, _ flow: Flow = .import) throws -> PrintedBill {
      var bill = try bill([.usage: kWh])
      (bill.number, bill.flow) = (number, flow)
      return bill
    }
    let own = try numbered("1.0", ReconcileStatementTests.number)
    let other = try numbered("2.0", "1900000000009")
    let export = try numbered("3.0", "1900000000003", .export)
    let unnumbered = try numbered("4.0", nil)
    let text = "reconcile meter house billed from bill.txt"
    let keeping =
      "to keep the period: define import_2025_01 = bill import from 2025-01-01 to 2025-01-11"
    let chosen = try ask([own, other, export], home, text)
    #expect(chosen.lines == ["import,usage,kWh,1,1,0,0.05,yes,"])
    #expect(Array(chosen.summary.notes.suffix(1)) == [keeping])
    #expect(
      try ask([own, unnumbered], home, text).summary.notes.contains(
        "the statement's charges without a supply number are left out, as others are for house"))
    // Where none is of the meter, those of its flow are.
    let given = try ask([other, export], home, text)
    #expect(
      given.lines.first?.hasPrefix("import,usage,kWh,1,2,-1,0.05,no,") == true
        && given.rows.count == 1)
    #expect(
      given.summary.notes.contains(
        "the statement's charges for 1900000000009 are compared with house"))
    #expect(refusal([export], home, text) == "house is a meter for import")
    // Several are named, and each has its own.
    let both = try plan([own, export], home, "reconcile meter house, roof billed from bill.txt")
    #expect(both.flows == [.import, .export])
  }

  /// With two meters 'bill' would add up both.
  @Test func aPeriodIsKeptWithItsMeter() throws {
    var home = try home(["1"])
    home.addMeter("1900000000002")
    let one = try bill([.usage: "1.0"])
    var two = one
    two.number = "1900000000002"
    #expect(
      try ask([one], home).summary.notes.contains(
        "to keep the period: define import_2025_01 = bill import from 2025-01-01 to 2025-01-11 "
          + "meter house"))
    let notes = try ask([one, two], home).summary.notes
    for (number, name) in [("1900000000001", "house"), ("1900000000002", "1900000000002")] {
      #expect(
        notes.contains(
          "to keep the period: define import_\(number)_2025_01 = bill import from 2025-01-01 to "
            + "2025-01-11 meter \(name)"))
    }
    // Nothing is said of what is left out.
    two.number = "1900000000009"
    #expect(
      try ask([one, two], home).summary.notes.count { $0.hasPrefix("to keep the period") } == 1)
  }

  @Test func billsOfTwoMetersHaveTheirNames() throws {
    var home = try home(["1"])
    let other = home.addMeter("1900000000002")
    home.store([try energy("2")], from: try halfHour("2025-01-01T12:00"), of: other)
    var second = try bill([.usage: "2.0"])
    second.number = "1900000000002"
    #expect(
      try ask([try bill([.usage: "1.0"]), second], home).lines == [
        "house,import,usage,kWh,1,1,0,0.05,yes,",
        "1900000000002,import,usage,kWh,2,2,0,0.05,yes,",
      ])
  }

  // MARK: Standing charges

  /// Without a standing charge the lines with one in them are not known: 4.56 kWh at 24.50p alone are
  /// £1.12.
  @Test func withoutAStandingChargeLinesAreIncomplete() throws {
    let bill = try bill([
      .usage: "4.6", .energy: "1.12", .standing: "4.56", .vat: "0.28", .total: "5.96",
    ])
    let home = try home(Array(repeating: "0.01", count: 456), standing: nil)
    let table = try ask([bill], home)
    #expect(table.rows.map { $0.cells[3].csv } == ["4.56", "1.12", "", "", ""])
    #expect(table.rows.map { $0.cells[5].csv } == ["-0.04", "0", "", "", ""])
    #expect(table.rows.map { $0.cells[7].csv } == ["yes", "yes", "", "", ""])
    #expect(explanations(table) == ["", "", "", "", ""])
    let text = try Explanation(try plan([bill], home)).text(source: home)
    #expect(text.contains("\n  total £5.96: ours is not known\n"))
    #expect(text.hasSuffix("all lines that are known of both agree, so no cause was looked for\n"))
    #expect(table.rows.map(\.isIncomplete) == [false, false, true, true, true])
    #expect(table.summary.isIncomplete)
    #expect(
      table.summary.notes.contains("the standing charge of in is not known for every day"))
  }

  // MARK: Half-hours
}
