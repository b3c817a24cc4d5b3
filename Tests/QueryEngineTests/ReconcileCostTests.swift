import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

/// `reconcile` beside the supplier's own costs of the half-hours: figures worked out by hand.
@Suite struct ReconcileCostTests {
  /// Half-hours of `kWh` from 2024-01-10T00:00 on, with the supplier's costs in pence.
  private func home(
    _ kWh: [String], _ costs: [String?], _ rates: [String: String]
  ) throws -> MemoryHome {
    var home = try oneMeter(kWh, from: "2024-01-10T00:00", [tariff("in", rates)])
    home.storeCosts(
      costs, from: try halfHour("2024-01-10T00:00"),
      of: try #require(home.catalog.meters.first).meter)
    return home
  }

  private let flat = ["00:00-24:00": "20"]

  /// Costs with three decimals may each be half a thousandth of a penny off.
  @Test func byDayWithinThePrintedDigits() throws {
    let home = try home(["0.1234", "0.2"], ["2.468", "4.0004"], flat)
    let table = try ask("reconcile 2024-01-10 by day", home)
    // The day's costs have four decimals, so each is within 0.00005 p.
    #expect(table.lines == ["2024-01-10,2,0.06468,0.064684,-0.000004,0.000001,no"])
    #expect(table.totalLine == ",2,0.06468,0.064684,-0.000004,0.000001,no")
    let same = try self.home(["0.1234", "0.2"], ["2.468", "4.000"], flat)
    #expect(
      try ask("reconcile 2024-01-10 by day", same).lines
        == ["2024-01-10,2,0.06468,0.06468,0,0.00001,yes"])
  }

  @Test func byEachKey() throws {
    let rates = ["00:00-00:30": "10", "00:30-24:00": "20"]
    let home = try home(["1", "2"], ["10.00", "39.01"], rates)
    #expect(
      try ask("reconcile 2024-01-10 by band", home).lines == [
        "00:00-00:30,1,0.1,0.1,0,0.00005,yes", "00:30-24:00,1,0.4,0.3901,0.0099,0.00005,no",
      ])
    #expect(
      try ask("reconcile 2024-01-10 by halfhour", home).lines == [
        "00:00,1,0.1,0.1,0,0.00005,yes", "00:30,1,0.4,0.3901,0.0099,0.00005,no",
      ])
    #expect(
      try ask("reconcile 2024-01-10 by month", home).lines
        == ["2024-01,2,0.5,0.4901,0.0099,0.0001,no"])
  }

  @Test func lineByLine() throws {
    let home = try home(["1", "2"], ["21", "42.0"], flat)
    let table = try ask("reconcile 2024-01-10", home)
    #expect(
      table.lines == [
        "import,energy,GBP,0.6,0.63,-0.03,0.01,no,"
          + "2 of 2 half-hours differ, from 2024-01-10 to 2024-01-10 01:00: "
          + "from 2024-01-10 on the supplier has 21p in place of 20p"
      ])
  }

  /// 5p more and 5p less: 60p in all on either side, each half-hour of which may be half a penny off.
  @Test func differencesThatCancelAreANote() throws {
    let home = try home(["1", "1", "1"], ["25.00", "15.00", "20"], flat)
    let table = try ask("reconcile 2024-01-10", home)
    #expect(table.lines == ["import,energy,GBP,0.6,0.6,0,0.015,yes,"])
    let note =
      "2 of 3 half-hours differ, from 2024-01-10 to 2024-01-10 01:00: octowatt sees nothing that "
      + "they have in common"
    #expect(table.summary.notes.last == note)
    let same = try self.home(["1", "1"], ["20.00", "20.00"], flat)
    let notes = try ask("reconcile 2024-01-10", same).summary.notes
    #expect(!notes.contains { $0.contains("half-hours") })
  }

  @Test func whatIsLackingIsLeftOut() throws {
    let home = try home(["1", "2", "3"], ["20.00", nil, "60.00"], flat)
    let table = try ask("reconcile 2024-01-10 by day", home)
    #expect(table.lines == ["2024-01-10,2,0.8,0.8,0,0.01,yes"])
    #expect(table.summary.notes == ["1 reading has no cost of the supplier, and is left out"])
    #expect(table.summary.isIncomplete)
  }

  @Test func withoutAnyTheWaysAreSaid() throws {
    let home = try oneMeter(["1"], from: "2024-01-10T12:00", [tariff("in", flat)])
    #expect(
      refusal("reconcile 2024-01-10", home).hasPrefix(
        "there is nothing to reconcile with from 2024-01-10 to 2024-01-11, as the supplier's own "
          + "costs are not known; type what a bill says"))
  }

  // MARK: What differences have in common

  private func note(
    _ kWh: [String], _ costs: [String?], _ rates: [String: String]
  ) throws -> String {
    let notes = try ask("reconcile 2024-01-10 by day", home(kWh, costs, rates)).summary.notes
    return notes.first.map { String($0.drop { $0 != ":" }) } ?? ""
  }

  /// 20p with 5 % VAT is 19.0476…p without, and 22.857…p with 20 %.
  @Test func vat() throws {
    #expect(
      try note(["1", "2.1"], ["19.0476", "40.00"], flat)
        .hasSuffix("VAT is not in the supplier's costs"))
    #expect(
      try note(["1", "2.1"], ["22.8571", "48.00"], flat)
        .hasSuffix("the supplier's costs have VAT at 20%"))
  }

  /// Half-hours that agree have VAT in their costs, unless they cost nothing.
  @Test func vatInSome() throws {
    #expect(
      try note(["1", "2.1", "1"], ["20", "40.00", "19.0476"], flat)
        .hasSuffix("VAT is not in the supplier's costs of these"))
    #expect(
      try note(["1", "2.1", "1"], ["20.0000", "48.00", "22.8571"], flat)
        .hasSuffix("the supplier's costs of these have VAT at 20%"))
    #expect(
      try note(["1", "2.1", "0"], ["19.0476", "40.00", "0"], flat)
        .hasSuffix("VAT is not in the supplier's costs"))
  }

  /// A rate begins within a day where half-hours of it have another before; those without usage may
  /// have either.
  @Test(arguments: [("1", "20.00", "2024-01-10 00:30"), ("0", "0.00", "2024-01-10")])
  func theHalfHourThatARateBeginsIn(kWh: String, cost: String, start: String) throws {
    #expect(
      try note([kWh, "1", "2"], [cost, "25", "50"], flat)
        .hasSuffix(": from \(start) on the supplier has 25p in place of 20p"))
  }

  /// Octowatt's band begins at 01:00, the supplier's at 02:00.
  @Test func aBandAnHourOff() throws {
    let rates = ["00:00-01:00": "30.00", "01:00-03:00": "10", "03:00-24:00": "30"]
    let costs = ["30", "30", "30.00", "30", "10", "10", "10", "10", "30"]
    #expect(
      try note(Array(repeating: "1", count: 9), costs, rates)
        .hasSuffix("the supplier's bands are an hour later"))
  }

  /// The supplier's band begins at 01:30, and octowatt's half an hour before.
  @Test func aBandHalfAnHourOff() throws {
    let rates = ["00:00-01:00": "30.00", "01:00-02:00": "10", "02:00-24:00": "30"]
    let costs = ["30", "30", "30.00", "10", "10", "30", "30"]
    #expect(
      try note(Array(repeating: "1", count: 7), costs, rates)
        .hasSuffix("the supplier's bands are half an hour later"))
  }

  /// 1.004 kWh is 1 kWh, and 1.006 kWh is 1.01 kWh.
  @Test func roundedHalfHours() throws {
    #expect(
      try note(["1.004", "1.006", "1.01"], ["20.000", "20.2", "20.2"], flat)
        .hasSuffix("the supplier rounds each half-hour to 0.01 kWh: using guide"))
  }

  @Test func wholeHalfHoursAtTheCheapRate() throws {
    let rates = ["00:00-00:30": "7.5", "00:30-24:00": "30"]
    #expect(
      try note(["1", "1", "2", "3", "1"], ["7.5", "30.00", "15", "22.5", "30"], rates)
        .hasSuffix(
          "they are at the cheap rate of 7.5p/kWh: 2024-01-10 01:00 to 02:00"))
    #expect(
      try note(["1", "1", "2"], ["7.5", "0", "60.00"], rates)
        .hasSuffix("they are free: 2024-01-10 00:30 to 01:00"))
  }

  /// Half-hours here and there at 21.5p, which is no rate of octowatt's and does not last.
  @Test func oneRateInAllOfThem() throws {
    #expect(
      try note(["1", "2", "1", "0.4"], ["20.00", "43", "20", "8.60"], flat)
        .hasSuffix(
          "they are at 21.5p/kWh: 2024-01-10 00:30 to 01:00, 2024-01-10 01:30 to 02:00"))
  }

  /// 20p with 5 % VAT is 19.0476…p without; neither is 1 kWh for 19.0476p free, nor at 20p.
  @Test func explainHasWhatWasTried() throws {
    let home = try home(["1", "2.1"], ["19.0476", "40.00"], flat)
    let wanted = Explanation(try plan("explain reconcile 2024-01-10", home))
    var table = ResultTable()
    try wanted.write(from: home, to: &table)
    #expect(
      table.lines.prefix(6) == [
        "import,,,2,no", "import,VAT is not in the supplier's costs,,0,yes",
        "import,the supplier's costs have VAT at 20%,,2,no", "import,half-hours are free,,2,no",
        "import,half-hours are at the cheap rate,,2,no",
        "import,other rates from a half-hour on,,0,yes",
      ])
    let text = try wanted.text(source: home)
    #expect(text.contains("\n    VAT is not in the supplier's costs: 0\n"))
    #expect(text.contains("\n    half-hours are free: 2\n"))
  }

  // MARK: Two patterns

  private func expectNote(
    _ kWh: [String], _ costs: [String?], _ rates: [String: String], _ end: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let said = try note(kWh, costs, rates)
    #expect(said.hasSuffix(end), "\(said)", sourceLocation: location)
  }

  /// 20p is 19.0476…p without VAT, and 30p is 28.5714…p.
  @Test func otherRatesWithoutVAT() throws {
    let costs = ["19.0476", "19.0476", "28.5714", "28.5714", "28.5714"]
    try expectNote(
      Array(repeating: "1", count: 5), costs, flat,
      ": VAT is not in the supplier's costs; and from 2024-01-10 01:00 on the supplier has 30p "
        + "in place of 20p")
  }

  /// The supplier's band begins an hour later than octowatt's, and its other hours cost 33p.
  @Test func otherRatesAndABandAnHourOff() throws {
    let rates = ["00:00-01:00": "30.00", "01:00-03:00": "10", "03:00-24:00": "30"]
    let costs = ["33", "33", "33.00", "33", "10", "10", "10", "10", "33", "33"]
    try expectNote(
      Array(repeating: "1", count: 10), costs, rates,
      ": the supplier's bands are an hour later; and from 2024-01-10 on the supplier has 33p in "
        + "place of 30p")
  }

  @Test func aFreeSessionAndOtherRates() throws {
    try expectNote(
      Array(repeating: "1", count: 6), ["20.00", "0", "25", "25", "25", "25"], flat,
      ": 1 half-hour is free: 2024-01-10 00:30 to 01:00; and from 2024-01-10 01:00 on the "
        + "supplier has 25p in place of 20p")
    // Another rate in two half-hours alone may be anything.
    try expectNote(
      ["1", "1", "1", "1"], ["20.00", "0", "25", "25"], flat,
      "octowatt sees nothing that they have in common")
  }

  @Test func aFreeSessionAndADispatch() throws {
    let rates = ["00:00-00:30": "7.5", "00:30-24:00": "30"]
    try expectNote(
      ["1", "1", "2", "1"], ["7.5", "7.5", "0", "30.00"], rates,
      ": 1 half-hour is free: 2024-01-10 01:00 to 01:30; and 1 half-hour is at the cheap rate of "
        + "7.5p/kWh: 2024-01-10 00:30 to 01:00")
  }

  /// 1.004 kWh is 1 kWh, 1.006 and 1.01 kWh are 1.01 kWh, of 19.047619p.
  @Test func roundedHalfHoursWithoutVAT() throws {
    try expectNote(
      ["1.004", "1.006", "1.01"], ["19.0476", "19.2381", "19.2381"], flat,
      ": the supplier rounds each half-hour to 0.01 kWh: using guide; and VAT is not in the "
        + "supplier's costs")
  }

  /// One half-hour among a thousand at another price than the pattern has, wherever it is.
  @Test(arguments: [500, 501, 777, 999])
  func aPatternAccountsForEveryHalfHour(odd: Int) throws {
    func note(_ odd: Int?) throws -> String? {
      let costs = (0..<1000).map { $0 == odd ? "26.01" : $0 < 500 ? "20.00" : "25.01" }
      let home = try home(Array(repeating: "1", count: 1000), costs, flat)
      return try ask("reconcile from 2024-01-10 to 2024-02-01 by month", home).summary.notes.first
    }
    let all = try note(nil)
    #expect(
      all
        == "500 of 1,000 half-hours differ, from 2024-01-20 10:00 to 2024-01-30 20:00: from 2024-01-20 "
        + "10:00 on the supplier has 25.01p in place of 20p")
    let others = try note(odd) ?? ""
    #expect(others.hasSuffix("octowatt sees nothing that they have in common"), "\(others)")
  }

  /// What costs something without use has no rate.
  @Test func aCostWithoutUseHasNoRate() throws {
    try expectNote(
      ["1", "1", "0"], ["25.00", "25", "3"], flat, "octowatt sees nothing that they have in common")
  }

  @Test func nothingInCommon() throws {
    #expect(
      try note(["1", "1", "1"], ["20.00", "23", "27"], flat)
        .hasSuffix("octowatt sees nothing that they have in common"))
  }

  /// Both costs are of 7.00035p, as those of a real download are: 0.108 kWh × 7.00035p = 0.7560378p, and
  /// 0.25 kWh × 7.00035p = 1.7500875p.
  @Test func theFlatRateIsFound() throws {
    let home = try home(["0.108", "0.25"], ["0.7560378", "1.7500875"], flat)
    let text = try Explanation(try plan("reconcile 2024-01-10 by day", home)).text(source: home)
    #expect(text.contains("a flat rate of 7.00035 p/kWh fits 2 of 2 half-hours"))
    #expect(text.contains("00:00: 0.108 kWh for 0.7560378p is 7.00035 p/kWh, not 20p"))
    #expect(
      try ask("reconcile 2024-01-10 by day on 7.00035p", home).lines
        == ["2024-01-10,2,0.025061253,0.025061253,0,0.000000001,yes"])
  }

  @Test func refusals() throws {
    let home = try home(["1"], ["20"], flat)
    #expect(
      refusal("reconcile 2024-01-10 by day using bill", home)
        == "the policy 'bill' needs whole days, and the supplier's costs are of half-hours")
    #expect(
      refusal("reconcile 2024-01-10 by week", home)
        == "'reconcile' takes no 'by week'; its keys are halfhour, day, month, band")
    #expect(refusal("reconcile 2024-01-10 by day, band", home) == "'reconcile' takes one key")
    #expect(
      refusal("reconcile 2024-01-10 by day billed energy £1", home)
        == "'by' and 'billed' can't be combined")
    #expect(
      refusal("reconcile 2024-01-10 billed energy £1, energy £2", home)
        == "the figure 'energy' is repeated")
    #expect(
      refusal("reconcile 2024-01-10 billed energy 3 kWh", home)
        == "expected a number with £ or p for 'energy', found '3 kWh'")
    #expect(
      refusal("reconcile import, gas 2024-01-10", home) == "'reconcile' takes one flow")
  }
}
