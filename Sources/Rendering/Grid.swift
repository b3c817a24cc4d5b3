import EnergyModel

/// A result as display texts, ready for layout.
///
/// The texts are written when they are needed: those of hundreds of thousands of rows would take
/// ten times the memory of the cells.
struct Grid {
  /// How a column writes its times.
  enum TimeForm {
    case whole
    /// Without the day.
    case clock
    /// Without the day, which is that of the row's time in another column of the table, with
    /// midnight at its end as 24:00.
    case clockOnDay(of: Int)
  }

  struct Column {
    /// The line above the title; empty unless a title was folded.
    var lead = ""
    var title: String
    let kind: ColumnKind
    /// The index of the column in the table.
    let source: Int
    /// The style of its figures; nil for the column of marks.
    var figures: NumberStyle?
    var times = TimeForm.whole
    /// The width to which texts are truncated.
    var cut: (width: Int, mark: Character)?
    var width = 0
    /// The width of the widest field, not counting titles.
    var bodyWidth = 0

    /// Whether it is left-aligned, as text is and figures are not.
    var isText: Bool { !kind.isNumeric }
    var titleWidth: Int { max(lead.displayWidth, title.displayWidth) }
    /// The title in one line.
    var wholeTitle: String { lead.isEmpty ? title : "\(lead) \(title)" }

    /// A time in its form; `row` has it.
    fileprivate func text(_ time: LocalTime, of row: ResultRow) -> String {
      if kind == .date { return time.day.description }
      switch times {
      case .whole: return time.tableText
      case .clock: return time.clockText
      case .clockOnDay(let start): return time.clockText(onDayOf: row.cells[start]) ?? ""
      }
    }

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

  let table: CompactTable
  var columns: [Column]
  /// The totals; empty where there are none, or where each would repeat a single row.
  private let totalRows: [ResultTotal]
  /// Whether the last column is the narrow one with marks for rows with missing half-hours.
  let hasMarks: Bool
  /// Checked for each row in every pass over all rows.
  let cancellation: Cancellation
  private let missingMark: String
  private let usesUnicode: Bool
  private let escape: (String) -> String

  /// Passes every text through `escape`, which spells out control characters.
  init(
    _ table: CompactTable, options: RenderOptions, escape: @escaping (String) -> String = { $0 }
  ) throws(Cancelled) {
    self.table = table
    self.escape = escape
    cancellation = options.cancellation
    missingMark = options.missingMark
    usesUnicode = options.unicode
    let totals = Grid.totals(of: table)
    totalRows = totals
    var hasMarks = totals.contains(where: \.isIncomplete)
    var decimals = table.header.columns.indices.map { index in
      totals.map { $0.cells[index].decimals }.max()
    }
    let counted = decimals.indices.filter { NumberStyle.counts(table.header.columns[$0].kind) }
    for row in table.rows {
      try cancellation.check()
      hasMarks = hasMarks || row.isIncomplete
      for index in counted {
        decimals[index] = max(decimals[index] ?? 0, row.cells[index].decimals)
      }
    }
    self.hasMarks = hasMarks
    columns = table.header.columns.enumerated().map { index, column in
      Column(
        title: escape(column.title.visible), kind: column.kind, source: index,
        figures: NumberStyle(column.kind, decimals: decimals[index]))
    }
    if hasMarks { columns.append(Column(title: "", kind: .text, source: columns.count)) }
    try measure(columns.indices)
  }

  /// Sets the widths of some columns to those of their present contents.
  mutating func measure(_ indices: some Sequence<Int>) throws(Cancelled) {
    var meters = indices.map { (index: $0, meter: WidthMeter()) }
    for row in table.rows {
      try cancellation.check()
      for place in meters.indices {
        let column = columns[meters[place].index]
        meters[place].meter.add(row, in: column) { field(column, of: row).text }
      }
    }
    for (index, meter) in meters {
      let inTotals = totals.map { $0[index].text.displayWidth }.max() ?? 0
      columns[index].bodyWidth = max(inTotals, meter.width(with: columns[index].figures))
      columns[index].fit()
    }
  }

  // MARK: Fields

  /// A row's field in a column.
  func field(_ column: Column, of row: ResultRow, isTotal: Bool = false) -> Field {
    guard let figures = column.figures else {
      return Field(text: row.isIncomplete ? "*" : "", isAlarming: row.isIncomplete)
    }
    var field =
      switch row.cells[column.source] {
      // A total has nothing to show under the keys.
      case .missing: Field(text: isTotal && column.isText ? "" : missingMark)
      case .text(let text): Field(text: escape(text.visible))
      case .day(let day): Field(text: day.description)
      case .time(let time): Field(text: column.text(time, of: row))
      case .spark(let heights): Field(text: ChartGlyphs.spark(heights, unicode: usesUnicode))
      case .number(let number): Field(text: figures.text(number))
      }
    if case .number = row.cells[column.source] { field.isAlarming = field.text.hasPrefix("-") }
    field.isInTotal = row.isTotal
    if let cut = column.cut { field.text.cut(to: cut.width, mark: cut.mark) }
    return field
  }

  private func fields(of row: ResultRow, isTotal: Bool = false) -> [Field] {
    columns.map { field($0, of: row, isTotal: isTotal) }
  }

  var totals: [[Field]] {
    totalRows.map { total in
      fields(of: ResultRow(cells: total.cells, isIncomplete: total.isIncomplete), isTotal: true)
    }
  }

  /// Calls `body` with the fields of each row.
  func forEachRow(_ body: ([Field]) throws -> Void) throws {
    for row in table.rows {
      try cancellation.check()
      try body(fields(of: row))
    }
  }

  /// Calls `body` with the fields of each row and then of each total.
  func forEachRecord(_ body: ([Field]) throws -> Void) throws {
    try forEachRow(body)
    for total in totals { try body(total) }
  }

  /// The totals, each with its label under the first key.
  private static func totals(of table: CompactTable) -> [ResultTotal] {
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
