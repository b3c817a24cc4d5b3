import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The lines of bills, computed by hand.
///
/// All days are of January 2024.
@Suite struct BillTests {
  private func flat(
    _ name: String, _ pence: String, standing: String?,
    unit: ReadingUnit = .electricityImportingKWh,
    from: String? = nil, until: String? = nil
  ) throws -> Tariff {
    var flat = try tariff(name, ["00:00-24:00": pence], unit: unit, from: from, until: until)
    flat.standingCharge = try standing.map { Rate(micropence: try energy($0)) }
    return flat
  }

  /// Three days of 48 half-hours, of which each but the last of a day reads 0.123 kWh: 5.781 kWh.
  private var threeDays: [String?] {
    (0..<3 * 48).map { $0 % 48 == 47 ? "0" : "0.123" }
  }

  /// A change of tariff on the third day, with a charge a day of its own.
  ///
  /// 11.562 kWh * 27.3p / 1.05 = 300.612p → 301p on two days, and 5.781 kWh at 31.7p
  /// 174.53114…p → 175p. Standing charges of 2 * 50.1p and 61.3p are 161.5p / 1.05 = 153.8095…p →
  /// 154p. 5 % of 630p are 31.5p → 32p.
  @Test func aChangeOfTariff() throws {
    let home = try oneMeter(
      threeDays, from: "2024-01-10T00:00",
      [
        flat("old", "27.3", standing: "50.1", until: "2024-01-12"),
        flat("new", "31.7", standing: "61.3", from: "2024-01-12"),
      ])
    #expect(
      try ask("bill from 2024-01-10 to 2024-01-13", home).rows.map(\.isTotal)
        == [false, false, false, false, false, true])
    #expect(
      try ask("bill from 2024-01-10 to 2024-01-13", home).lines == [
        "import,energy: old,11.562,kWh,0.26,3.01", "import,energy: new,5.781,kWh,0.30190476,1.75",
        "import,standing charge,3,days,0.51269841,1.54", "import,subtotal,,,,6.3",
        "import,VAT 5%,,,,0.32", "import,total,,,,6.62",
      ])
  }

  /// A day of its own between two others.
  @Test func aOneDayAgreement() throws {
    var home = try oneMeter(threeDays, from: "2024-01-10T00:00")
    for (name, rate) in [("a", "27.3"), ("b", "31.7")] {
      home.add(try flat(name, rate, standing: "0"))
    }
    let meter = try #require(home.catalog.meters.first).meter
    home.assign("a", to: meter, from: try day("2024-01-01"), until: try day("2024-01-11"))
    home.assign("b", to: meter, from: try day("2024-01-11"), until: try day("2024-01-12"))
    home.assign("a", to: meter, from: try day("2024-01-12"))
    // One that holds on no day prices nothing and competes with nothing.
    home.assign("b", to: meter, from: try day("2024-01-12"), until: try day("2024-01-12"))
    #expect(
      try ask("bill from 2024-01-10 to 2024-01-13", home).lines.prefix(2)
        == ["import,energy: a,11.562,kWh,0.26,3.01", "import,energy: b,5.781,kWh,0.30190476,1.75"])
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-13 by day, tariff", home).lines.map { $0.prefix(12) }
        == ["2024-01-10,a", "2024-01-11,b", "2024-01-12,a"])
  }

  /// An agreement that ended leaves energy without a rate and days without a charge.
  @Test func withoutRates() throws {
    var home = try oneMeter(threeDays, from: "2024-01-10T00:00")
    home.add(try flat("a", "27.3", standing: "50.1"))
    let meter = try #require(home.catalog.meters.first).meter
    home.assign("a", to: meter, from: try day("2024-01-10"), until: try day("2024-01-12"))
    let table = try ask("bill from 2024-01-10 to 2024-01-13", home)
    // 11.562 kWh * 26p = 300.612p; 100.2p / 1.05 = 95.43p; 5 % of 396p are 19.8p.
    #expect(
      table.lines == [
        "import,energy: a,11.562,kWh,0.26,3.01", "import,energy: none,5.781,kWh,,",
        "import,standing charge,2,days,0.47714286,0.95", "import,subtotal,,,,3.96",
        "import,VAT 5%,,,,0.2", "import,total,,,,4.16",
      ])
    #expect(table.rows.map(\.isIncomplete) == [false, true, false, true, true, true])
    #expect(table.summary.coverage?.unpriced == 48)
  }

  /// Export earns, carries no VAT and has no standing charge.
  ///
  /// 17.343 kWh * 15.3p = 265.3479p → 265p.
  @Test func exportCountsNegative() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000002", .export)
    home.store(
      try threeDays.map { try $0.map(energy) }, from: try halfHour("2024-01-10T00:00"), of: meter)
    home.add(try flat("out", "15.3", standing: nil, unit: .electricityExportingKWh))
    #expect(
      try ask("bill from 2024-01-10 to 2024-01-13", home).lines == [
        "export,energy: out,17.343,kWh,0.153,-2.65", "export,subtotal,,,,-2.65",
        "export,total,,,,-2.65",
      ])
  }

  /// On a day of negative prices the customer is paid, and half a penny more goes to them too.
  ///
  /// 10 kWh at -1.3125p, of which VAT is taken out, are -12.5p → -13p; with a charge of 10p a day
  /// -3p, of which 5 % are -0.15p → 0p. At -13.125p they are -125p, and 5 % of -115p -5.75p → -6p.
  @Test(arguments: [("-1.3125", "-0.13", "-0.03", "0"), ("-13.125", "-1.25", "-1.15", "-0.06")])
  func negativePrices(rate: String, energy: String, subtotal: String, vat: String) throws {
    let home = try oneMeter(
      ["10"], from: "2024-01-10T00:00", [flat("agile", rate, standing: "10.5")])
    let amounts = try ask("bill 2024-01-10", home).rows.map { $0.cells[5].csv }
    #expect(amounts.prefix(4) == [energy, "0.1", subtotal, vat])
  }

  /// The charge falls due on days without readings, from the agreement on and until now.
  @Test func daysWithoutReadings() throws {
    var home = try oneMeter(["1"], from: "2024-01-15T00:00")
    home.add(try flat("a", "21", standing: "105"))
    let meter = try #require(home.catalog.meters.first).meter
    home.assign("a", to: meter, from: try day("2024-01-10"))
    let lines = try ask("bill 2024-01", home, now: "2024-01-20T12:00").lines
    #expect(lines.contains("import,standing charge,11,days,1,11"))
  }

  /// Charges with dates, one of them open at both ends, as export tariffs have had them.
  @Test func datedCharges() throws {
    var home = try oneMeter(threeDays, from: "2024-01-10T00:00")
    home.add(try flat("a", "21", standing: nil))
    func charge(_ pence: String, _ from: String?, _ to: String?) throws -> DatedRate {
      DatedRate(
        validFrom: try from.map { Instant(halfHour: try halfHour($0)) },
        validTo: try to.map { Instant(halfHour: try halfHour($0)) }, paymentMethod: nil,
        excludingVAT: nil, includingVAT: Rate(micropence: try energy(pence)))
    }
    home.add(
      [try charge("42", nil, "2024-01-11T00:00"), try charge("63", "2024-01-11T00:00", nil)],
      .standing, to: "a")
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-13 by day with standing", home).lines.map {
        $0.split(separator: ",")[3]
      } == ["0.42", "0.63", "0.63"])
    var open = try oneMeter(threeDays, from: "2024-01-10T00:00")
    open.add(try flat("a", "21", standing: nil))
    open.add([try charge("52.5", nil, nil)], .standing, to: "a")
    #expect(
      try ask("bill from 2024-01-10 to 2024-01-13", open).lines
        .contains("import,standing charge,3,days,0.5,1.5"))
  }

  /// Each row of a result is a statement, and so is the total: 5.781 kWh × 26p = 150.306p a day,
  /// three times that 450.918p.
  @Test func rowsAreStatementsOfTheirOwn() throws {
    let home = try oneMeter(
      threeDays, from: "2024-01-10T00:00", [flat("a", "27.3", standing: nil)])
    let period = "from 2024-01-10 to 2024-01-13"
    let table = try ask("cost \(period) by day using bill", home)
    #expect(table.rows.map { $0.cells[2].csv } == ["1.5", "1.5", "1.5"])
    #expect(table.totalLine == ",17.343,4.51")
    let note =
      "each row is rounded as a statement of its own: together £4.50, as one statement £4.51"
    #expect(table.summary.notes == [note])
    #expect(try ask("cost \(period) by month using bill", home).summary.notes == [])
    #expect(try ask("cost \(period) by day", home).summary.notes == [])
    let wide = try ask("cost \(period) by weekday across day using bill", home)
    #expect(wide.summary.notes == [note])
  }

  /// `explain` says which rule a tariff has, and shows each line before and after it is rounded.
  @Test func explainTellsTheRule() throws {
    let home = try oneMeter(
      threeDays, from: "2024-01-10T00:00", [flat("a", "27.3", standing: nil)])
    let plan = try plan("bill from 2024-01-10 to 2024-01-13", home)
    let text = try Explanation(plan).text(source: home)
    #expect(
      text.contains(
        "policy   bill\n         a: each line of the statement is rounded to a penny\n"))
    #expect(text.contains("\nlines\n  a: 17.343 kWh, £4.50918 → £4.51 without VAT\n"))
    #expect(!text.contains("\ndays\n"))
  }

  /// One row a line where a tariff has two to four bands; stretches of one rate are one band.
  ///
  /// 3 × 2 h at 0.123 kWh, less the last half-hour: of a day 4 × 0.123 = 0.492 at 21p, 0.984 at 10.5p
  /// and 35 × 0.123 = 4.305 at 42p; without VAT 20p, 10p and 40p. Of three days 1.476 × 20p =
  /// 29.52p, 2.952 × 10p = 29.52p, 12.915 × 40p = 516.6p → 30p, 30p, 517p; 5 % of 577p are 28.85p.
  @Test func aLineABand() throws {
    let home = try oneMeter(
      threeDays, from: "2024-01-10T00:00",
      [
        tariff(
          "three",
          [
            "00:00-02:00": "42", "02:00-06:00": "10.5", "06:00-08:00": "21", "08:00-24:00": "42",
          ])
      ])
    let table = try ask("bill from 2024-01-10 to 2024-01-13", home)
    #expect(
      table.lines == [
        "import,energy: three other hours,12.915,kWh,0.4,5.17",
        "import,energy: three 02:00-06:00,2.952,kWh,0.1,0.3",
        "import,energy: three 06:00-08:00,1.476,kWh,0.2,0.3", "import,subtotal,,,,5.77",
        "import,VAT 5%,,,,0.29", "import,total,,,,6.06",
      ])
    #expect(
      try ask("cost from 2024-01-10 to 2024-01-13 using bill", home).lines == ["17.343,5.77"])
  }

  /// More than four bands are one line: 5.781 kWh in a day, at rates without VAT of 10p to 50p.
  ///
  /// 10 half-hours each at 10p … 40p and 7 at 50p: 0.123 × (10 × 100 + 7 × 50) = 166.05p → 166p.
  @Test func moreThanFourBandsAreOneLine() throws {
    let home = try oneMeter(
      threeDays, from: "2024-01-10T00:00",
      [
        tariff(
          "five",
          [
            "00:00-05:00": "10.5", "05:00-10:00": "21", "10:00-15:00": "31.5",
            "15:00-20:00": "42", "20:00-24:00": "52.5",
          ])
      ])
    #expect(
      try ask("bill 2024-01-10", home).lines.first
        == "import,energy: five,5.781,kWh,0.28723404,1.66")
  }

  /// A charge is due where no rate is known: 52.5p a day hold 50p and 2.5p of VAT.
  @Test func aChargeWithoutRates() throws {
    var home = try oneMeter(threeDays, from: "2024-01-10T00:00")
    var dated = Tariff(name: "d", unit: .electricityImportingKWh, kind: .dated)
    dated.standingCharge = Rate(micropence: 52_500_000)
    home.add(dated)
    #expect(
      try ask("bill 2024-01-10 using exact", home).lines == [
        "import,energy: none,5.781,kWh,,", "import,standing charge,1,days,0.5,0.5",
        "import,subtotal,,,,0.5", "import,VAT 5%,,,,0.025", "import,total,,,,0.525",
      ])
  }

  @Test func twoAlternativesAreRefused() throws {
    let home = try oneMeter(
      ["1"], from: "2024-01-10T00:00", [flat("a", "21", standing: "1")])
    #expect(refusal("bill on a, current", home) == "'bill' takes one alternative")
    #expect(refusal("bill with coverage", home).hasPrefix("'bill' takes no 'with'"))
  }

  @Test func nothingToBill() throws {
    let table = try ask("bill 2024-01", MemoryHome())
    #expect(table.rows.isEmpty)
    #expect(
      table.header.columns.map(\.name)
        == ["flow", "line", "quantity", "unit", "rate", "amount_gbp"])
  }
}
