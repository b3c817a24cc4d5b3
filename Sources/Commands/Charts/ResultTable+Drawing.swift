import EnergyModel
import QueryLanguage

/// Tables in the shape that charts are made of: a row for each figure.
extension ResultTable {
  /// The name of the column that holds what stood in many.
  static let unpivoted = "figure"

  /// The position of a column by its short name; that of the last where there is none.
  func column(_ name: String, from start: Int = 0) -> Int {
    header.columns[start...].firstIndex { $0.shortName == name } ?? header.columns.count - 1
  }

  /// The columns at these positions, in this order.
  func keeping(_ columns: [Int]) -> ResultTable {
    guard columns != Array(header.columns.indices) else { return self }
    var table = self
    table.header.columns = columns.map { header.columns[$0] }
    for index in rows.indices { table.rows[index].cells = columns.map { rows[index].cells[$0] } }
    for (index, total) in summary.totals.enumerated() {
      table.summary.totals[index].cells = columns.map { total.cells[$0] }
    }
    return table
  }

  /// With a row for each figure of a row, behind its keys and the label of its column.
  ///
  /// A figure that is missing in a complete row was of no half-hour at all.
  func unpivoted(behind keys: Int, as key: GroupKey) -> ResultTable {
    var table = self
    let labels = header.columns[keys...].map { Cell(label: $0.name, of: key) }
    let name = ResultColumn(name: key.word, title: key.word, kind: .text)
    var figure = header.columns.last ?? name
    (figure.name, figure.shortName) = (ResultTable.unpivoted, ResultTable.unpivoted)
    table.header.columns = header.columns.prefix(keys) + [name, figure]
    table.rows = rows.flatMap { row in
      zip(labels, row.cells[keys...]).compactMap { label, cell -> ResultRow? in
        if cell == .missing, !row.isIncomplete { return nil }
        return ResultRow(
          cells: row.cells.prefix(keys) + [label, cell], isIncomplete: row.isIncomplete)
      }
    }
    table.summary.totals = []
    return table
  }

  /// A projected table with two rows for each: what was measured, and what is to come.
  func dividedByTime(behind keys: Int) -> ResultTable {
    var table = self
    let part = ResultColumn(name: "part", title: "part", kind: .text)
    table.header.columns = header.columns.prefix(keys) + [part, header.columns[keys + 1]]
    table.rows = rows.flatMap { row in
      let (measured, projected) = (row.cells[keys], row.cells[keys + 1])
      var rest = projected
      if let whole = projected.number, let known = measured.number { rest = .number(whole - known) }
      return [("measured", measured), ("to come", rest)].map { name, cell in
        ResultRow(
          cells: row.cells.prefix(keys) + [.text(name), cell],
          isIncomplete: row.isIncomplete && name == "measured")
      }
    }
    table.summary.totals = []
    return table
  }
}

extension Cell {
  /// The value that the name of a column stands for.
  fileprivate init(label: String, of key: GroupKey) {
    switch key {
    case .calendar(.day): self = LocalDay(iso: label).map(Cell.day) ?? .text(label)
    case .label(.rate):
      let parts = label.split(separator: ".", omittingEmptySubsequences: false)
      let digits = Int128(parts.joined())
      let scale = parts.count > 1 ? parts[1].count : 0
      self = digits.map { .number(FixedPoint($0, scale: scale)) } ?? .text(label)
    default: self = label.isEmpty ? .missing : .text(label)
    }
  }

  var time: LocalTime? { if case .time(let time) = self { time } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
}
