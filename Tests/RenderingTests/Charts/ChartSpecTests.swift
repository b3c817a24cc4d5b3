import EnergyModel
import QueryLanguage
import TestSupport
import Testing

@testable import Rendering

@Suite struct ChartSpecTests {
  private let money = ResultColumn(
    name: "cost_gbp", title: "cost £", unit: .money("GBP"), kind: .money(places: 2))
  private let energy = ResultColumn(
    name: "usage_kwh", title: "usage kWh", unit: .energy, kind: .energy)

  private func table(_ columns: [ResultColumn], _ rows: [[Cell]]) -> ResultTable {
    ResultTable(
      header: ResultHeader(statement: "cost", period: july, columns: columns),
      rows: rows.map { ResultRow(cells: $0) })
  }

  private func key(_ name: String) -> ResultColumn {
    ResultColumn(name: name, title: name, kind: .text)
  }

  @Test func missingIsNotZeroAndHolesAreNotDrawn() throws {
    let spec = try ChartSpec(
      table(
        [key("day"), money],
        [
          [.text("2023-07-01"), number(0, scale: 0)], [.text("2023-07-02"), .missing],
          [.text("2023-07-04"), number(150, scale: 2)],
        ]),
      ChartRequest(subject: "Cost", keys: [.calendar(.day)]))
    // The third has no row, and still has its place.
    #expect(spec.axis.points.map(\.short) == ["Sat 1 Jul", "Sun 2 Jul", "Mon 3 Jul", "Tue 4 Jul"])
    #expect(spec.series[0].values[0]?.amount == FixedPoint(0))
    #expect(spec.series[0].values[1] != nil && spec.series[0].values[1]?.amount == nil)
    #expect(spec.series[0].values[2] == nil)
    #expect(spec.average == FixedPoint(75, scale: 2))
    #expect(spec.summary == "total £1.50, average £0.75 a day")
    #expect(spec.title == "Cost by day, July 2023")
    #expect(
      try ChartKind.bar.picture(spec).marks.map(\.shape) == [
        .bar(base: FixedPoint(0), lane: 0), .missing(lane: 0), .bar(base: FixedPoint(0), lane: 0),
      ])
  }

  @Test func rowsInAnOrderOfTheirOwnKeepIt() throws {
    let spec = try ChartSpec(
      table(
        [key("month"), money],
        [
          [.text("2023-07"), number(3, scale: 0)], [.text("2023-05"), number(2, scale: 0)],
          [.text("2023-06"), number(1, scale: 0)],
        ]),
      ChartRequest(subject: "Cost", keys: [.calendar(.month)]))
    #expect(spec.axis.points.map(\.label) == ["2023-07", "2023-05", "2023-06"])
  }

  @Test func exportIsBelowWhereThereIsImportToo() throws {
    let rows: [[Cell]] = [
      [.text("import"), .text("00:00"), number(2, scale: 0)],
      [.text("export"), .text("00:00"), number(3, scale: 0)],
    ]
    let request = ChartRequest(subject: "Cost", keys: [.flow, .clock(minutes: 60)])
    let both = try ChartSpec(table([key("flow"), key("hour"), money], rows), request)
    #expect(both.series.map(\.role) == [.above, .below])
    let picture = try ChartKind.bar.picture(both)
    #expect(picture.marks.map(\.amount) == [FixedPoint(2), FixedPoint(-3)])
    #expect(picture.lanes == 1)
    let one = try ChartSpec(table([key("flow"), key("hour"), money], [rows[1]]), request)
    #expect(one.series.map(\.role) == [.above])
  }

  /// Cost and income are never added up: £2 paid and £3 earned are not £5.
  @Test func flowsHaveNoCommonTotal() throws {
    let rows: [[Cell]] = [
      [.text("import"), number(2, scale: 0)], [.text("export"), number(3, scale: 0)],
    ]
    let request = ChartRequest(subject: "Cost", keys: [.flow])
    #expect(try ChartSpec(table([key("flow"), money], rows), request).summary == "")
    let alone = try ChartSpec(table([key("flow"), money], [rows[0]]), request)
    #expect(alone.summary == "total £2.00")
  }

  @Test func bandsAreCutToTheHoursThatAreShown() throws {
    let spec = try ChartSpec(
      table(
        [key("halfhour"), money],
        ["16:00", "16:30", "17:00"].map { [.text($0), number(1, scale: 0)] }),
      ChartRequest(
        subject: "Cost", keys: [.clock(minutes: 30)],
        bands: [
          ChartBand(start: 120, end: 300, name: "low"),
          ChartBand(start: 990, end: 1140, name: "peak"),
        ]))
    #expect(spec.bands == [ChartBand(start: 30, end: 90, name: "peak")])
  }

  @Test func mergedColumnsAddUpAndSayWhatTheyLack() throws {
    let spec = try ChartSpec(
      table(
        [key("halfhour"), energy],
        [
          [.text("00:00"), number(1, scale: 1)], [.text("00:30"), number(25, scale: 2)],
          [.text("01:00"), .missing], [.text("01:30"), number(4, scale: 0)],
          [.text("02:00"), .missing],
        ]),
      ChartRequest(subject: "Usage", keys: [.clock(minutes: 30)]))
    let merged = spec.merged(2, by: .sum)
    #expect(merged.series[0].values.map { $0?.amount?.text } == ["0.35", "4", nil])
    #expect(merged.series[0].values.map { $0?.isPartial } == [false, true, false])
    #expect(merged.axis.points.map(\.label) == ["00:00–01:00", "01:00–02:00", "02:00–02:30"])
    #expect(merged.remarks == ["each column adds up 2 half-hours"])
    #expect(spec.merged(2, by: .mean).series[0].values[0]?.amount == FixedPoint(175, scale: 3))
  }

  @Test func dayOfFiftyHalfHoursHasFiftyPlaces() throws {
    // 2023-10-29 in London begins at 23:00 UTC the day before.
    let zone = londonZone()
    let times = (0..<50).map {
      zone.localTime(Instant(seconds: 1_698_534_000 + Int64($0) * 1800))
    }
    let slot = ResultColumn(name: "slot", title: "slot", kind: .instant)
    let spec = try ChartSpec(
      table([slot, energy], times.map { [.time($0), number(1, scale: 0)] }),
      ChartRequest(subject: "Usage", keys: [.calendar(.slot)]))
    #expect(spec.axis.points.count == 50)
    #expect(spec.axis.points[2].label == "2023-10-29 01:00+01:00")
    #expect(spec.axis.points[4].label == "2023-10-29 01:00+00:00")
    #expect(spec.axis.points[49].label == "2023-10-29 23:30")
    // Midnight is two half-hours further from six o'clock than on other days.
    let sixes = spec.axis.levels[2].ticks
    #expect(sixes.map(\.text) == ["00:00", "06:00", "12:00", "18:00"])
    #expect(sixes.map(\.place) == [0, 28, 52, 76])
  }

  @Test func flowsShareTheirHalfHours() throws {
    let slot = ResultColumn(name: "slot", title: "slot", kind: .instant)
    let spec = try ChartSpec(
      table(
        [key("flow"), slot, energy],
        ["import", "export"].flatMap { flow in
          (0..<3).map { [.text(flow), time($0), number(Int128($0), scale: 0)] }
        }),
      ChartRequest(subject: "Usage", keys: [.flow, .calendar(.slot)]))
    #expect(spec.axis.points.count == 3)
    #expect(spec.series.map(\.role) == [.above, .below])
    #expect(spec.series.map(\.sum) == [FixedPoint(3), FixedPoint(3)])
  }

  @Test func stretchesHaveTheirLengthAndTheHoursWithin() throws {
    let table = try figures(
      "price", statement: "rates 2023-07-04", period: period(from: "2023-07-04", to: "2023-07-05"))
    let spec = try ChartSpec(
      table,
      ChartRequest(
        subject: "Rates", keys: [.stretch], figures: [ChartFigure(column: 3, name: "")]))
    #expect(spec.axis.points.map(\.start) == [0, 4, 10, 32, 38])
    #expect(spec.axis.points.map(\.end) == [4, 10, 32, 38, 48])
    #expect(spec.axis.points[1].label == "2023-07-04 02:00–05:00")
    #expect(spec.axis.levels[1].ticks.map(\.text).last == "21:00")
    #expect(spec.axis.levels[1].ticks.map(\.place) == [0, 12, 24, 36, 48, 60, 72, 84])
  }

  @Test func hoursThatTheClockLeftOutAreBlank() throws {
    // As on the day in March that has no 01:00; the other day has one without a reading.
    let rows: [[Cell]] = [
      [.text("2023-07-01"), .text("00:00"), number(1, scale: 0)],
      [.text("2023-07-01"), .text("02:00"), number(1, scale: 0)],
      [.text("2023-07-02"), .text("00:00"), number(1, scale: 0)],
      [.text("2023-07-02"), .text("01:00"), .missing],
      [.text("2023-07-02"), .text("02:00"), number(1, scale: 0)],
    ]
    let spec = try ChartSpec(
      table([key("day"), key("hour"), energy], rows),
      ChartRequest(subject: "Usage", keys: [.calendar(.day), .clock(minutes: 60)]))
    let picture = try ChartKind.heatmap.picture(spec)
    #expect(
      picture.marks.map { [$0.row, $0.column] } == [[0, 0], [0, 2], [1, 0], [1, 1], [1, 2]])
    #expect(picture.marks[3].shape == .missing(lane: 0))
  }

  @Test func whatCannotBeDrawnSaysWhatCan() throws {
    let days = table([key("day"), money], [[.text("2023-07-01"), number(1, scale: 0)]])
    func refusal(_ table: ResultTable, _ keys: [ChartKey], _ kind: ChartKind? = nil) -> String? {
      do {
        let spec = try ChartSpec(table, ChartRequest(subject: "Cost", keys: keys))
        _ = try (kind ?? .bar).picture(spec)
        return nil
      } catch {
        return error.text
      }
    }
    #expect(
      refusal(days, [.calendar(.day)], .heatmap)
        == "'chart heatmap' needs two keys, as in 'by day, halfhour'; bar, line, spark can draw this"
    )
    #expect(
      refusal(days, [.label], .line)
        == "'chart line' needs a key of the clock or the calendar; bar can draw this")
    #expect(
      refusal(days, [.calendar(.day)], .stacked)
        == "'chart stacked' needs a key and parts, as in 'by day, rate'; "
        + "bar, line, spark can draw this")
    #expect(refusal(table([key("day"), money], []), [.calendar(.day)]) == "no rows to draw")
    #expect(
      refusal(table([money], [[number(1, scale: 0)]]), [])
        == "one row makes no chart; add a key, as in 'by day' or 'by halfhour'")
    #expect(
      refusal(table([key("day")], [[.text("2023-07-01")]]), [.calendar(.day)])
        == "no column of numbers to draw")
    let large = table([key("day"), money], [[.text("2023-07-01"), number(1 << 100, scale: 0)]])
    #expect(refusal(large, [.calendar(.day)]) == "a figure is too large to draw")
    let many = table(
      [key("day"), key("band"), money],
      (0..<9).map { [.text("2023-07-01"), .text("band \($0)"), number(1, scale: 0)] })
    #expect(
      refusal(many, [.calendar(.day), .label])
        == "9 names are too many for a chart of at most 8; choose some with 'where' or 'on'")
  }

  @Test func periodsInsideADayHaveTheirTimes() throws {
    let zone = londonZone()
    func name(_ start: (day: String, halfHour: Int), _ end: (day: String, halfHour: Int)) throws
      -> String
    {
      let ends = try [start, end].map { bound in
        let day = try #require(LocalDay(iso: bound.day))
        return Instant(seconds: zone.start(of: day).seconds + Int64(bound.halfHour * 1800))
      }
      return ResultPeriod(TimeRange(start: ends[0], end: ends[1]), zone: zone).name
    }
    let fourth = "2023-07-04"
    #expect(try name((fourth, 32), (fourth, 38)) == "Tue 4 Jul 2023 16:00–19:00")
    #expect(try name((fourth, 32), ("2023-07-05", 0)) == "Tue 4 Jul 2023 16:00–24:00")
    #expect(
      try name((fourth, 32), ("2023-07-05", 1)) == "Tue 4 Jul 2023 16:00 – Wed 5 Jul 2023 00:30")
    #expect(try name((fourth, 0), ("2023-07-05", 0)) == "Tue 4 Jul 2023")
  }

  /// Of 1, 1, 2 and 4 half are at most 1 and three quarters at most 2; zeros do not count.
  @Test func aHeatmapGivesEachQuarterOfItsFiguresAQuarterOfItsColours() throws {
    let hours: [[Cell]] = [1, 0, 1, 2, 4, 0].enumerated().map {
      [.text("mon"), .text(clockText(minute: $0 * 60)), number($1, scale: 0)]
    }
    let spec = try ChartSpec(
      table([key("weekday"), key("hour"), energy], hours),
      ChartRequest(subject: "Usage", keys: [.weekdays, .clock(minutes: 60)]))
    let ramp = ChartRamp(try ChartKind.heatmap.picture(spec))
    #expect([0, 1, 2, 4, -2].map(ramp.level) == [0, 0.5, 0.75, 1, -0.75])
    #expect([0.25, 0.5, 0.75, 1].map(ramp.value) == [1, 1, 2, 4])
    #expect(ramp.most == 4 && !ramp.hasNegatives)
    #expect(ramp.quartiles(spec.figureText) == "quartiles above 0: 1, 1, 2 kWh")
  }

  /// Eight series are told apart without colours too.
  @Test(arguments: [true, false])
  func eachSeriesHasAPatternAndALetter(unicode: Bool) {
    let glyphs = ChartGlyphs(isUnicode: unicode, depth: .none)
    let places = 0..<ChartError.mostSeries
    #expect(Set(places.map(glyphs.full)).count == places.count)
    #expect(Set(places.compactMap(glyphs.letter)).count == places.count)
    #expect(ChartGlyphs(isUnicode: unicode, depth: .full).letter(0) == nil)
  }

  @Test func sparksAsText() {
    let heights = [0, 1, 8, nil, -1, -8, 0]
    #expect(ChartGlyphs.spark(heights, unicode: true) == " ▁█·▔▀")
    #expect(ChartGlyphs.spark(heights, unicode: false) == " _#?''")
  }

  /// The label of zero is as high on the right as on the left.
  @Test(arguments: ["running", "running-negative"])
  func bothAxesHaveOneZero(name: String) throws {
    let one = try #require(try chartCases().first { $0.name == name })
    let svg = try SVGChart(ChartSpec(one.table, one.request), nil, id: "a").document
    let zeros = svg.matches(of: #/ y="([0-9.]+)"[^>]*>£0(\.00)?</text>/#).map(\.1)
    // Left and right of three layouts.
    #expect(zeros.count == 6)
    for layout in 0..<zeros.count / 2 { #expect(zeros[2 * layout] == zeros[2 * layout + 1]) }
  }

  @Test func everyPictureIsDescribed() throws {
    for one in try chartCases() {
      let findings = try ChartSpec(one.table, one.request).findings
      #expect(!findings.isEmpty && findings.allSatisfy { $0.hasSuffix(".") }, "\(one.name)")
    }
    let single = try ChartSpec(
      table([key("day"), money], [[.text("2023-07-01"), number(5, scale: 0)]]),
      ChartRequest(subject: "Cost", keys: [.calendar(.day)]))
    #expect(single.findings == ["Sat 1 Jul 2023: £5.00."])
    let none = try ChartSpec(
      table([key("day"), money], [[.text("2023-07-01"), .missing]]),
      ChartRequest(subject: "Cost", keys: [.calendar(.day)]))
    #expect(none.findings == ["No figures: nothing is read or priced."])
  }
}
