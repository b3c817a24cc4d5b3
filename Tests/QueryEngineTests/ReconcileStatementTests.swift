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
  private static let now = "2025-03-01T00:00"
  private static let number = "1900000000001"

  /// Readings in kWh from noon on 2025-01-01, at rates without VAT.
  private func home(
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
  private func printed(_ text: String) throws -> PrintedNumber {
    let places = text.split(separator: ".").dropFirst().first?.count ?? 0
    let number = try #require(DecimalText.digits(of: text.utf8, scale: places))
    return PrintedNumber(FixedPoint(number.value, scale: places), places: places)
  }

  private func bill(
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

  private func plan(
    _ bills: [PrintedBill], _ home: MemoryHome, _ text: String = "reconcile billed from bill.txt"
  ) throws -> Plan {
    let statement = try #require(Lexer.lex(text).statements.first)
    return try Planner.plan(
      try Parser.query(statement), catalog: home.catalog, rates: home, readings: home, bills: bills,
      zone: london, now: Instant(halfHour: try halfHour(ReconcileStatementTests.now)))
  }

  private func ask(
    _ bills: [PrintedBill], _ home: MemoryHome, _ text: String = "reconcile billed from bill.txt"
  ) throws -> ResultTable {
    var table = ResultTable()
    try Executor.run(try plan(bills, home, text), source: home, into: &table)
    return table
  }

  private func explanations(_ table: ResultTable) -> [String] {
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
