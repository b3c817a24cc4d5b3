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
  mutating func shortenTimes() throws(Cancelled) {
    let times = columns.indices.filter { columns[$0].kind == .instant }
    guard let first = times.first else { return }
    for index in times.dropFirst() {
      let (own, start) = (columns[index].source, columns[first].source)
      let areOnDay = try allRows { row in
        guard case .time(let time) = row.cells[own] else { return false }
        return time.clockText(onDayOf: row.cells[start]) != nil
      }
      guard areOnDay else { continue }
      columns[index].times = .clockOnDay(of: start)
      try measure([index])
    }
  }

  /// Removes the day from the first times too if it is the same in all rows, and returns it.
  mutating func removeDay() throws(Cancelled) -> LocalDay? {
    guard let index = columns.firstIndex(where: { $0.kind == .instant }), table.rows.count > 1,
      let first = table.rows.first
    else { return nil }
    let source = columns[index].source
    guard case .time(let time) = first.cells[source] else { return nil }
    let day = time.day
    let areOnDay = try allRows { row in
      if case .time(let time) = row.cells[source] { time.day == day } else { false }
    }
    guard areOnDay else { return nil }
    columns[index].times = .clock
    try measure([index])
    return day
  }

  private func allRows(_ holds: (ResultRow) -> Bool) throws(Cancelled) -> Bool {
    for row in table.rows {
      try cancellation.check()
      guard holds(row) else { return false }
    }
    return true
  }

  /// The widest column after the first that has the same text in every row, and no other in a
  /// total; nil when there is none.
  func constantColumn() throws(Cancelled) -> (index: Int, text: String)? {
    guard let first = table.rows.first, table.rows.count > 1 else { return nil }
    let totals = totals
    var constant = columns.indices.dropFirst()
      .map { ($0, field(columns[$0], of: first).text) }
      .filter { index, text in
        !columns[index].title.isEmpty && totals.allSatisfy { ["", text].contains($0[index].text) }
      }
    for row in table.rows where !constant.isEmpty {
      try cancellation.check()
      constant.removeAll { index, text in field(columns[index], of: row).text != text }
    }
    return constant.max { columns[$0.0].width < columns[$1.0].width }
  }

  /// Rounds the figures by one decimal at a time until the grid is narrower by `excess` columns;
  /// returns whether it rounded any.
  mutating func dropDecimals(by excess: Int) throws(Cancelled) -> Bool {
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
    if !rounded.isEmpty { try measure(rounded) }
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
      columns[index].cut = (width, mark)
    }
    return true
  }

  private func leastWidth(of index: Int) throws(Cancelled) -> Int {
    let column = columns[index]
    let isCuttable = column.kind == .text || column.kind == .remark
    guard isCuttable, column.width > Grid.narrowest else { return column.width }
    var known: Set<String> = []
    for row in table.rows {
      try cancellation.check()
      known.insert(field(column, of: row).text)
    }
    let texts = known.sorted()
    // The width that two texts need to differ: their common prefix, the next letter and the mark.
    let telling = zip(texts, texts.dropFirst()).map { left, right in
      zip(left, right).prefix { $0 == $1 }.reduce(0) { $0 + String($1.0).displayWidth } + 3
    }
    return min(column.width, max(Grid.narrowest, telling.max() ?? 0))
  }
}

extension LocalTime {
  /// The clock time where it is on the day of `start`, or `24:00` at its end; nil elsewhere.
  func clockText(onDayOf start: Cell) -> String? {
    guard case .time(let start) = start else { return nil }
    if day == start.day { return clockText }
    return day == start.day + 1 && clockText == "00:00" ? "24:00" : nil
  }
}
