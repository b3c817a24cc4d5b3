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
  /// Whether some row is a mean of which no unit is complete.
  let lacksUnits: Bool
  /// The number of units that the means are over, where some are left out, in sentences.
  let means: [String]
  let notes: [String]

  func write(_ groups: GroupList, coverage: Coverage, to sink: inout some ResultSink) throws {
    guard let figure = plan.rows.columns.last else { return }
    guard groups.count <= Ceiling.cells else { throw Ceiling.tooManyPivotCells }
    let keys = grouping.keys.filter { $0 != across }
    let columns = try columns(of: groups)
    var wide = plan
    wide.rows.columns =
      plan.rows.columns.prefix(keys.count) + columns.labels.map { column($0, of: figure) }
    wide.rows.order = order(in: wide.rows.columns)
    // Before the rows, so that the lists of groups for both are not in memory at once.
    let totals = try parts.map { try totalRow($0, columns, blanks: keys.count) }
    let rows = try rows(of: groups, by: keys)

    try sink.begin(wide.header)
    var selection = RowSelection(wide.rows, cancellation: cancellation)
    for row in rows.inOrder {
      try cancellation.check()
      if selection.isFull { break }
      let groups = rows.groups[row]
      guard let first = groups.first else { continue }
      var figures = Array(repeating: Cell.missing, count: columns.labels.count)
      for group in groups { figures[columns.place(of: group)] = try cells(group) }
      let result = try ResultRow(
        cells: keys.map { grouping.cell(of: $0, group: first) } + figures,
        isIncomplete: groups.contains { try sums($0).isIncomplete(priced: plan.isPriced) })
      try selection.append(result, ranks: rows.ranks[row], to: &sink)
    }
    try selection.finish(to: &sink)
    try sink.end(
      ResultSummary(
        coverage: coverage, means: means, isIncomplete: lacksUnits, totals: totals,
        tariffs: plan.tariffNames,
        rowsInAll: selection.sent < rows.ranks.count ? rows.ranks.count : nil,
        notes: plan.notes(coverage, isEmpty: groups.isEmpty) + notes))
  }

  /// The values of the key that becomes columns.
  private struct Columns {
    var labels: [Cell] = []
    var places: [Int: Int] = [:]
    let ordinal: (Int) -> Int

    /// The place of a group's column.
    func place(of group: Int) -> Int { places[ordinal(group)] ?? 0 }
  }

  private func columns(of groups: GroupList) throws -> Columns {
    var labels: [Int: Cell] = [:]
    for group in groups {
      try cancellation.check()
      let value = grouping.ordinal(of: across, group: group)
      guard labels[value] == nil else { continue }
      labels[value] = grouping.cell(of: across, group: group)
      guard labels.count <= Ceiling.columns else {
        throw Ceiling.tooManyColumns(try columnCount(groups), across: across)
      }
    }
    var columns = Columns { grouping.ordinal(of: across, group: $0) }
    for (value, label) in labels.sorted(by: { $0.key < $1.key }) {
      columns.places[value] = columns.labels.count
      columns.labels.append(label)
    }
    return columns
  }

  private struct Rows {
    /// The ordinals of each row's keys.
    var ranks: [[Int]] = []
    /// The rows in the order of their ranks.
    var inOrder: [Int] = []
    var groups: Buckets
  }

  private func rows(of groups: GroupList, by keys: [GroupKey]) throws -> Rows {
    var ranks: [[Int]] = []
    var rowOfRanks: [[Int]: Int32] = [:]
    var rowOfGroup: [Int32] = []
    rowOfGroup.reserveCapacity(groups.count)
    for group in groups {
      try cancellation.check()
      let own = keys.map { grouping.ordinal(of: $0, group: group) }
      let row = rowOfRanks[own] ?? Int32(ranks.count)
      if row == ranks.count {
        rowOfRanks[own] = row
        ranks.append(own)
      }
      rowOfGroup.append(row)
    }
    let inOrder = try ranks.indices.sorted { left, right in
      try cancellation.check()
      return ranks[left].lexicographicallyPrecedes(ranks[right])
    }
    return Rows(
      ranks: ranks, inOrder: inOrder,
      groups: Buckets(groups, count: ranks.count) { place, _ in Int(rowOfGroup[place]) })
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
    _ part: (name: String?, groups: GroupList), _ columns: Columns, blanks: Int
  ) throws -> ResultTotal {
    let groups = Buckets(part.groups, count: columns.labels.count) { columns.place(of: $1) }
    return try ResultTotal(
      part: part.name,
      cells: Array(repeating: .missing, count: blanks)
        + columns.labels.indices.map { try total(.list(Array(groups[$0]))) },
      isIncomplete: part.groups.contains { try sums($0).isIncomplete(priced: plan.isPriced) })
  }

  /// The order of the rows, by one of the keys that are left.
  private func order(in columns: [ResultColumn]) -> Plan.Ordering? {
    guard let order = plan.rows.order else { return nil }
    let name = plan.rows.columns[order.column].name
    return columns.firstIndex { $0.name == name }.map {
      Plan.Ordering(column: $0, isDescending: order.isDescending)
    }
  }
}

/// Groups by a number, in one list: millions of them take no more than their own numbers do.
private struct Buckets {
  /// The position of each bucket's first group, and the end of the last.
  private var starts: [Int]
  private var groups: [Int]

  /// `bucket` gives the number of a group's bucket, below `count`, from its place and itself.
  init(_ list: GroupList, count: Int, bucket: (_ place: Int, _ group: Int) -> Int) {
    starts = Array(repeating: 0, count: count + 1)
    groups = Array(repeating: 0, count: list.count)
    for (place, group) in list.enumerated() { starts[bucket(place, group) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var ends = starts
    for (place, group) in list.enumerated() {
      let bucket = bucket(place, group)
      groups[ends[bucket]] = group
      ends[bucket] += 1
    }
  }

  /// The groups of a bucket, in the order of the list.
  subscript(bucket: Int) -> ArraySlice<Int> { groups[starts[bucket]..<starts[bucket + 1]] }
}
