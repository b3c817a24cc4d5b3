import EnergyModel
import QueryLanguage
import TestSupport
import Testing

@testable import Rendering

/// Marks have all that the figures have, and nothing else.
@Suite struct ChartMarkTests {
  /// A result of random figures: some missing, some negative, some rows not there.
  private struct RandomResult {
    var table: ResultTable
    var request: ChartRequest
    /// What each row has, under its labels.
    var sums: [String: FixedPoint] = [:]
    var missing = 0

    init(_ random: inout SeededGenerator) {
      let days = (0..<Int.random(in: 1...40, using: &random)).map {
        LocalDay(firstOfMonth: 7, year: 2023) + $0
      }
      let clock = random.oneIn(3) ? (0..<48).map { clockText(minute: $0 * 30) } : []
      let labels = clock.isEmpty && random.oneIn(2) ? ["low", "base", "peak"] : []
      let isFlow = !labels.isEmpty && random.oneIn(2)
      var rows: [ResultRow] = []
      for day in days {
        for second in clock.isEmpty ? labels.isEmpty ? [""] : labels : clock {
          let name = isFlow ? (second == "base" ? "export" : "import \(second)") : second
          if random.oneIn(12) { continue }
          var cells: [Cell] = [.day(day)]
          if !second.isEmpty { cells.append(.text(isFlow && second == "low" ? "import" : name)) }
          let label = clock.isEmpty ? cells.dropFirst().first.map(\.label) ?? "" : ""
          if random.oneIn(8) {
            cells.append(.missing)
            missing += 1
          } else {
            let digits = Int128(Int64.random(in: -900_000...2_000_000, using: &random))
            let amount = FixedPoint(digits, scale: Int.random(in: 0...14, using: &random))
            cells.append(.number(amount))
            sums[label] = (sums[label] ?? FixedPoint(0)) + amount
          }
          rows.append(ResultRow(cells: cells, isIncomplete: random.oneIn(9)))
        }
      }
      if rows.isEmpty {
        rows = [ResultRow(cells: [.day(days[0]), .number(FixedPoint(1))])]
        sums = ["": FixedPoint(1)]
      }
      let keys = rows[0].cells.count - 1
      table = ResultTable(
        header: ResultHeader(
          statement: "", period: july,
          columns: (0..<keys).map { ResultColumn(name: "k\($0)", title: "k\($0)", kind: .text) } + [
            ResultColumn(name: "usage_kwh", title: "usage kWh", unit: .energy, kind: .energy)
          ]),
        rows: rows)
      let second: ChartKey = !clock.isEmpty ? .clock(minutes: 30) : isFlow ? .flow : .label
      request = ChartRequest(
        subject: "Usage", keys: Array([.calendar(.day), second].prefix(keys)))
    }
  }

  @Test(arguments: 0..<200)
  func marksAddUpToTheFigures(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let result = RandomResult(&random)
    let spec = try ChartSpec(result.table, result.request)
    #expect(sums(spec.series) == result.sums.filter { !$0.value.isZero })
    for kind in ChartKind.allCases where kind.need(spec) == nil {
      let picture = try kind.picture(spec)
      var sum = FixedPoint(0)
      var missing = 0
      for mark in picture.marks {
        if case .missing = mark.shape { missing += 1 }
        sum = sum + mark.amount
      }
      let drawn = spec.series.reduce(FixedPoint(0)) { $0 + $1.drawn($1.sum) }
      #expect(sum == drawn, "\(kind)")
      // A stack has one mark for all its parts.
      if kind != .stacked { #expect(missing == result.missing, "\(kind)") }
      let extent = picture.extent
      #expect(picture.marks.allSatisfy { isWithin($0, extent) }, "\(kind)")
    }
    for count in 2...5 {
      let merged = spec.merged(count, by: .sum)
      #expect(sums(merged.series) == sums(spec.series))
    }
  }

  private func sums(_ series: [ChartSeries]) -> [String: FixedPoint] {
    Dictionary(uniqueKeysWithValues: series.map { ($0.name, $0.sum) }).filter { !$0.value.isZero }
  }

  private func isWithin(
    _ mark: ChartMark, _ extent: (low: FixedPoint, high: FixedPoint)
  ) -> Bool {
    guard case .bar(let base, _) = mark.shape else { return true }
    return base + mark.amount >= extent.low && base + mark.amount <= extent.high
  }

  @Test(arguments: try chartCases())
  func nothingIsWiderThanTheTerminal(_ one: ChartCase) throws {
    for width in [40, 57, 80, 104, 133, 200] {
      for unicode in [true, false] {
        let options = RenderOptions(width: width, unicode: unicode)
        var bytes: [UInt8] = []
        let output = OutputBuffer { bytes += $0 }
        try TerminalChart(options: options, height: 4).write(one.table, one.request, to: output)
        try output.flush()
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.allSatisfy { $0.displayWidth <= width }, "\(width)")
        guard !unicode else { continue }
        #expect(lines.allSatisfy { $0.allSatisfy { $0.isASCII || $0 == "£" } })
      }
    }
  }

  @Test(arguments: [
    (ColorDepth.none, []), (.basic, ["36", "33"]), (.indexed, ["38;5;32", "38;5;166"]),
    (.full, ["38;5;32", "38;5;166"]),
  ])
  func coloursAreThoseOfTheTerminal(depth: ColorDepth, codes: [String]) throws {
    let one = try #require(try chartCases().first)
    var bytes: [UInt8] = []
    let output = OutputBuffer { bytes += $0 }
    let options = RenderOptions(width: 80, color: depth != .none)
    try TerminalChart(options: options, depth: depth).write(one.table, one.request, to: output)
    try output.flush()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\u{1b}") == (depth != .none))
    for code in codes { #expect(text.contains("\u{1b}[\(code)m")) }
  }

  @Test(arguments: try chartCases())
  func theSamePictureHasTheSameBytes(_ one: ChartCase) throws {
    let spec = try ChartSpec(one.table, one.request)
    let first = try SVGChart(spec, one.request.kind, id: "a").document
    #expect(try SVGChart(spec, one.request.kind, id: "a").document == first)
  }

  @Test func namesCannotBreakOutOfThePicture() throws {
    let table = ResultTable(
      header: ResultHeader(
        statement: "<script>", period: july,
        columns: [
          ResultColumn(name: "tariff", title: "tariff", kind: .text),
          ResultColumn(name: "usage_kwh", title: "usage kWh", unit: .energy, kind: .energy),
        ]),
      rows: [
        ResultRow(cells: [.text("<b>&\"'\u{1b}[2J\u{202e}</title>"), number(1, scale: 0)]),
        ResultRow(cells: [.text("</svg><script>alert(1)</script>"), .missing]),
      ])
    let request = ChartRequest(subject: "<i>Usage</i>", keys: [.label])
    let svg = try SVGChart(ChartSpec(table, request), nil, id: "a").document
    #expect(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains("<i>"))
    #expect(!svg.contains("\u{1b}") && !svg.contains("\u{202e}"))
    #expect(svg.contains("&lt;b&gt;&amp;&quot;'\\u{1B}[2J"))
    var bytes: [UInt8] = []
    let output = OutputBuffer { bytes += $0 }
    try TerminalChart(options: RenderOptions(width: 80)).write(table, request, to: output)
    try output.flush()
    #expect(!bytes.contains(0x1b))
  }
}
