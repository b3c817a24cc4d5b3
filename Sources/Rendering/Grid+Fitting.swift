import EnergyModel

/// The ways to make a grid narrower. Each changes only the grid, not the table behind it.
extension Grid {
  /// The width below which texts are not truncated further.
  private static let narrowest = 8

  /// Folds titles into two lines, as even as possible, where the title is what makes a column wide.
  mutating func foldTitles() {
    for index in columns.indices where columns[index].width > columns[index].bodyWidth {
      let title = columns[index].title
      let folds = title.indices.filter { title[$0] == " " }.map { space in
        (lead: String(title[..<space]), rest: String(title[space...].dropFirst()))
      }
      let best = folds.min {
        max($0.lead.displayWidth, $0.rest.displayWidth)
          < max($1.lead.displayWidth, $1.rest.displayWidth)
      }
      guard let best else { continue }
      (columns[index].lead, columns[index].title) = best
      columns[index].fit()
    }
  }

  /// Shortens later times to the clock time where they are on the same day as the row's first time,
  /// with midnight at the end of that day as 24:00; in each column for all rows or none.
  ///
  /// `table` is the one that the grid shows.
  mutating func shortenTimes(of table: ResultTable) throws(Cancelled) {
    let times = columns.indices.filter { columns[$0].kind == .instant }
    guard let first = times.first else { return }
    for index in times.dropFirst() {
      let (own, start) = (columns[index].source, columns[first].source)
      let clocks = try table.rows.map { row throws(Cancelled) in
        try cancellation.check()
        return Grid.clock(row.cells[own], onDayOf: row.cells[start])
      }
      guard clocks.allSatisfy({ $0 != nil }) else { continue }
      for (row, clock) in clocks.enumerated() { rows[row][index].text = clock ?? "" }
      try remeasure(index)
    }
  }

  /// Removes the day from the first times too if it is the same in all rows, and returns it.
  mutating func removeDay(of table: ResultTable) throws(Cancelled) -> LocalDay? {
    guard let index = columns.firstIndex(where: { $0.kind == .instant }), rows.count > 1 else {
      return nil
    }
    let source = columns[index].source
    var times: [LocalTime] = []
    for row in table.rows {
      try cancellation.check()
      guard case .time(let time) = row.cells[source] else { return nil }
      times.append(time)
    }
    guard let day = times.first?.day, times.allSatisfy({ $0.day == day }) else { return nil }
    for (row, time) in times.enumerated() { rows[row][index].text = time.clockText }
    try remeasure(index)
    return day
  }

  private static func clock(_ cell: Cell, onDayOf start: Cell) -> String? {
    guard case .time(let time) = cell, case .time(let start) = start else { return nil }
    if time.day == start.day { return time.clockText }
    return time.day == start.day + 1 && time.clockText == "00:00" ? "24:00" : nil
  }

  /// The widest column after the first that has the same text in every row, and no other in a
  /// total; nil when there is none.
  var constantColumn: Int? {
    guard let first = rows.first, rows.count > 1 else { return nil }
    return columns.indices.dropFirst()
      .filter { index in
        !columns[index].title.isEmpty
          && rows.allSatisfy { $0[index].text == first[index].text }
          && totals.allSatisfy { ["", first[index].text].contains($0[index].text) }
      }
      .max { columns[$0].width < columns[$1].width }
  }

  /// Removes a column from the grid.
  mutating func remove(_ index: Int) throws(Cancelled) {
    columns.remove(at: index)
    for row in rows.indices {
      try cancellation.check()
      rows[row].remove(at: index)
    }
    for row in totals.indices { totals[row].remove(at: index) }
  }

  /// Rounds the figures of `table`, which the grid shows, by one decimal at a time until the grid
  /// is narrower by `excess` columns; returns whether it rounded any.
  mutating func dropDecimals(
    by excess: Int, of table: ResultTable
  ) throws(Cancelled) -> Bool {
    var saved = 0
    var rounded: Set<Int> = []
    while saved < excess {
      let spare = columns.indices.filter { columns[$0].width > columns[$0].titleWidth }
        .filter { columns[$0].figures?.isRoundable ?? false }
      guard let index = spare.max(by: { columns[$0].width < columns[$1].width }) else { break }
      columns[index].figures?.dropDecimal()
      columns[index].width -= 1
      rounded.insert(index)
      saved += 1
    }
    let totals = Grid.totals(of: table)
    for index in rounded {
      guard let figures = columns[index].figures else { continue }
      let source = columns[index].source
      for row in rows.indices {
        try cancellation.check()
        rows[row][index].round(table.rows[row].cells[source], figures)
      }
      for row in totals.indices {
        self.totals[row][index].round(totals[row].cells[source], figures)
      }
      try remeasure(index)
    }
    return !rounded.isEmpty
  }

  /// Truncates texts, in the widest column first, until the grid is narrower by `excess` columns.
  ///
  /// Figures are never truncated, and two different texts of a column never end up looking the
  /// same. Returns false, and changes nothing, when that is not enough.
  mutating func narrow(by excess: Int, mark: Character) throws(Cancelled) -> Bool {
    var widths = columns.map(\.width)
    let least = try columns.indices.map(leastWidth)
    for _ in 0..<excess {
      let candidates = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return false }
      widths[widest] -= 1
    }
    for index in columns.indices where widths[index] < columns[index].width {
      let width = widths[index]
      columns[index].width = width
      columns[index].title.cut(to: width, mark: mark)
      for row in totals.indices { totals[row][index].text.cut(to: width, mark: mark) }
      for row in rows.indices {
        try cancellation.check()
        rows[row][index].text.cut(to: width, mark: mark)
      }
    }
    return true
  }

  private func leastWidth(of index: Int) throws(Cancelled) -> Int {
    let column = columns[index]
    let isCuttable = column.kind == .text || column.kind == .remark
    guard isCuttable, column.width > Grid.narrowest else { return column.width }
    var known: Set<String> = []
    for row in rows {
      try cancellation.check()
      known.insert(row[index].text)
    }
    let texts = known.sorted()
    // The width that two texts need to differ: their common prefix, the next letter and the mark.
    let telling = zip(texts, texts.dropFirst()).map { left, right in
      zip(left, right).prefix { $0 == $1 }.reduce(0) { $0 + String($1.0).displayWidth } + 3
    }
    return min(column.width, max(Grid.narrowest, telling.max() ?? 0))
  }
}

extension Grid.Field {
  fileprivate mutating func round(_ cell: Cell, _ figures: NumberStyle) {
    if case .number(let number) = cell { text = figures.text(number) }
  }
}
