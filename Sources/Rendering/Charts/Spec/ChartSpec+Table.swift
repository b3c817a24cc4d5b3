package import EnergyModel

extension ChartSpec {
  /// The chart of a whole result.
  ///
  /// - Throws: what in the result can't be drawn.
  package init(_ table: ResultTable, _ request: ChartRequest) throws(ChartError) {
    let builder = try ChartBuilder(table, request)
    axis = builder.axis
    rows = builder.rows
    series = builder.series
    sharesRows = builder.sharesRows
    bands = builder.bands(request.bands)
    average = builder.average
    self.table = table
    title = builder.title(request)
    summary = builder.summary
  }
}

/// Sorts the rows of a table into the series and positions of a chart.
struct ChartBuilder {
  private let table: ResultTable
  private(set) var axis: ChartAxis
  private(set) var rows: ChartAxis?
  private(set) var series: [ChartSeries] = []
  private let figures: [ChartFigure]
  /// Units of the clock that lie before the axis.
  private let origin: Int

  init(_ table: ResultTable, _ request: ChartRequest) throws(ChartError) {
    guard !table.rows.isEmpty else { throw .noRows }
    guard !request.keys.isEmpty else { throw .noKeys }
    self.table = table
    let keys = request.keys.enumerated().map { index, key in
      // The end of a stretch has a column too.
      (offset: index + request.keys[..<index].count { $0 == .stretch }, element: key)
    }
    let positions = keys.filter { $0.element.isPosition }
    let names = keys.filter { !$0.element.isPosition }
    guard positions.count <= 2 else { throw .tooManyKeys }

    let places: [Int]
    var gridRows: [Int] = Array(repeating: 0, count: table.rows.count)
    if let last = positions.last {
      let layout = AxisLayout(table, column: last.offset, key: last.element)
      (axis, places, origin) = (layout.axis, layout.places, layout.origin)
      if positions.count == 2, let first = positions.first {
        let down = AxisLayout(table, column: first.offset, key: first.element)
        (rows, gridRows) = (down.axis, down.places)
      }
    } else {
      let labels = table.rows.map { row in
        names.map { table.label(row, column: $0.offset) }.joined(separator: " ")
      }
      let titles = names.map { table.header.columns[$0.offset].title }
      axis = .labels(labels, name: titles.joined(separator: ", "))
      (places, origin) = (Array(labels.indices), 0)
    }
    let spots = zip(gridRows, places).map { [width = axis.points.count] in $0 * width + $1 }
    let parts = positions.isEmpty ? [] : names
    figures = try ChartBuilder.figures(table, request)
    series = try ChartBuilder.series(
      table, parts: parts, figures: figures, spots: spots,
      size: axis.points.count * (rows?.points.count ?? 1))
    if request.keys.contains(.alternative) {
      for index in series.indices { series[index].isAlternative = true }
    }
  }

  private static func figures(
    _ table: ResultTable, _ request: ChartRequest
  ) throws(ChartError) -> [ChartFigure] {
    if !request.figures.isEmpty { return request.figures }
    let columns = table.header.columns
    let index =
      columns.lastIndex { column in
        switch column.kind {
        case .money, .energy: true
        case .text, .instant, .date, .remark, .spark, .count, .quantity, .plain, .rate, .quotient,
          .ratio:
          false
        }
      } ?? columns.indices.last { columns[$0].kind.isNumeric && $0 >= request.keys.count }
    guard let index else { throw .noFigures }
    return [ChartFigure(column: index, name: "")]
  }

  /// A series for each figure of each combination of labels, in the order in which they come.
  private static func series(
    _ table: ResultTable, parts: [(offset: Int, element: ChartKey)], figures: [ChartFigure],
    spots: [Int], size: Int
  ) throws(ChartError) -> [ChartSeries] {
    var series: [ChartSeries] = []
    var indexOfName: [String: Int] = [:]
    let flow = parts.first { $0.element == .flow }?.offset
    let flows = flow.map { column in Set(table.rows.map { $0.cells[column].label }) } ?? []
    let placeBehind = table.header.placeBehind
    for (number, row) in table.rows.enumerated() {
      let label =
        parts.isEmpty
        ? "" : parts.map { table.label(row, column: $0.offset) }.joined(separator: " ")
      let first = indexOfName[label] ?? series.count
      if first == series.count {
        indexOfName[label] = first
        for figure in figures {
          let column = table.header.columns[figure.column]
          let isExport = flows.count > 1 && flow.map { row.cells[$0].label } == "export"
          series.append(
            ChartSeries(
              name: [label, figure.name].filter { !$0.isEmpty }.joined(separator: " "),
              role: figure.role == .above && isExport ? .below : figure.role,
              figureText: FigureText(unit: column.unit, kind: column.kind),
              values: Array(repeating: nil, count: size)))
        }
        guard series.count <= ChartError.mostSeries else {
          throw .tooManySeries(
            figures.count
              * Set(table.rows.map { row in parts.map { row.cells[$0.offset] } }).count)
        }
      }
      for (offset, figure) in figures.enumerated() {
        var amount: FixedPoint?
        if case .number(let number) = row.cells[figure.column] { amount = number }
        // The longer of two periods has days that the other one has not.
        if figure.role == .behind, placeBehind.map({ row.cells[$0] }) == .missing { continue }
        guard amount?.isDrawable ?? true else { throw .tooLarge }
        // A row with two periods may be incomplete for the other one.
        let coverage =
          figure.role == .behind ? table.summary.versusCoverage : table.summary.coverage
        let isComplete = table.header.versus != nil && coverage?.isComplete == true
        series[first + offset].values[spots[number]] = ChartValue(
          amount: amount, isPartial: row.isIncomplete && amount != nil && !isComplete,
          tableRows: number...number)
      }
    }
    let units = Set(series.filter { $0.role != .running }.map(\.figureText.unit))
    guard units.count == 1 else { throw .mixedUnits }
    return series
  }

  /// The bands, clipped to the axis.
  func bands(_ bands: [ChartBand]) -> [ChartBand] {
    guard axis.form == .clock || axis.form == .time else { return [] }
    return bands.compactMap { band in
      var band = band
      band.start = max(0, band.start - origin)
      band.end = min(axis.length, band.end - origin)
      return band.start < band.end ? band : nil
    }
  }

  /// `Import cost by half-hour, July 2023`.
  func title(_ request: ChartRequest) -> String {
    let periods = [table.header.period, table.header.versus].compactMap { $0?.name }
    let period = periods.isEmpty ? "" : ", \(periods.joined(separator: " versus "))"
    if let heading = request.heading { return heading.visible + period }
    let names = request.keys.enumerated().compactMap { index, key -> String? in
      // Flows are in the subject already, and stretches are whatever they are.
      if key == .flow || key == .stretch { return nil }
      let column = index + request.keys[..<index].count { $0 == .stretch }
      return key.unitName ?? table.header.columns[column].title
    }
    let list =
      names.count > 2
      ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
      : names.joined(separator: " and ")
    let keys = names.isEmpty || request.keys.contains(.dayOfMonth) ? "" : " by \(list)"
    let choice = request.choice.isEmpty ? "" : " \(request.choice.visible)"
    return request.subject.visible + keys.visible + choice + period
  }

  var sharesRows: Bool {
    let main = series.filter { $0.role == .above || $0.role == .below }
    guard main.count > 1 else { return false }
    let rows = main.map { $0.values.compactMap { $0?.tableRows } }
    return rows.dropFirst().allSatisfy { $0 == rows[0] }
  }

  private var isSum: Bool {
    switch series.first?.figureText.unit {
    case .energy, .volume, .money: true
    case .power, .moneyPerKWh, .moneyPerDay, .mean, nil: false
    }
  }

  /// The mean over what has an amount, of one series along an axis of time.
  var average: FixedPoint? {
    let main = series.filter { $0.role == .above || $0.role == .below }
    guard rows == nil, main.count == 1, let only = main.first, isSum else { return nil }
    switch axis.form {
    case .clock, .calendar, .weekdays: break
    case .time, .labels: return nil
    }
    let amounts = only.values.compactMap { $0?.amount }
    guard amounts.count > 1 else { return nil }
    return only.drawn(only.sum).quotient(by: FixedPoint(amounts.count), places: 8)
  }

  /// Whether rows of several flows are drawn as one: what goes in and what goes out is never added
  /// up.
  private var mixesFlows: Bool {
    guard let column = table.header.columns.firstIndex(where: { $0.name == "flow" }) else {
      return false
    }
    return Set(table.rows.map { $0.cells[column].label }).count > 1
  }

  /// `total £114.74, average £2.39 a half-hour`; of several series the total of each.
  var summary: String {
    let main = series.filter { $0.role == .above || $0.role == .below }
    // The sum of some rows is not what a total means.
    if let all = table.summary.rowsInAll { return "\(table.rows.count) of \(counted(all, "row"))" }
    if let versus = versusSummary { return versus }
    guard isSum, let first = main.first else { return "" }
    if main.count == 1 {
      // Prices of the same readings add up to nothing.
      guard axis.form != .labels || !first.isAlternative, !mixesFlows else { return "" }
      let total = "total \(first.figureText.shortText(first.sum))"
      guard let average else { return total }
      let amount = first.role == .below ? -average : average
      let article = axis.name == "hour" ? "an" : "a"
      return "\(total), average \(first.figureText.shortText(amount)) \(article) \(axis.name)"
    }
    guard main.count <= 3 else {
      guard !main.contains(where: \.isAlternative), main.allSatisfy({ $0.role == first.role }),
        !mixesFlows
      else { return "" }
      let sum = main.reduce(FixedPoint(0)) { $0 + $1.sum }
      return "total \(first.figureText.shortText(sum))"
    }
    // A name that ends with a figure would run into the sum.
    let colon = main.contains { $0.name.contains(where: \.isNumber) } ? ":" : ""
    return main.map { "\($0.name.visible)\(colon) \($0.figureText.shortText($0.sum))" }
      .joined(separator: ", ")
  }
}

extension ChartBuilder {
  /// `total £98.13, was £114.74, change -£16.61 (-14.5%)`; nil where there is no total of both.
  private var versusSummary: String? {
    guard let total = table.summary.totals.first(where: { $0.part == nil }),
      let first = series.first,
      let behind = figures.firstIndex(where: { $0.role == .behind }),
      let now = total.cells[figures[0].column].number,
      let was = total.cells[figures[behind].column].number
    else { return nil }
    let change = now - was
    let sign = change > FixedPoint(0) ? "+" : ""
    let texts = zip([now, was], [table.summary.coverage, table.summary.versusCoverage]).map {
      first.figureText.shortText($0) + ($1?.isComplete == false ? " (incomplete)" : "")
    }
    let ratio = change.quotient(by: was.isNegative ? -was : was, places: 8).map {
      " (\(sign)\(FixedPoint($0.digits * 100, scale: $0.scale).text(places: 1))%)"
    }
    return "\(isSum ? "total" : "mean") \(texts[0]), was \(texts[1]), change \(sign)"
      + first.figureText.shortText(change) + (ratio ?? "")
  }
}

extension FixedPoint {
  /// Whether sums of a million such numbers, in parts of a row of text, can be reckoned exactly.
  fileprivate var isDrawable: Bool {
    scale <= 20 && digits.magnitude < FixedPoint.power(min(15 + scale, 29)).magnitude
  }
}

extension ResultTable {
  /// The label of a row under a key: a rate is written as a price.
  fileprivate func label(_ row: ResultRow, column: Int) -> String {
    guard case .number(let number) = row.cells[column] else { return row.cells[column].label }
    return FigureText(unit: header.columns[column].unit, kind: header.columns[column].kind).text(
      number)
  }
}

extension Cell {
  /// The cell as a label of a chart.
  var label: String {
    switch self {
    case .missing: "none"
    case .text(let text): text.visible
    case .number(let number): number.text
    case .day(let day): day.description
    case .time(let time): time.tableText
    case .spark(let heights): ChartGlyphs.spark(heights, unicode: true)
    }
  }
}
