import EnergyModel
import Interchange
import Testing

/// Statements of each layout, whole: what is expected was written down from the text by hand.
struct StatementTests {
  // MARK: The present layout

  /// As `pdftotext -layout` gives it, with the tariff's terms beside the charges.
  private static let columns = """
    Octopus Energy                                                    Page 2 of 14
    Your account number: A-1234ABCD

    Your Charges In Detail

    Electricity
    Supply number          S 2 900 BBA 2600002170611
    Intelligent Octopus Go (3rd Jul 2024 - 2nd Aug 2024)              About Your Tariff
    Energy Charges for Meter 22L3610597                               Tariff Name    Intelligent Octopus Go
    Rate                   Consumption            Cost                Unit Rate      21.70p/kWh
    6.67p/kWh              745.6 kWh              £49.706             Standing Charge   51.37p/day
    21.70p/kWh             6.0 kWh                £1.304              (£187.50/year)
    Total consumption      751.6kWh @ 6.79p/kWh   £51.01              Early exit fee   None
    Standing Charge        31 days @ 51.37p/day   £15.92
    Subtotal of charges before VAT                £66.93              Estimated annual usage   4,100 kWh
    VAT @ 5.00%                                   £3.35
    Total Electricity Charges                     £70.28

    Outgoing export
    Supply number          S 8 867 BBE 2600004092930
    Outgoing Octopus 12M Fixed (14th Jul 2024 – 2nd Aug 2024)
    Energy Exported for Meter 22L3610597
    Energy Exported        478.5 kWh @ 15.00p/kWh  £71.77
    Standing Charge        20 days @ 0.00p/day     £0.00
    VAT @ 0.00%                                    £0.00
    Total Electricity Credits                      £71.77

    Total charges £70.28
    Octopus Energy Limited, a company registered in England and Wales, 1234.
    """

  @Test func columnsOfThePresentLayout() throws {
    #expect(
      description(of: try readStatement(StatementTests.columns)) == """
        block #6 import 2600002170611
          period #8 'Intelligent Octopus Go' 2024-07-03..<2024-08-03 22L3610597
          energy 745.6#11 kWh at 6.67#11 = 49.706#11
          energy 6.0#12 kWh at 21.70#12 = 1.304#12
          total 751.6#13 kWh at 6.79#13 = 51.01#13
          standing 31#14 days at 51.37#14 = 15.92#14
        subtotal 66.93#15
        vat 5.00#16% = 3.35#16
        charges 70.28#17
        block #19 export 2600004092930
          period #21 'Outgoing Octopus 12M Fixed' 2024-07-14..<2024-08-03 22L3610597
          energy 478.5#23 kWh at 15.00#23 = 71.77#23
          standing 20#24 days at 0.00#24 = 0.00#24
        vat 0.00#25% = 0.00#25
        credits 71.77#26
        """)
  }

  /// Copied and pasted: each cell is a line, and amounts may be missing.
  private static let cells = """
    Your Charges In Detail
    Electricity Supply number S2 900 BBA
    2600002170611
    Intelligent Octopus Go (3rd July 2024 to
    2nd August 2024)
    Energy Charges for Meter 22L3610597
    6.67p / kWh
    745.6 kWh
    £49.706
    21.70p/kWh
    6.0 kWh
    £1.304
    Total consumption
    751.6kWh @ 6.79p/kWh
    Standing Charge
    31 days @ 51.37p/day
    VAT @ 5.00%
    Outgoing export Supply number S8 867 BBE
    2600004092930
    Outgoing Octopus 12M Fixed
    (14th Jul 2024 - 2nd Aug 2024)
    Energy Exported for Meter 22L3610597
    Energy Exported
    478.5 kWh @ 15.00p/kWh
    £71.77
    VAT @ 0.00%
    """

  @Test func cellsOfThePresentLayout() throws {
    #expect(
      description(of: try readStatement(StatementTests.cells)) == """
        block #2 import 2600002170611
          period #4 'Intelligent Octopus Go' 2024-07-03..<2024-08-03 22L3610597
          energy 745.6#8 kWh at 6.67#7 = 49.706#9
          energy 6.0#11 kWh at 21.70#10 = 1.304#12
          total 751.6#14 kWh at 6.79#14 = -
          standing 31#16 days at 51.37#16 = -
        vat 5.00#17% = -
        block #18 export 2600004092930
          period #20 'Outgoing Octopus 12M Fixed' 2024-07-14..<2024-08-03 22L3610597
          energy 478.5#24 kWh at 15.00#24 = 71.77#25
        vat 0.00#26% = -
        """)
  }

  // MARK: Others

  @Test func flatLayout() throws {
    let statement = try readStatement(
      """
      Electricity Supply number 12345 2000012845052
      Energy Charges for Meter 20E5013326
      About Your Tariff Octopus Flexible Tariff (7th Dec. 2021 - 5th Jan. 2022)
      Unit Rate 15.51p/kWh
      7th Dec. 2021 2257.0 Smart meter reading
      5th Jan. 2022 2481.3 Actual reading
      Energy Used 224.3 kWh @ 15.51p/kWh
      Standing Charge 31 days @ 19.23p/day £5.96
      Total Electricity Charges £42.78
      """)
    #expect(
      description(of: statement) == """
        block #1 import 2000012845052
          period #2 'Octopus Flexible Tariff' 2021-12-07..<2022-01-06 20E5013326
          read 2021-12-07 2257.0#5 Smart meter
          read 2022-01-05 2481.3#6 Actual
          energy 224.3#7 kWh at 15.51#7 = -
          standing 31#8 days at 19.23#8 = 5.96#8
        charges 42.78#9
        """)
  }

  /// E.ON Next, oracle O3: the parts of 704.0 kWh are 704.1, and 27.092 × 3.1 is 0.84.
  @Test func productsAndExport() throws {
    let statement = try readStatement(
      """
      Electricity
      6 Dec 2025 - 5 Jan 2026
      £61.82 DR
      Your charges in detail.
      Electricity
      Supply number
       S
      Next Drive Fixed V7 (6th December 2025 - 5th January 2026)
      Electricity charges for meter 00X0000000
      6.381p × 701.0 = £44.73
      27.092p x 3.1 = £0.83
      Total consumption
      704.0kWh @ 6.47p/kWh
       £45.56
      Standing charge
      31 days @ 42.978p/day
       £13.32
      Subtotal of charges before VAT
       £58.88
      VAT @ 5%
       £2.94
      Total electricity charges
       £61.82
      Your electricity tariff.
      Unit rate
      27.092p/kWh
      Your charges in detail.
      Electricity
      Next Export Exclusive v2 (17th Nov 2025 - 1st Apr 2026)
      Electricity exported for meter 00X0000000
      17 Nov 2025
      9.0 Customer reading
      2 Apr 2026
      591.8 Smart meter reading
      Electricity exported
      582.8 kWh @ 16.500p/kWh
       £96.16
      Standing charge
      136 days @ 0.000p/day
       £0.00
      VAT @ 0%
       £0.00
      Total electricity credits
       £96.16
      """)
    #expect(
      description(of: statement) == """
        block #5 import -
          period #8 'Next Drive Fixed V7' 2025-12-06..<2026-01-06 00X0000000
          energy 701.0#10 kWh at 6.381#10 = 44.73#10
          energy 3.1#11 kWh at 27.092#11 = 0.83#11
          total 704.0#13 kWh at 6.47#13 = 45.56#14
          standing 31#16 days at 42.978#16 = 13.32#17
        subtotal 58.88#19
        vat 5#20% = 2.94#21
        charges 61.82#23
        block #28 export -
          period #29 'Next Export Exclusive v2' 2025-11-17..<2026-04-02 00X0000000
          read 2025-11-17 9.0#32 Customer
          read 2026-04-02 591.8#34 Smart meter
          energy 582.8#36 kWh at 16.500#36 = 96.16#37
          standing 136#39 days at 0.000#39 = 0.00#40
        vat 0#41% = 0.00#42
        credits 96.16#44
        """)
    #expect(statement.blocks[0].periods[0].usage(of: .import)?.energy == FixedPoint(7040, scale: 1))
  }

  @Test func gas() throws {
    let statement = try readStatement(
      """
      Your Charges In Detail
      Gas
      Meter Point Reference:   1234567890
      Flexible Octopus (01/02/2026 - 28/02/2026)
      Gas charges for meter G4A00123456789
      1st Feb 2026   10,231.2 Smart meter reading
      28th Feb 2026  10,396.0 Estimated reading
      Consumption 164.8 Units (m3)
      Average calorific value 39.5
      Volume correction 1.02264
      Energy Used* 1,849.5 kWh @ 5.63p/kWh  £104.13
      Standing Charge 28 days @ 28.06p/day £7.86
      Subtotal of charges before VAT £111.99
      VAT @ 5% £5.60
      Total Gas Charges £117.59
      """)
    #expect(
      description(of: statement) == """
        block #2 gas 1234567890
          period #4 'Flexible Octopus' 2026-02-01..<2026-03-01 G4A00123456789
          read 2026-02-01 10231.2#6 Smart meter
          read 2026-02-28 10396.0#7 Estimated
          energy 1849.5#11 kWh at 5.63#11 = 104.13#11
          standing 28#12 days at 28.06#12 = 7.86#12
          gas 164.8#8 m3 of 39.5#9
        subtotal 111.99#13
        vat 5#14% = 5.60#14
        charges 117.59#15
        """)
  }

  @Test(arguments: [
    "Units (m3) 75.7", "Units (m³)\n75.7", "75.7 m³", "75.7 m3", "Consumption 75.7m3",
  ])
  func gasVolume(_ line: String) throws {
    let statement = try readStatement(
      "Gas Meter Point Reference: 1234567\n\(line)\nEnergy Used* 849.5 kWh @ 5.63p/kWh\n")
    let volume = statement.blocks[0].periods[0].volume
    #expect(volume?.text == "75.7")
    #expect(statement.blocks[0].number == "1234567")
  }

  // MARK: Figures

  @Test func figuresKnowTheirRounding() {
    let figure = PrintedFigure(digits: 590, places: 2, line: 4)
    #expect(figure.text == "5.90")
    #expect(figure.number == FixedPoint(59, scale: 1))
    #expect(figure.halfLastDigit == FixedPoint(5, scale: 3))
    #expect(figure != PrintedFigure(digits: 59, places: 1, line: 4))
  }

  @Test(arguments: [
    ("1st Jan 2024 - 31st Jan 2024", "2024-01-01", "2024-02-01"),
    ("1 January 2024 – 31 January 2024", "2024-01-01", "2024-02-01"),
    ("29TH FEB. 2024—1ST MAR. 2024", "2024-02-29", "2024-03-02"),
    ("2024-09-30 until 2024-10-01", "2024-09-30", "2024-10-02"),
    ("01/12/2024 to 1/12/2024", "2024-12-01", "2024-12-02"),
    ("3rd Sept 2024-4th Sept 2024", "2024-09-03", "2024-09-05"),
  ])
  func dates(_ text: String, _ start: String, _ end: String) throws {
    let statement = try readStatement(
      "Go (\(text))\nEnergy Used 1.0 kWh @ 2.00p/kWh £0.02\nTotal Electricity Charges £0.02")
    let days = statement.blocks[0].days
    #expect(days?.lowerBound.description == start)
    #expect(days?.upperBound.description == end)
    #expect(statement.notes.isEmpty)
  }
}
