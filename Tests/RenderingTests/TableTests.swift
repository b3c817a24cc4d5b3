import EnergyModel
import QueryLanguage
import Rendering
import TestSupport
import Testing

@Suite struct TableTests {
  @Test func tableHasTotalMarksAndFooter() throws {
    #expect(
      try rendered(costs, as: .table) == """
        day         usage kWh  cost £
        ────────────────────────────────
        2023-07-01  1,234.568   37.93
        2023-07-02      9.480   -1.43  *
        2023-07-03          –       –  *
        ────────────────────────────────
        total       1,244.048   36.50  *
        from 2023-07-01 to 2023-08-01 (31 days, 1,488 half-hours) · \
        1,436 of 1,488 half-hours read, 52 missing, 3 unpriced · \
        tariffs: flux_import, agile · policy exact
        * some half-hours missing or unpriced
        'to' is exclusive, so 1 August is not included

        """)
  }

  @Test func listShowsNamesWithoutControlCharacters() throws {
    #expect(
      try rendered(names, as: .table)
        == #"""
        name             days  rate £/kWh
        ─────────────────────────────────
        a "b", c|d      1,234      0.3072
        <b>&</b>\tx\        –     -0.1500
        電気 é🏠            0           –
        \u{1B}[2J\nend      7  12345.0000
        4 rows

        """#.replacing("電気 é🏠", with: "電気 e\u{301}🏠"))
  }

  @Test func boxDrawsLines() throws {
    #expect(
      try rendered(costs, as: .box).hasPrefix(
        """
        ┌────────────┬───────────┬────────┬───┐
        │ day        │ usage kWh │ cost £ │   │
        ├────────────┼───────────┼────────┼───┤
        │ 2023-07-01 │ 1,234.568 │  37.93 │   │
        │ 2023-07-02 │     9.480 │  -1.43 │ * │
        │ 2023-07-03 │         – │      – │ * │
        ├────────────┼───────────┼────────┼───┤
        │ total      │ 1,244.048 │  36.50 │ * │
        └────────────┴───────────┴────────┴───┘
        from 2023-07-01 to
        """))
  }

  @Test func boxInASCII() throws {
    #expect(
      try rendered(costs, as: .box, RenderOptions(unicode: false)).hasPrefix(
        """
        +------------+-----------+--------+---+
        | day        | usage kWh | cost £ |   |
        +------------+-----------+--------+---+
        | 2023-07-01 | 1,234.568 |  37.93 |   |
        | 2023-07-02 |     9.480 |  -1.43 | * |
        | 2023-07-03 |         - |      - | * |
        +------------+-----------+--------+---+
        | total      | 1,244.048 |  36.50 | * |
        +------------+-----------+--------+---+
        from 2023-07-01 to
        """))
  }

  @Test func plainIsBare() throws {
    #expect(
      try rendered(costs, as: .plain, RenderOptions(width: 20, color: true)) == """
        day         usage kWh  cost £
        2023-07-01  1,234.568   37.93
        2023-07-02      9.480   -1.43  *
        2023-07-03          –       –  *
        total       1,244.048   36.50  *

        """)
  }

  @Test func totalOfRowsNotShownSaysSo() throws {
    var table = costs
    table.rows.removeLast(2)
    table.summary = ResultSummary(
      coverage: Coverage(expected: 1488, present: 1488),
      totals: table.summary.totals.map { ResultTotal(cells: $0.cells) }, rowsInAll: 31)
    #expect(
      try rendered(table, as: .table) == """
        day              usage kWh  cost £
        ──────────────────────────────────
        2023-07-01       1,234.568   37.93
        ──────────────────────────────────
        total, all rows  1,244.048   36.50
        1 of 31 rows · from 2023-07-01 to 2023-08-01 (31 days, 1,488 half-hours) · all read · \
        policy exact

        """)
  }

  @Test func oneRowNeedsNoTotal() throws {
    var table = costs
    table.rows.removeLast(2)
    #expect(try !rendered(table, as: .table).contains("total"))
  }

  @Test func noRowsLeaveHeaderAndFooter() throws {
    var table = costs
    table.rows = []
    table.summary = ResultSummary(coverage: Coverage())
    #expect(
      try rendered(table, as: .table) == """
        day  usage kWh  cost £
        ──────────────────────
        from 2023-07-01 to 2023-08-01 (31 days, 1,488 half-hours) · no readings expected · \
        policy exact

        """)
    var list = names
    list.rows = []
    #expect(try rendered(list, as: .table).hasSuffix("─\n0 rows\n"))
    list.rows = [names.rows[0]]
    #expect(try rendered(list, as: .table).hasSuffix("0.3072\n"))
  }

  @Test func pointsStandInLineAmongRatesOnly() throws {
    let table = ResultTable(
      header: ResultHeader(
        statement: "bill",
        columns: [
          ResultColumn(name: "quantity", title: "quantity", kind: .text),
          ResultColumn(name: "rate", title: "rate", kind: .rate),
          ResultColumn(name: "amount", title: "amount", kind: .money(places: 2)),
        ]),
      rows: [
        ResultRow(cells: [number(310_250, scale: 3), number(3, scale: 1), number(-1, scale: 3)]),
        ResultRow(cells: [number(31, scale: 0), number(53_750, scale: 5), .missing]),
      ])
    #expect(
      try rendered(table, as: .table, RenderOptions(color: true)).contains(
        "310.25    0.3000    0.00\n31        0.5375       –\n"))
  }

  /// The four half-hours of the hour that comes twice, and those around it.
  @Test func theLabelOfATotalIsNoInstant() throws {
    var table = costs
    table.header.columns[0].kind = .instant
    table.summary.totals[0].part = "import"
    table.summary.rowsInAll = 31
    #expect(try rendered(table, as: .table).contains("\ntotal import, all rows  "))
  }

  @Test func instantsOfTheRepeatedHourHaveTheirOffset() throws {
    // 2023-10-28T23:30 UTC; the clock goes back at 01:00 UTC.
    let times = (0..<6).map {
      Cell.time(londonZone().localTime(Instant(seconds: 1_698_535_800 + $0 * 1800)))
    }
    let table = ResultTable(
      header: ResultHeader(
        statement: "gaps",
        columns: ["start", "end"].map { ResultColumn(name: $0, title: $0, kind: .instant) }),
      rows: zip(times, times.dropFirst()).map { start, end in
        ResultRow(cells: [start, end])
      })
    #expect(
      try rendered(table, as: .plain, RenderOptions()) == """
        start                   end
        2023-10-29 00:30        2023-10-29 01:00+01:00
        2023-10-29 01:00+01:00  2023-10-29 01:30+01:00
        2023-10-29 01:30+01:00  2023-10-29 01:00+00:00
        2023-10-29 01:00+00:00  2023-10-29 01:30+00:00
        2023-10-29 01:30+00:00  2023-10-29 02:00

        """)
  }

  @Test func coverageOfMoreThanThePeriod() throws {
    var table = costs
    table.summary = ResultSummary(
      coverage: Coverage(expected: 2976, present: 2976, unpriced: 1200),
      tariffs: ["a", "b", "c", "d", "e"])
    let text = try rendered(table, as: .table)
    #expect(text.contains(" · all 2,976 half-hours read, 1,200 unpriced · "))
    #expect(text.contains(" · tariffs: a, b, c and 2 more · "))
  }

  @Test(arguments: [
    (Duration.microseconds(99), "under 0.1 ms"), (.microseconds(400), "0.4 ms"),
    (.milliseconds(3), "3.0 ms"), (.microseconds(9_990), "9.9 ms"), (.milliseconds(10), "10 ms"),
    (.milliseconds(1249), "1.2 s"), (.milliseconds(61_990), "62.0 s"),
  ])
  func timeTaken(duration: Duration, text: String) throws {
    let options = RenderOptions(elapsed: { duration })
    #expect(try rendered(names, as: .table, options).hasSuffix("\n4 rows · \(text)\n"))
  }

  @Test func colours() throws {
    let lines = try rendered(costs, as: .table, RenderOptions(color: true)).split(separator: "\n")
    let bold = "\u{1b}[1m"
    let off = "\u{1b}[0m"
    #expect(lines[0] == "\(bold)day\(off)         \(bold)usage kWh\(off)  \(bold)cost £\(off)")
    #expect(
      lines[3] == "2023-07-02      9.480   \u{1b}[31m-1.43\(off)  \u{1b}[31m*\(off)")
    #expect(lines[6].hasPrefix("\(bold)total\(off) "))
    #expect(lines[7].hasPrefix("\u{1b}[2mfrom ") && lines[7].hasSuffix(off))
  }

  /// A row that adds up others, as the total of a bill, is bold too.
  @Test func totalsAmongTheRowsAreBold() throws {
    var table = names
    table.rows[1].isTotal = true
    let text = try rendered(table, as: .table, RenderOptions(color: true))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.indices.filter { lines[$0].contains("\u{1b}[1m") } == [0, 3])
    #expect(try rendered(table, as: .table) == rendered(names, as: .table))
  }

  @Test(arguments: [OutputFormat.table, .box, .plain, .markdown, .html, .line], [nil, 20, 40, 80])
  func noEscapeByteWithoutColour(format: OutputFormat, width: Int?) throws {
    for table in [costs, names] {
      let text = try rendered(table, as: format, RenderOptions(width: width))
      #expect(!text.utf8.contains(0x1b))
    }
  }

  /// The widest number need not be the first, the last or the longest text before it is rounded.
  @Test func columnsAreAsWideAsTheirWidestNumber() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let scale = Int.random(in: 0...6, using: &generator)
      let rows = (0..<20).map { _ in
        let most = Int128(1) << Int128.random(in: 1...40, using: &generator)
        return ResultRow(cells: [
          number(Int128.random(in: -most...most, using: &generator), scale: scale)
        ])
      }
      let table = ResultTable(
        header: ResultHeader(
          statement: "", columns: [ResultColumn(name: "x", title: "x", kind: .money(places: 2))]),
        rows: rows)
      let lines = try rendered(table, as: .plain).split(separator: "\n")
      #expect(Set(lines.map(\.count)).count == 1)
      #expect(lines.contains { $0.first != " " })
    }
  }
}
