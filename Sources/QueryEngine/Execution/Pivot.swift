import EnergyModel
import QueryLanguage

/// Turns the values of one key into columns that hold the measure's last figure.
struct Pivot {
  let plan: Plan
  /// The figure of a group.
  let cells: (Int) -> Cell
  let sums: (Int) -> Figures
  /// The figure of several groups together; nil where they can't be added up.
  let total: (([Int]) throws -> Cell)?

  func write(_ groups: [Int], coverage: Coverage, to sink: inout some ResultSink) throws {
    guard let across = plan.across, let figure = plan.columns.last else { return }
    let grouping = plan.grouping
    let keys = grouping.keys.filter { $0 != across }
    var labels: [Int: String] = [:]
    var rows: [(ranks: [Int], groups: [Int: Int])] = []
    var rowOfRanks: [[Int]: Int] = [:]
    for group in groups {
      let value = grouping.ordinal(of: across, group: group)
      labels[value] = grouping.label(of: across, group: group)
      let ranks = keys.map { grouping.ordinal(of: $0, group: group) }
      let row = rowOfRanks[ranks] ?? rows.count
      if row == rows.count {
        rowOfRanks[ranks] = row
        rows.append((ranks, [:]))
      }
      rows[row].groups[value] = group
    }
    rows.sort { $0.ranks.lexicographicallyPrecedes($1.ranks) }
    let values = labels.keys.sorted()

    var wide = plan
    wide.columns = Array(plan.columns.prefix(keys.count))
    for value in values {
      var column = figure
      (column.name, column.title) = (labels[value] ?? "", labels[value] ?? "")
      wide.columns.append(column)
    }
    wide.order = try order(in: wide.columns)
    try sink.begin(wide.head)
    var selection = RowSelection(wide)
    for row in rows {
      guard let first = row.groups.values.first else { continue }
      let names = keys.map { grouping.cell(of: $0, group: first) }
      let result = ResultRow(
        cells: names + values.map { row.groups[$0].map(cells) ?? .missing },
        isIncomplete: row.groups.values.contains { sums($0).isIncomplete(priced: plan.isPriced) })
      try selection.append(result, ranks: row.ranks, to: &sink)
    }
    try selection.finish(to: &sink)
    try sink.end(
      ResultFoot(
        coverage: coverage, totals: try totals(groups, values, blanks: keys.count),
        tariffs: plan.tariffNames,
        rowsInAll: selection.sent < rows.count ? rows.count : nil,
        notes: plan.notes(coverage, isEmpty: groups.isEmpty)))
  }

  /// Of each column.
  private func totals(
    _ groups: [Int], _ values: [Int], blanks: Int
  ) throws -> [ResultTotal] {
    guard let across = plan.across, let total, !groups.isEmpty else { return [] }
    let cells = try values.map { value in
      try total(groups.filter { plan.grouping.ordinal(of: across, group: $0) == value })
    }
    return [
      ResultTotal(
        cells: Array(repeating: .missing, count: blanks) + cells,
        isIncomplete: groups.contains { sums($0).isIncomplete(priced: plan.isPriced) })
    ]
  }

  /// `order by` may name a key, or one of the columns that only the result shows.
  private func order(in columns: [ResultColumn]) throws(QueryError) -> Plan.Ordering? {
    guard let order = plan.order else { return nil }
    let name = plan.columns[order.column].name
    guard let column = columns.firstIndex(where: { $0.name == name }) else {
      throw QueryError("'order by' takes a key where 'across' makes columns")
    }
    return Plan.Ordering(column: column, isDescending: order.isDescending)
  }
}
