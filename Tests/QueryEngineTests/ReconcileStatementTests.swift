import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

/// `reconcile` with bills as statements print them: with rates, and with half-hours.
///
/// The figures are worked out by hand.
@Suite struct ReconcileStatementTests {
  static let now = "2025-03-01T00:00"
  static let number = "1900000000001"

  /// Readings in kWh from noon on 2025-01-01, at rates without VAT.
  func home(
    _ kWh: [String], _ rates: [String: String] = ["00:00-24:00": "24.50"],
    standing: String? = "45.64"
  ) throws -> MemoryHome {
    var tariff = try tariff("in", rates, vat: .excluded)
    tariff.standingCharge = try standing.map { Rate(micropence: try energy($0)) }
    var home = MemoryHome()
    home.add(tariff)
    home.store(
      try kWh.map { try energy($0) }, from: try halfHour("2025-01-01T12:00"),
      of: home.addMeter(ReconcileStatementTests.number, alias: "house"))
    return home
  }

  /// `25.19` as it is printed.
  func printed(_ text: String) throws -> PrintedNumber {
    let places = text.split(separator: ".").dropFirst().first?.count ?? 0
    let number = try #require(DecimalText.digits(of: text.utf8, scale: places))
    return PrintedNumber(FixedPoint(number.value, scale: places), places: places)
  }

  func bill(
    _ figures: [BillLine: String], from first: String = "2025-01-01",
    to end: String = "2025-01-11", rates: [String] = [], standing: [String] = []
  ) throws -> PrintedBill {
    var bill = PrintedBill(
      flow: .import, number: ReconcileStatementTests.number, days: try day(first)..<day(end),
      figures: try figures.map { line, text in
        let number = try printed(text)
        return BilledFigure(line, digits: number.value.digits, places: number.places)
      })
    bill.unitRates = try rates.map(printed)
    bill.standingRates = try standing.map(printed)
    return bill
  }

  func plan(
    _ bills: [PrintedBill], _ home: MemoryHome, _ text: String = "reconcile billed from bill.txt"
  ) throws -> Plan {
    let statement = try #require(Lexer.lex(text).statements.first)
    return try Planner.plan(
      try Parser.query(statement), catalog: home.catalog, rates: home, readings: home, bills: bills,
      zone: london, now: Instant(halfHour: try halfHour(ReconcileStatementTests.now)))
  }

  func ask(
    _ bills: [PrintedBill], _ home: MemoryHome, _ text: String = "reconcile billed from bill.txt"
  ) throws -> ResultTable {
    var table = ResultTable()
    try Executor.run(try plan(bills, home, text), source: home, into: &table)
    return table
  }

  func explanations(_ table: ResultTable) -> [String] {
    table.rows.map { $0.cells.last?.csv ?? "" }
  }

  // MARK: Rates

  /// 100 kWh at 25.19p are £25.19, and at 24.50p £24.50; with 10 × 45.64p and VAT £31.24 and £30.51.
  @Test func anotherRateIsNamed() throws {
    let table = try ask(
      [
        try bill(
          [.usage: "100.0", .energy: "25.19", .standing: "4.56", .vat: "1.49", .total: "31.24"],
          rates: ["25.19"], standing: ["45.64"])
      ], try home(["100"]))
    #expect(table.rows.map { $0.cells[7].csv } == ["yes", "no", "yes", "no", "no"])
    #expect(
      explanations(table)
        == ["", "", "", "", "the bill's rate is 25.19p/kWh, the tariff's 24.50p (+£0.73)"])
  }

  /// 1 kWh at 24.53p or at 24.50p is £0.25.
  @Test func anotherRateIsNamedWhereAllLinesAgree() throws {
    let table = try ask(
      [
        try bill(
          [.energy: "0.25", .standing: "4.56", .total: "5.05"], rates: ["24.53"],
          standing: ["45.6"])
      ], try home(["1"]))
    #expect(table.rows.map { $0.cells[7].csv } == ["yes", "yes", "yes"])
    #expect(explanations(table) == ["the bill's rate is 24.53p/kWh, the tariff's 24.50p", "", ""])
  }

  /// A day more, and the rates of both bands: the cause and the rates are said of their own lines.
  @Test func ratesAreNamedBesideACause() throws {
    let home = try home(["1"], ["00:00-12:00": "7.0", "12:00-24:00": "24.50"])
    let table = try ask(
      [
        try bill(
          [.energy: "0.25", .standing: "5.02"], rates: ["7.50", "24.50"], standing: ["45.64"])
      ], home)
    #expect(
      explanations(table) == [
        "the bill's rate is 7.50p/kWh, the tariff's 7.00p",
        "no cause explains it, alone or with another: see 'explain reconcile'",
      ])
    // One rate is printed, of which it can't be told in the place of which of two it is.
    let mean = try ask([try bill([.energy: "0.25"], rates: ["20.00"])], home)
    #expect(
      explanations(mean) == ["the bill's rate is 20.00p/kWh, which the tariff does not have"])
  }

  // 10 × 50p are £5.00, and 10 × 45.64p £4.56: with VAT £5.51 and £5.05. Of the rate for energy it can't
  // be told which it is in the place of.
  @Test func aRateInThePlaceOfNoneIsNamedBesideOthers() throws {
    let home = try home(["1"], ["00:00-12:00": "7.0", "12:00-24:00": "24.50"])
    let table = try ask(
      [try bill([.energy: "0.25", .standing: "5.00"], rates: ["20.00"], standing: ["50.00"])], home)
    #expect(
      explanations(table) == [
        "the bill's rate is 20.00p/kWh, which the tariff does not have",
        "the bill's standing charge is 50.00p a day, the tariff's 45.64p (+£0.46)",
      ])
  }

  /// 6.667p is printed as 6.67 where it is rounded, and as 6.66 where it is cut.
  @Test(arguments: ["6.67", "6.66", "6.667"])
  func digitsThatAreNotPrintedAreNoDifference(rate: String) throws {
    let table = try ask(
      [try bill([.energy: "6.67"], rates: [rate])],
      try home(["100"], ["00:00-24:00": "6.667"]))
    #expect(explanations(table) == [""])
  }

  /// 6.667p is neither rounded nor cut to 6.68, nor 6.664p to 6.67, nor -6.664p to -6.67.
  @Test(arguments: [
    ("6.68", "6.667", "6.67"), ("6.67", "6.664", "6.66"), ("-6.67", "-6.664", "-6.66"),
  ])
  func digitsThatAreOthersAreADifference(
    printed: String, rate: String, pounds: String
  ) throws {
    let table = try ask(
      [try bill([.energy: pounds], rates: [printed])],
      try home(["100"], ["00:00-24:00": rate]))
    #expect(
      explanations(table) == ["the bill's rate is \(printed)p/kWh, the tariff's \(rate)p"])
  }

  @Test func aRateWithItsVATIsSaid() throws {
    // 24.50p × 1.05 are 25.725p.
    let table = try ask([try bill([.energy: "0.25"], rates: ["25.72"])], try home(["1"]))
    #expect(
      explanations(table)
        == ["the bill's rate is 25.72p/kWh, the tariff's 24.50p without VAT"])
  }

  /// 6.381p is typed and printed, so it may be 0.0005p off: £0.003505 of 701 kWh, with 6.381p ×
  /// 0.05 kWh and half a penny £0.0116955; and 0.0005p × 10 days.
  @Test func theBoundHasTheDigitsOfThePrintedRates() throws {
    let table = try ask(
      [
        try bill(
          [.usage: "701.0", .energy: "44.73", .standing: "4.30"], rates: ["6.381"],
          standing: ["42.978"])
      ], try home(["701"], ["00:00-24:00": "6.381"], standing: "42.978"))
    #expect(table.rows.map { $0.cells[6].csv } == ["0.05", "0.0116955", "0.00505"])
  }

  // MARK: Other causes

  /// £0.25 + £4.56 + £0.24 are £5.05.
  @Test(arguments: [("4.55", "£0.50 is taken off"), ("6.05", "£1.00 is added")])
  func aTotalWithSomethingElseIsSaid(total: String, words: String) throws {
    let table = try ask(
      [try bill([.energy: "0.25", .standing: "4.56", .vat: "0.24", .total: total])],
      try home(["1"]))
    #expect(
      explanations(table) == [
        "", "", "",
        "the bill's own lines come to £5.05: in its total \(words), such as a credit or a correction",
      ])
  }

  /// The standing charge rises to 50p on the 6th of ten days, and the bill has one of both throughout:
  /// 10 × 45.64p or 10 × 50p, and not 5 × either, £4.78.
  @Test(arguments: [
    ("4.56", "before throughout (-£0.23)"), ("5.00", "then on throughout (+£0.23)"),
  ])
  func aChangeThatTheBillHasNotIsNamed(standing: String, words: String) throws {
    var home = MemoryHome()
    let meter = home.addMeter(ReconcileStatementTests.number)
    let change = try day("2025-01-06")
    for (name, pence, from) in [
      ("old", "45.64", try day("2024-12-01")), ("new", "50.00", change),
    ] {
      var tariff = try tariff(name, ["00:00-24:00": "24.50"], vat: .excluded)
      tariff.standingCharge = Rate(micropence: try energy(pence))
      home.add(tariff)
      home.assign(name, to: meter, from: from, until: name == "old" ? change : nil)
    }
    let start = try halfHour("2024-12-25T00:00")
    home.store(Array(repeating: 10_000, count: 48 * 30), from: start, of: meter)
    let table = try ask([try bill([.standing: standing])], home)
    #expect(
      explanations(table)
        == ["the bill's prices don't change on 2025-01-06: it has those from \(words)"])
  }

  // MARK: Bills of one flow
}
