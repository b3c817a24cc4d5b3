import EnergyModel
import Interchange
import Testing

/// Statements with several blocks, periods or meters: what belongs to which.
struct StatementBlockTests {
  /// Two periods with a standing charge each, under one total; and the same with two totals.
  @Test(arguments: [false, true])
  func priceChange(_ hasTwoTotals: Bool) throws {
    let statement = try readStatement(
      """
      Your Charges In Detail
      Electricity
      Supply number S 2 900 BBA 2600002170611
      Flexible Octopus (3rd Sep 2024 - 30th Sep 2024)
      Energy Charges for Meter 22L3610597
      Energy Used 200.1 kWh @ 22.36p/kWh £44.74
      Standing Charge 28 days @ 60.10p/day £16.83
      \(hasTwoTotals ? "Total Electricity Charges £61.57" : "VAT @ 5.00% £3.08")
      Flexible Octopus (1st Oct 2024 - 2nd Oct 2024)
      Energy Charges for Meter 22L3610597
      Energy Used 14.9 kWh @ 24.50p/kWh £3.65
      Standing Charge 2 days @ 60.99p/day £1.22
      VAT @ 5.00% £0.24
      Total Electricity Charges £\(hasTwoTotals ? "5.11" : "69.76")
      """)
    let first = """
        period #4 'Flexible Octopus' 2024-09-03..<2024-10-01 22L3610597
        energy 200.1#6 kWh at 22.36#6 = 44.74#6
        standing 28#7 days at 60.10#7 = 16.83#7
      """
    let second = """
        period #9 'Flexible Octopus' 2024-10-01..<2024-10-03 22L3610597
        energy 14.9#11 kWh at 24.50#11 = 3.65#11
        standing 2#12 days at 60.99#12 = 1.22#12
      """
    let expected =
      hasTwoTotals
      ? """
      block #2 import 2600002170611
      \(first)
      charges 61.57#8
      block #9 import 2600002170611
      \(second)
      vat 5.00#13% = 0.24#13
      charges 5.11#14
      """
      : """
      block #2 import 2600002170611
      \(first)
      \(second)
      vat 5.00#8% = 3.08#8
      vat 5.00#13% = 0.24#13
      charges 69.76#14
      """
    #expect(description(of: statement) == expected)
    #expect(
      statement.blocks[0].days?.upperBound.description
        == (hasTwoTotals ? "2024-10-01" : "2024-10-03"))
  }

  /// The energy is the difference of the reads, as no other is printed.
  @Test func exportWithReadsAlone() throws {
    let statement = try readStatement(
      """
      Your Charges In Detail
      Electricity
      Supply number
      S 8 867 BBE 2600004092930
      Outgoing Octopus 12M Fixed (3rd December 2024 - 5th December 2024)
      Energy exported for Meter 22L3610597
      3rd Dec 2024
      2393.4 Smart meter reading
      6th Dec 2024
      2423.45 Smart meter reading
      Total Electricity Credits
      £4.50
      About Your Tariff
      Electricity
      Tariff Name
      Outgoing Octopus 12M Fixed May 2019
      Unit Rate
      15.00p/kWh
      """)
    #expect(
      description(of: statement) == """
        block #2 export 2600004092930
          period #5 'Outgoing Octopus 12M Fixed' 2024-12-03..<2024-12-06 22L3610597
          read 2024-12-03 2393.4#8 Smart meter
          read 2024-12-06 2423.45#10 Smart meter
        credits 4.50#12
        """)
    let period = statement.blocks[0].periods[0]
    let usage = period.usage(of: .export)
    #expect(usage?.energy == FixedPoint(3005, scale: 2))
    #expect(usage?.isOfReads == true)
    #expect(usage?.figures.map(\.text) == ["2393.4", "2423.45"])
    #expect(period.usage(of: .gas) == nil)
    #expect(period.usage(of: nil) == nil)
  }

  /// A meter exchange: the reads are of two meters.
  @Test func readsOfTwoMetersAreNoEnergy() throws {
    let statement = try readStatement(
      """
      Electricity Supply number 12345 2000012845052
      Outgoing Octopus (3rd December 2024 - 5th December 2024)
      Energy exported for Meter 22L3610597
      2393.4 Actual reading
      Energy exported for Meter 24L0000001
      0.0 Actual reading
      """)
    let period = try #require(statement.blocks.first?.periods.first)
    #expect(period.serials == ["22L3610597", "24L0000001"])
    #expect(period.reads.map(\.value.text) == ["2393.4", "0.0"])
    #expect(period.usage(of: .export) == nil)
  }

  /// A corrected charge: taken back, with the sign at all figures or at the amount alone.
  @Test func reversals() throws {
    let statement = try readStatement(
      """
      Your Charges In Detail
      Electricity
      Agile Octopus (1st Feb 2026 - 28th Feb 2026)
      Energy Used 100.0 kWh @ 20.00p/kWh £20.00
      Reversal Energy Used 100.0 kWh @ 20.00p/kWh -£20.00
      Energy Used 90.0 kWh @ -0.50p/kWh £-0.45
      -12.5 kWh @ 20.00p/kWh -£2.50
      Standing Charge 28 days @ 50.00p/day £14.00
      Reversal of Standing Charge -28 days @ 50.00p/day −£14.00
      Total Electricity Charges £-2.95
      """)
    #expect(
      description(of: statement) == """
        block #2 import -
          period #3 'Agile Octopus' 2026-02-01..<2026-03-01 -
          energy 100.0#4 kWh at 20.00#4 = 20.00#4
          energy -100.0#5 kWh at 20.00#5 = -20.00#5
          energy 90.0#6 kWh at -0.50#6 = -0.45#6
          energy -12.5#7 kWh at 20.00#7 = -2.50#7
          standing 28#8 days at 50.00#8 = 14.00#8
          standing -28#9 days at 50.00#9 = -14.00#9
        charges -2.95#10
        """)
    let usage = statement.blocks[0].periods[0].usage(of: .import)
    #expect(usage?.energy == FixedPoint(775, scale: 1))
    #expect(usage?.isOfReads == false)
    #expect(usage?.figures.count == 4)
  }

  /// Two houses in one statement.
  @Test func twoImportMeterPointsStayApart() throws {
    let statement = try readStatement(
      """
      Your Charges In Detail
      Supply number 2600002170611
      Flexible Octopus (1st Feb 2026 - 10th Feb 2026)
      Electricity used 10.0 kWh @ 25.00p/kWh £2.50
      Supply number 2600002170612
      Flexible Octopus (11th Feb 2026 - 28th Feb 2026)
      Electricity used 20.0 kWh @ 25.00p/kWh £5.00
      Total Electricity Charges £7.88
      """)
    #expect(
      description(of: statement) == """
        block #2 import 2600002170611
          period #3 'Flexible Octopus' 2026-02-01..<2026-02-11 -
          energy 10.0#4 kWh at 25.00#4 = 2.50#4
        block #5 import 2600002170612
          period #6 'Flexible Octopus' 2026-02-11..<2026-03-01 -
          energy 20.0#7 kWh at 25.00#7 = 5.00#7
        charges 7.88#8
        """)
  }
}
