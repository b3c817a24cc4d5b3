import EnergyModel

/// A result as display texts, ready for layout.
struct Grid {
  struct Column {
    /// The line above the title; empty unless a title was folded.
    var lead = ""
    var title: String
    let kind: ColumnKind
    /// The index of the column in the table.
    let source: Int
    /// The style of its figures; nil for the column of marks.
    var figures: NumberStyle?
    var width = 0
    /// The width of the widest field, not counting titles.
    var bodyWidth = 0

    /// Whether it is left-aligned, as text is and figures are not.
    var isText: Bool { !kind.isNumeric }
    var titleWidth: Int { max(lead.displayWidth, title.displayWidth) }
    /// The title in one line.
    var wholeTitle: String { lead.isEmpty ? title : "\(lead) \(title)" }

    /// Sets the width to that of the contents.
    mutating func fit() { width = max(bodyWidth, titleWidth) }
  }

  struct Field {
    var text: String
    /// Whether it is a number below zero, or the mark of an incomplete row.
    var isAlarming = false
    /// Whether it is in a row that is a total of others.
    var isInTotal = false
  }

  var columns: [Column]
  @BackgroundDeallocated var rows: [[Field]] = []
  /// The totals; empty where there are none, or where each would repeat a single row.
  var totals: [[Field]]
  /// Whether the last column is the narrow one with marks for rows with missing half-hours.
  let hasMarks: Bool
  /// Checked for each row in every pass over all rows.
  let cancellation: Cancellation

  /// Passes every text through `escape`, which spells out control characters.
  init(
    _ table: ResultTable, options: RenderOptions, escape: (String) -> String = { $0 }
  ) throws(Cancelled) {
    cancellation = options.cancellation
    let totals = Grid.totals(of: table)
    let hasMarks =
      table.rows.contains(where: \.isIncomplete) || totals.contains(where: \.isIncomplete)

    let cells = table.rows.map(\.cells) + totals.map(\.cells)
    let figures = try table.header.columns.enumerated().map { index, column throws(Cancelled) in
      try options.cancellation.check()
      return NumberStyle(column.kind, over: cells.lazy.map { $0[index] })
    }
    func fields(_ cells: [Cell], isTotal: Bool = false, isIncomplete: Bool) -> [Field] {
      let fields = zip(cells, zip(figures, table.header.columns)).map { cell, how in
        let (figures, column) = how
        switch cell {
        case .missing:
          // A total has nothing to show under the keys.
          return Field(text: isTotal && !column.kind.isNumeric ? "" : options.missingMark)
        case .text(let text): return Field(text: escape(text.visible))
        case .day(let day): return Field(text: day.description)
        case .time(let time) where column.kind == .date: return Field(text: time.day.description)
        case .time(let time): return Field(text: time.tableText)
        case .spark(let heights):
          return Field(text: ChartGlyphs.spark(heights, unicode: options.unicode))
        case .number(let number):
          let text = figures.text(number)
          return Field(text: text, isAlarming: text.hasPrefix("-"))
        }
      }
      let mark = Field(text: isIncomplete ? "*" : "", isAlarming: isIncomplete)
      return hasMarks ? fields + [mark] : fields
    }
    self.totals = totals.map { fields($0.cells, isTotal: true, isIncomplete: $0.isIncomplete) }

    columns = table.header.columns.enumerated().map { index, column in
      Column(
        title: escape(column.title.visible), kind: column.kind, source: index,
        figures: figures[index])
    }
    if hasMarks { columns.append(Column(title: "", kind: .text, source: columns.count)) }
    self.hasMarks = hasMarks
    rows.reserveCapacity(table.rows.count)
    for row in table.rows {
      try options.cancellation.check()
      var fields = fields(row.cells, isIncomplete: row.isIncomplete)
      if row.isTotal { for index in fields.indices { fields[index].isInTotal = true } }
      rows.append(fields)
    }
    for index in columns.indices { try remeasure(index) }
  }

  /// Sets a column's width to that of its present contents.
  mutating func remeasure(_ index: Int) throws(Cancelled) {
    var width = totals.map { $0[index].text.displayWidth }.max() ?? 0
    for row in rows.indices {
      try cancellation.check()
      width = max(width, rows[row][index].text.displayWidth)
    }
    columns[index].bodyWidth = width
    columns[index].fit()
  }

  /// The totals, each with its label under the first key.
  static func totals(of table: ResultTable) -> [ResultTotal] {
    let rowsInAll = table.summary.rowsInAll ?? table.rows.count
    guard rowsInAll > table.summary.totals.count else { return [] }
    return table.summary.totals.filter { $0.cells.first == .missing }.map { total in
      let part = total.part.map { " \($0)" } ?? ""
      // Otherwise nobody could know that the rows shown do not add up to it.
      let extent = table.summary.rowsInAll == nil ? "" : ", all rows"
      var total = total
      total.cells[0] = .text("total" + part + extent)
      return total
    }
  }

  /// The titles as a row.
  var header: [Field] { columns.map { Field(text: $0.title) } }

  /// The titles as rows: two once a title has been folded.
  var headers: [[Field]] {
    columns.allSatisfy(\.lead.isEmpty)
      ? [header] : [columns.map { Field(text: $0.lead) }, header]
  }

  /// The rows and then the totals.
  var records: [[Field]] { rows + totals }

  /// The fields of a row, each padded to the width of its column.
  func filled(_ fields: [Field], bold: Bool = false, options: RenderOptions) -> [String] {
    zip(fields, columns).map { field, column in
      let space = field.text.space(to: column.width)
      let text =
        switch (bold || field.isInTotal, field.isAlarming) {
        case (false, false): field.text
        case (true, false): options.painted(field.text, .bold)
        case (false, true): options.painted(field.text, .red)
        case (true, true): options.painted(field.text, .boldRed)
        }
      return column.isText ? text + space : space + text
    }
  }
}
