import EnergyModel
import QueryLanguage

/// A pivot: the values of one key become columns that hold the measure's last figure.
struct Pivot {
  let plan: Plan
  let grouping: Grouping
  /// The key whose values become columns.
  let across: GroupKey
  let cancellation: Cancellation
  /// Computes the figure of a group.
  let cells: (Int) throws -> Cell
  let sums: (Int) throws -> Figures
  /// The sets of groups that are added up in each column, each with a total of its own.
  let parts: [(name: String?, groups: GroupList)]
  /// Computes the figure of several groups together.
  let total: (GroupList) throws -> Cell
  let notes: [String]

  func write(_ groups: GroupList, coverage: Coverage, to sink: inout some ResultSink) throws {
    guard let figure = plan.rows.columns.last else { return }
    guard groups.count <= Ceiling.cells else { throw Ceiling.tooManyPivotCells }
    let keys = grouping.keys.filter { $0 != across }
    var labels: [Int: Cell] = [:]
    var rows: [(ranks: [Int], groups: [Int: Int])] = []
    var rowOfRanks: [[Int]: Int] = [:]
    for group in groups {
      try cancellation.check()
      let value = grouping.ordinal(of: across, group: group)
      if labels[value] == nil {
        labels[value] = grouping.cell(of: across, group: group)
        guard labels.count <= Ceiling.columns else {
          throw Ceiling.tooManyColumns(try columnCount(groups), across: across)
        }
      }
      let ranks = keys.map { grouping.ordinal(of: $0, group: group) }
      let row = rowOfRanks[ranks] ?? rows.count
      if row == rows.count {
        rowOfRanks[ranks] = row
        rows.append((ranks, [:]))
      }
      rows[row].groups[value] = group
    }
    try rows.sort { left, right in
      try cancellation.check()
      return left.ranks.lexicographicallyPrecedes(right.ranks)
    }
    let values = labels.keys.sorted()

    var wide = plan
    wide.rows.columns = Array(plan.rows.columns.prefix(keys.count))
    for value in values {
      wide.rows.columns.append(column(labels[value] ?? .missing, of: figure))
    }
    wide.rows.order = try order(in: wide.rows.columns)
    try sink.begin(wide.header)
    var selection = RowSelection(wide.rows, cancellation: cancellation)
    for row in rows {
      try cancellation.check()
      if selection.isFull { break }
      guard let first = row.groups.values.first else { continue }
      let names = keys.map { grouping.cell(of: $0, group: first) }
      let result = try ResultRow(
        cells: names + values.map { try row.groups[$0].map(cells) ?? .missing },
        isIncomplete: row.groups.values.contains {
          try sums($0).isIncomplete(priced: plan.isPriced)
        })
      try selection.append(result, ranks: row.ranks, to: &sink)
    }
    try selection.finish(to: &sink)
    try sink.end(
      ResultSummary(
        coverage: coverage, totals: try parts.map { try totalRow($0, values, blanks: keys.count) },
        tariffs: plan.tariffNames,
        rowsInAll: selection.sent < rows.count ? rows.count : nil,
        notes: plan.notes(coverage, isEmpty: groups.isEmpty) + notes))
  }

  /// The column of one label, with the unit of the figure beneath it.
  private func column(_ label: Cell, of figure: ResultColumn) -> ResultColumn {
    let (name, title) =
      switch label {
      case .missing, .spark: ("", "")
      case .text(let text): (text, text)
      case .number(let number): (number.text, number.text)
      case .day(let day): (day.description, day.description)
      case .time(let time): (time.stamp, time.tableText)
      }
    var column = figure
    (column.name, column.shortName) = (name, name)
    column.title = [title, figure.unitSign].compactMap(\.self).joined(separator: " ")
    return column
  }

  private func columnCount(_ groups: GroupList) throws -> Int {
    try Set(
      groups.map { group in
        try cancellation.check()
        return grouping.ordinal(of: across, group: group)
      }
    ).count
  }

  /// The total of each column.
  private func totalRow(
    _ part: (name: String?, groups: GroupList), _ values: [Int], blanks: Int
  ) throws -> ResultTotal {
    let groups = try Dictionary(grouping: part.groups) { group in
      try cancellation.check()
      return grouping.ordinal(of: across, group: group)
    }
    return try ResultTotal(
      part: part.name,
      cells: Array(repeating: .missing, count: blanks)
        + values.map { try total(.list(groups[$0] ?? [])) },
      isIncomplete: part.groups.contains { try sums($0).isIncomplete(priced: plan.isPriced) })
  }

  /// The order of the rows: `order by` may name a key, or a column that only the result has.
  private func order(in columns: [ResultColumn]) throws(QueryError) -> Plan.Ordering? {
    guard let order = plan.rows.order else { return nil }
    let name = plan.rows.columns[order.column].name
    guard let column = columns.firstIndex(where: { $0.name == name }) else {
      throw QueryError("'order by' takes a key where 'across' makes columns")
    }
    return Plan.Ordering(column: column, isDescending: order.isDescending)
  }
}
