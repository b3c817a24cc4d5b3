import EnergyModel
import QueryLanguage
import Rendering

/// Lists of half-hours, of rates and of the lines of a bill.
extension ChartOutline {
  /// `start, end, meter, flow, usage…`: a row for each half-hour, those without a reading among them.
  func drawnReadings(
    _ table: ResultTable, areAllThere: Bool
  ) -> (table: ResultTable, request: ChartRequest) {
    let (start, usage) = (table.column("start"), table.column("usage"))
    let names = [table.column("flow"), table.column("meter")].filter { column in
      Set(table.rows.map { $0.cells[column] }).count > 1
    }
    var drawn = table.keeping([start] + names + [usage])
    if areAllThere, table.summary.rowsInAll == nil { drawn.rows = withHoles(drawn.rows) }
    // Sorted by time, so that no meter's half-hours come behind those of another.
    drawn.rows = drawn.rows.enumerated().sorted { left, right in
      (left.element.halfHour, left.offset) < (right.element.halfHour, right.offset)
    }.map(\.element)
    let keys: [ChartKey] = [.calendar(.slot)] + names.map { _ in .label }
    return (
      drawn,
      ChartRequest(
        subject: subject, keys: keys, figures: [ChartFigure(column: keys.count, name: "")])
    )
  }

  /// With a row without figure for each half-hour between the first and the last that has none.
  private func withHoles(_ rows: [ResultRow]) -> [ResultRow] {
    let halfHours = rows.compactMap { $0.cells[0].time?.instant.halfHour }
    guard let first = halfHours.min(), let last = halfHours.max() else { return rows }
    let parts = Dictionary(grouping: rows) { Array($0.cells.dropFirst().dropLast()) }
    let holes = parts.flatMap { names, rows in
      let there = Set(rows.compactMap { $0.cells[0].time?.instant.halfHour })
      return (first...last).filter { !there.contains($0) }.map { halfHour in
        ResultRow(
          cells: [.time(zone.localTime(Instant(halfHour: halfHour)))] + names + [.missing])
      }
    }
    return rows + holes
  }

  /// `start, end, tariff, rate`: a step for each stretch, the cheapest marked.
  func drawnRates(_ table: ResultTable) -> (table: ResultTable, request: ChartRequest) {
    let drawn = steps(table)
    var bands: [ChartBand] = []
    let rates = drawn.rows.compactMap { $0.cells[3].number }
    // Rates of several tariffs are not compared: the lowest export rate is not a cheap time.
    if !hasNames(drawn), let least = rates.min(), let most = rates.max(), least < most,
      let run = drawn.rows.longestRun({ $0.cells[3].number == least })
    {
      let cheapest = FigureText(unit: .moneyPerKWh(currency)).text(least)
      bands = [band(run, in: drawn, named: "cheapest \(cheapest)")].compactMap(\.self)
    }
    return (drawn, stepRequest(drawn, bands))
  }

  /// The rates of the days around a stretch, which is marked.
  func drawnWindow(
    _ table: ResultTable, _ name: String, _ rates: (Range<LocalDay>) throws -> ResultTable
  ) throws -> (table: ResultTable, request: ChartRequest) {
    guard let row = table.rows.first, let start = row.cells[0].time, let end = row.cells[1].time
    else { throw ChartError.noRows }
    let lastDay = zone.day(of: Instant(halfHour: end.instant.halfHour - 1))
    var drawn = steps(try rates(start.day..<lastDay + 1))
    drawn.header.statement = table.header.statement
    drawn.summary.notes = table.summary.notes
    var bands: [ChartBand] = []
    if let first = drawn.rows.first?.cells[0].time?.instant.halfHour {
      let price = row.cells[2].number.map(FigureText(unit: .moneyPerKWh(currency)).text) ?? ""
      bands = [
        ChartBand(
          start: start.instant.halfHour - first, end: end.instant.halfHour - first,
          name: "\(name) \(price)", tint: name.hasPrefix("dearest") ? .high : .low)
      ]
    }
    return (drawn, stepRequest(drawn, bands))
  }

  private func stepRequest(_ table: ResultTable, _ bands: [ChartBand]) -> ChartRequest {
    ChartRequest(
      subject: subject, keys: hasNames(table) ? [.stretch, .alternative] : [.stretch],
      figures: [ChartFigure(column: 3, name: "")], bands: bands, kind: .line)
  }

  /// Whether several tariffs hold at a time; cut into steps, they begin together.
  private func hasNames(_ table: ResultTable) -> Bool {
    Set(table.rows.map { $0.cells[0] }).count < table.rows.count
  }

  private func band(_ run: Range<Int>, in table: ResultTable, named name: String) -> ChartBand? {
    guard let origin = table.rows.first?.cells[0].time?.instant.halfHour,
      let start = table.rows[run.lowerBound].cells[0].time?.instant.halfHour,
      let end = table.rows[run.upperBound - 1].cells[1].time?.instant.halfHour
    else { return nil }
    return ChartBand(start: start - origin, end: end - origin, name: name, tint: .low)
  }

  /// The stretches in order of time, cut at each other's ends where several tariffs overlap.
  private func steps(_ table: ResultTable) -> ResultTable {
    var steps = table
    let times = { (row: ResultRow) in
      [row.cells[0], row.cells[1]].compactMap { $0.time?.instant.halfHour }
    }
    steps.rows.sort { times($0).lexicographicallyPrecedes(times($1)) }
    guard hasOverlaps(steps) else { return steps }
    let edges = Set(steps.rows.flatMap(times)).sorted()
    steps.rows = steps.rows.flatMap { row -> [ResultRow] in
      let span = times(row)
      guard span.count == 2 else { return [row] }
      let inside = edges.filter { (span[0]...span[1]).contains($0) }
      return zip(inside, inside.dropFirst()).map { start, end in
        var part = row
        part.cells[0] = .time(zone.localTime(Instant(halfHour: start)))
        part.cells[1] = .time(zone.localTime(Instant(halfHour: end)))
        return part
      }
    }.sorted { times($0).lexicographicallyPrecedes(times($1)) }
    return steps
  }

  private func hasOverlaps(_ table: ResultTable) -> Bool {
    zip(table.rows, table.rows.dropFirst()).contains { row, next in
      guard let end = row.cells[1].time?.instant, let start = next.cells[0].time?.instant
      else { return false }
      return start < end
    }
  }

  /// `flow, line, quantity, unit, rate, amount`: the lines that add up to the total.
  func drawnBill(_ table: ResultTable) -> (table: ResultTable, request: ChartRequest) {
    let flows = Set(table.rows.compactMap { $0.cells[0].text })
    let figure = table.column("projected")
    var drawn = table.keeping([1, figure])
    drawn.rows = table.rows.compactMap { row in
      guard let flow = row.cells[0].text, let line = row.cells[1].text,
        !["subtotal", "total"].contains(line)
      else { return nil }
      let energy = line.replacing("energy: ", with: "")
      let name = energy == "none" ? "without a rate" : energy
      return ResultRow(
        cells: [.text(flows.count > 1 ? "\(flow) \(name)" : name), row.cells[figure]],
        isIncomplete: row.isIncomplete)
    }
    return (
      drawn,
      ChartRequest(
        subject: subject, keys: [.label], figures: [ChartFigure(column: 1, name: "")])
    )
  }
}

/// Counts of half-hours as a calendar: a row for each month, a field for each day.
extension ChartOutline {
  func drawnGaps(
    _ table: ResultTable, _ expected: Range<LocalDay>
  ) throws -> (table: ResultTable, request: ChartRequest) {
    var missing: [LocalDay: Int] = [:]
    for row in table.rows {
      guard let start = row.cells[2].time?.instant.halfHour,
        let end = row.cells[3].time?.instant.halfHour
      else { continue }
      for halfHour in start..<end {
        missing[zone.day(of: Instant(halfHour: halfHour)), default: 0] += 1
      }
    }
    return try calendar(missing, over: expected, of: table, name: "missing half-hours")
  }

  /// `counts` on each of `days`, whose name is `name`.
  func calendar(
    _ counts: [LocalDay: Int], over days: Range<LocalDay>, of table: ResultTable, name: String
  ) throws -> (table: ResultTable, request: ChartRequest) {
    guard !days.isEmpty else { throw ChartError.noRows }
    var drawn = table
    drawn.header.columns =
      ResultColumn.named("month", "day") + ResultColumn.named(name, kind: .count)
    drawn.rows = (days.lowerBound.number..<days.upperBound.number).map { number in
      let day = LocalDay(number: number)
      return ResultRow(cells: [
        .text(String(day.description.prefix(7))), .text(String(day.civil.day)),
        .number(FixedPoint(counts[day] ?? 0)),
      ])
    }
    drawn.summary.totals = []
    drawn.summary.rowsInAll = nil
    return (
      drawn,
      ChartRequest(
        subject: subject, keys: [.calendar(.month), .dayOfMonth],
        figures: [ChartFigure(column: 2, name: name)])
    )
  }
}

extension ResultRow {
  /// The number of that in which it starts, by its first cell.
  fileprivate var halfHour: Int { cells[0].time?.instant.halfHour ?? 0 }
}

extension [ResultRow] {
  /// The first of the longest stretches of rows that fit.
  fileprivate func longestRun(_ fits: (ResultRow) -> Bool) -> Range<Int>? {
    var best: Range<Int>?
    var start = 0
    for (index, row) in enumerated() {
      if !fits(row) {
        start = index + 1
      } else if index + 1 - start > best?.count ?? 0 {
        best = start..<index + 1
      }
    }
    return best
  }
}
