import TestSupport
import Testing

/// `reconcile billed from` the text of a statement: which figures are compared, and what is said of
/// others.
///
/// On 3 and 4 December 2024 each half-hour is 0.22 kWh of import and 0.1 kWh of export, so that a day
/// is 10.56 kWh and 4.8 kWh. The rates are 20p and 15p without VAT.
@Suite struct StatementFileTests {
  private let session: TestSession
  private let folder: TemporaryFolder

  init() throws {
    (session, folder) = (try TestSession(today: "2025-01-02"), try temporaryFolder())
    for (number, flow, kWh) in [
      ("1900000000001", "import", "0.22"), ("1900000000002", "export", "0.1"),
    ] {
      let file = try folder.write(StatementFileTests.readings(kWh), to: "\(flow).csv")
      let said = try session.run(
        "import csv '\(file)' for \(flow)_meter number \(number) as \(flow) create meters")
      try #require(said.contains("readings 96 new"), "\(said)")
    }
    _ = try session.run("add tariff flat as import rate 21p standing 52.5p")
    _ = try session.run("add tariff outgoing as export rate 15p")
  }

  private static func readings(_ kWh: String) -> String {
    let times = (0...96).map { halfHour in
      "2024-12-0\(3 + halfHour / 48)T\(clock(halfHour)):00Z"
    }
    return "Consumption (kWh), Start, End\n"
      + zip(times, times.dropFirst()).map { "\(kWh), \($0), \($1)\n" }.joined()
  }

  private static func clock(_ halfHour: Int) -> String {
    let hour = halfHour % 48 / 2
    return (hour < 10 ? "0" : "") + "\(hour):" + (halfHour % 2 == 0 ? "00" : "30")
  }

  /// The lines of the result, and the notes without the ways to keep the period.
  private func compare(_ statement: String) throws -> [String] {
    let file = try folder.write("Your Charges In Detail\n" + statement, to: "bill.txt")
    return try session.run("reconcile billed from '\(file)' as csv")
      .replacing(file, with: "bill.txt").split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("note: to keep") && !$0.contains("flow,line,unit") }
  }

  private static let heading = """
    Electricity
    Supply number 1900000000001
    Flat (3rd Dec 2024 - 3rd Dec 2024)
    Energy Charges for Meter 22L3610597

    """

  // MARK: Bills

  /// A statement and its correction have the same days: 10.56 kWh are used, and 10.7 and 10.6 printed.
  @Test func billsOfTheSameDaysAreToldApartByTheirLines() throws {
    let first = StatementFileTests.heading + "20.00p/kWh 10.7 kWh £2.14\n\n"
    let second = StatementFileTests.heading + "20.00p/kWh 10.6 kWh £2.12\n"
    let rows = try compare(first + second).filter { $0.contains(",usage,") }
    // The first word of each block is on the file's second and eighth line.
    #expect(
      rows == [
        "2,import,usage,kWh,10.56,10.7,-0.14,0.05,no,",
        "8,import,usage,kWh,10.56,10.6,-0.04,0.05,yes,",
      ])
  }

  // MARK: Energy

  /// 2752.6 - 2742.0 = 10.6, each rounded by 0.05 at most.
  @Test func theDifferenceOfTwoMeterReadsIsTheUsage() throws {
    let lines = try compare(
      StatementFileTests.heading + """
        3rd Dec 2024 2742.0 Smart meter reading
        4th Dec 2024 2752.6 Smart meter reading
        """)
    #expect(
      lines == [
        "import,usage,kWh,10.56,10.6,-0.04,0.1,yes,",
        "note: bill.txt:7: no kWh are printed, and those compared are the difference of two meter reads",
      ])
  }

  /// £2.11 + £2.11, of 10.6 + 10.56 kWh, which rounding changes by 0.05 and 0.005.
  @Test func aPeriodWithoutChargesHasItsTotal() throws {
    let lines = try compare(
      StatementFileTests.heading + """
        20.00p/kWh 10.6 kWh £2.11
        Flat (4th Dec 2024 - 4th Dec 2024)
        Total consumption 10.56 kWh @ 20.00p/kWh £2.11
        """)
    #expect(lines.first == "import,usage,kWh,21.12,21.16,-0.04,0.055,yes,")
    #expect(lines.dropFirst().first?.hasPrefix("import,energy,GBP,4.22,4.22,0,") == true)
    #expect(lines.count == 2, "\(lines)")
  }

  /// What one period costs is not that of both.
  @Test func aPeriodWithoutACostLeavesTheEnergyOut() throws {
    let lines = try compare(
      StatementFileTests.heading + """
        Total consumption 10.6 kWh @ 20.00p/kWh £2.11
        Flat (4th Dec 2024 - 4th Dec 2024)
        Total consumption 10.6 kWh
        """)
    #expect(lines == ["import,usage,kWh,21.12,21.2,-0.08,0.1,yes,"])
  }

  /// £2.11 and £0.50 with £0.13 of VAT are £2.74, which are taken back here: 2.74 - -2.74 is 5.48.
  @Test func aCreditIsNoCharge() throws {
    let lines = try compare(
      StatementFileTests.heading + """
        Reversal 20.00p/kWh -10.6 kWh -£2.11
        Reversal Standing Charge -1 days @ 50.00p/day -£0.50
        VAT @ 5.00% -£0.13
        Total Electricity Credits £2.74
        """)
    let total = try #require(lines.first { $0.hasPrefix("import,total,") })
    #expect(total.hasPrefix("import,total,GBP,2.74,-2.74,5.48,"))
    #expect(total.contains(",no,"))
  }

  @Test func chargesWithASubtotalAloneAreNoted() throws {
    let subtotal = """
      Electricity
      Supply number 1900000000001
      Flat (4th Dec 2024 - 4th Dec 2024)
      Subtotal of charges before VAT £2.61

      """
    let lines = try compare(
      StatementFileTests.heading + "20.00p/kWh 10.6 kWh £2.11\nTotal Electricity Charges £2.74\n"
        + subtotal)
    #expect(
      lines.last
        == "note: bill.txt:8: these charges have no figure to compare, and are left out")
    #expect(
      try compare(subtotal).joined().contains(
        "bill.txt:2: these charges have no figure to compare, and are left out; type its figures:"))
  }

  // MARK: Pages

  /// The first two half-hours of 3 December.
  private static func page(_ rate: String, _ kWh: String, _ cost: String) -> String {
    """
    3rd December 2024
    For electricity meter 22L3610597
    Period  Rate p / kWh  Consumption kWh  Cost p
    00:00 - 00:30  \(rate)  \(kWh)  \(cost)
    00:30 - 01:00  \(rate)  \(kWh)  \(cost)

    """
  }

  private static let imported =
    heading + "20.00p/kWh 10.6 kWh £2.11\nTotal Electricity Charges £2.74\n"

  private static func exported(at rate: String = "15.00") -> String {
    """
    Outgoing Export
    Supply number 1900000000002
    Outgoing (3rd Dec 2024 - 3rd Dec 2024)
    Energy Exported for Meter 22L3610597
    \(rate)p/kWh 4.8 kWh £0.72
    Total Electricity Credits £0.72

    """
  }

  private static let gas = """
    Gas
    Meter Point Reference 1234567890
    Flexible (3rd Dec 2024 - 3rd Dec 2024)
    Energy Used 20.0 kWh @ 5.00p/kWh £1.00
    Total Gas Charges £1.64

    """

  /// One meter counts both: the rates tell the pages apart, in whichever order the charges are.
  @Test(arguments: [imported + exported(), exported() + imported])
  func pagesAreOfTheChargesWithTheirRates(charges: String) throws {
    let own = StatementFileTests.page("20.00", "0.22", "4.400")
    let other = StatementFileTests.page("15.00", "0.10", "1.500")
    let lines = try compare(charges + own + other)
    #expect(
      lines.filter { $0 == "note: the 2 half-hours that the statement lists agree" }.count == 2,
      "\(lines)")
    #expect(lines.allSatisfy { !$0.contains("of the statement's") }, "\(lines)")
  }

  @Test(arguments: [
    // Both at one rate, and at none of theirs.
    (exported(at: "20.00"), "20.00"), (exported(), "7.00"),
  ])
  func pagesThatMayBeOfTwoAreNotCompared(exported: String, rate: String) throws {
    let page = StatementFileTests.page(rate, "0.90", "18.000")
    let lines = try compare(exported + StatementFileTests.imported + page)
    #expect(
      lines.last
        == "note: bill.txt: 1 page of half-hours may be of more than one of the charges, and is not compared"
    )
    #expect(lines.allSatisfy { !$0.contains("of the statement's") }, "\(lines)")
  }

  @Test func pagesOfElectricityAreNotOfGas() throws {
    let page = StatementFileTests.page("20.00", "0.22", "4.400")
    let lines = try compare(StatementFileTests.gas + StatementFileTests.imported + page)
    #expect(lines.contains("note: the 2 half-hours that the statement lists agree"), "\(lines)")
    let alone =
      StatementFileTests.imported
      + page.replacing("electricity meter", with: "gas meter")
    #expect(
      try compare(alone).last
        == "note: bill.txt: 1 page of half-hours has no charges for the meter and day, and is not compared"
    )
  }
}
