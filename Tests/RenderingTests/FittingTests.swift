import EnergyModel
import QueryLanguage
import Rendering
import Testing

@Suite struct FittingTests {
  /// Tariffs whose names begin alike, 55 columns wide as a table.
  let tariffs = ResultTable(
    header: ResultHeader(
      statement: "show tariffs",
      columns: [
        ResultColumn(name: "name", title: "name", kind: .text),
        ResultColumn(name: "about", title: "about", kind: .text),
        ResultColumn(name: "rate", title: "rate £/kWh", kind: .rate),
      ]),
    rows: [
      ResultRow(cells: [
        .text("agile_flex"), .text("half-hourly, by the market 電気"), number(21, scale: 2),
      ]),
      ResultRow(cells: [.text("agile_old"), .text("half-hourly"), .missing]),
    ])

  @Test func wideEnoughIsWhole() throws {
    #expect(
      try rendered(tariffs, as: .table, RenderOptions(width: 80)) == """
        name        about                            rate £/kWh
        ───────────────────────────────────────────────────────
        agile_flex  half-hourly, by the market 電気        0.21
        agile_old   half-hourly                               –
        2 rows

        """)
  }

  /// A table that nothing is cut of has its footer wrapped all the same.
  @Test func onlyTheFooterIsWrapped() throws {
    var options = RenderOptions()
    options.footerWidth = 24
    var noted = tariffs
    noted.summary.notes = ["all of them are made up for this"]
    let lines = try rendered(noted, as: .table, options).split(separator: "\n")
    #expect(lines[2] == "agile_flex  half-hourly, by the market 電気        0.21")
    #expect(lines.suffix(3) == ["2 rows", "all of them are made up", "for this"])
  }

  @Test func textIsCutToFit() throws {
    #expect(
      try rendered(tariffs, as: .table, RenderOptions(width: 40)) == """
                                            rate
        name        about                  £/kWh
        ────────────────────────────────────────
        agile_flex  half-hourly, by the …   0.21
        agile_old   half-hourly                –
        2 rows
        cut to fit 40 columns; 'last' and files
        have it all

        """)
    #expect(
      try rendered(tariffs, as: .box, RenderOptions(width: 48, unicode: false)) == """
        +------------+-------------------------+-------+
        |            |                         |  rate |
        | name       | about                   | £/kWh |
        +------------+-------------------------+-------+
        | agile_flex | half-hourly, by the ma~ |  0.21 |
        | agile_old  | half-hourly             |     - |
        +------------+-------------------------+-------+
        2 rows
        cut to fit 48 columns; 'last' and files have it
        all

        """)
  }

  @Test func aColumnThatIsTakenOutKeepsItsWholeName() throws {
    let table = ResultTable(
      header: ResultHeader(
        statement: "compare",
        columns: [
          ResultColumn(name: "tariff", title: "tariff", kind: .text),
          ResultColumn(name: "unpriced_kwh", title: "unpriced kWh", kind: .energy),
          ResultColumn(name: "total_gbp", title: "total £", kind: .money(places: 2)),
        ]),
      rows: [
        ResultRow(cells: [.text("current"), number(0, scale: 0), number(111_52, scale: 2)]),
        ResultRow(cells: [.text("flat"), number(0, scale: 0), number(97_04, scale: 2)]),
      ])
    #expect(
      try rendered(table, as: .table, RenderOptions(width: 18)).contains(
        "in every row:\nunpriced kWh 0.000"))
  }

  @Test func whatTellsRowsApartIsNotCut() throws {
    let text = try rendered(tariffs, as: .table, RenderOptions(width: 32))
    #expect(text.contains("\nagile_fl…  half-hourly, …  "))
    #expect(text.contains("\nagile_old  half-hourly     "))
    let narrower = try rendered(tariffs, as: .table, RenderOptions(width: 31))
    #expect(narrower.contains("\nname       = agile_old\nabout      = half-hourly\n"))
  }

  @Test func aWideLetterIsNotHalved() throws {
    let text = try rendered(tariffs, as: .table, RenderOptions(width: 49))
    #expect(text.contains("  half-hourly, by the market 電…   0.21\n"))
  }

  @Test func tooNarrowFallsBackToLines() throws {
    #expect(
      try rendered(costs, as: .table, RenderOptions(width: 20)) == """
        day        = 2023-07-01
        usage kWh  = 1,234.568
        cost £     = 37.93

        day        = 2023-07-02
        usage kWh  = 9.480
        cost £     = -1.43
        incomplete = *

        day        = 2023-07-03
        usage kWh  = –
        cost £     = –
        incomplete = *

        day        = total
        usage kWh  = 1,244.048
        cost £     = 36.50
        incomplete = *

        from 2023-07-01 to
        2023-08-01 (31 days,
        1,488 half-hours)
        1,436 of 1,488
        half-hours read, 52
        missing, 3 unpriced
        tariffs:
        flux_import, agile
        policy exact
        * some half-hours
        missing or unpriced
        too wide for 20
        columns: shown as
        one value a line
        'to' is exclusive,
        so 1 August is not
        included

        """)
  }

  /// A pager scrolls sideways, so there what can't be made to fit is as without a limit.
  @Test func aPagerHasItWhole() throws {
    var options = RenderOptions(width: 20)
    options.isPaged = true
    let paged = try rendered(costs, as: .table, options).split(separator: "\n")
    let whole = try rendered(costs, as: .table).split(separator: "\n")
    #expect(paged.prefix(7) == whole.prefix(7))
    #expect(paged.joined(separator: " ").contains("wider than 20 columns: Right and Left scroll"))
  }

  /// Two half-hours at the end of a day, as `readings` has them: 80 columns wide.
  private let readings = ResultTable(
    header: ResultHeader(
      statement: "readings import 2023-07-01",
      columns: [
        ResultColumn(name: "start", title: "start", kind: .instant),
        ResultColumn(name: "end", title: "end", kind: .instant),
        ResultColumn(name: "meter", title: "meter", kind: .text),
        ResultColumn(name: "usage_kwh", title: "usage kWh", kind: .energy),
        ResultColumn(name: "tariff", title: "tariff", kind: .text),
        ResultColumn(name: "cost_gbp", title: "cost £", kind: .money(places: 4)),
      ]),
    rows: [
      ResultRow(cells: [
        time(46), time(47), .text("house"),
        number(1_234_567_800, scale: 6), .text("flux_import_2023"), number(3_792_512, scale: 4),
      ]),
      ResultRow(cells: [
        time(47), time(48), .text("house"),
        number(250_000, scale: 6), .text("flux_import_2023"), number(1249, scale: 4),
      ]),
    ])

  @Test func whatIsNotMissedGoesFirst() throws {
    #expect(
      try rendered(readings, as: .table, RenderOptions(width: 72)) == """
        start             end    meter  usage kWh  tariff              cost £
        ─────────────────────────────────────────────────────────────────────
        2023-07-01 23:00  23:30  house  1,234.568  flux_import_2023  379.2512
        2023-07-01 23:30  24:00  house      0.250  flux_import_2023    0.1249
        2 rows

        """)
  }

  @Test func whatIsTheSameInAllRowsIsSaidOnce() throws {
    #expect(
      try rendered(readings, as: .table, RenderOptions(width: 42)) == """
        start  end    usage kWh    cost £
        ─────────────────────────────────
        23:00  23:30  1,234.568  379.2512
        23:30  24:00      0.250    0.1249
        2 rows
        in every row: tariff flux_import_2023,
        meter house, day 2023-07-01

        """)
  }

  @Test func thenDecimalsGo() throws {
    #expect(
      try rendered(readings, as: .table, RenderOptions(width: 31)) == """
        start  end    usage kWh  cost £
        ───────────────────────────────
        23:00  23:30  1,234.568  379.25
        23:30  24:00      0.250    0.12
        2 rows
        in every row: tariff
        flux_import_2023, meter house,
        day 2023-07-01
        rounded to fit 31 columns;
        'last' and files have it all

        """)
  }

  /// Words go to two lines as evenly as they can.
  @Test func titlesFold() throws {
    var table = costs
    table.header.columns[1].title = "net cost of import £"
    let text = try rendered(table, as: .table, RenderOptions(width: 40))
    #expect(text.hasPrefix("               net cost   cost\nday         of import £      £\n"))
  }

  @Test func footerWrapsBetweenParts() throws {
    #expect(
      try rendered(costs, as: .table, RenderOptions(width: 80)).hasSuffix(
        """
        *
        from 2023-07-01 to 2023-08-01 (31 days, 1,488 half-hours)
        1,436 of 1,488 half-hours read, 52 missing, 3 unpriced
        tariffs: flux_import, agile · policy exact
        * some half-hours missing or unpriced
        'to' is exclusive, so 1 August is not included

        """))
  }

  @Test func nothingIsCutWithoutAWidth() throws {
    var table = tariffs
    let long = String(repeating: "long ", count: 200)
    table.rows[0].cells[1] = .text(long)
    for format in OutputFormat.allCases where format != .svg {
      #expect(try rendered(table, as: format).contains(long))
    }
  }
}
