import EnergyModel
import QueryLanguage

/// The rows of two periods beside each other, and what has changed.
struct VersusReport {
  private let plan: Plan
  private let versus: Report.Versus
  private let cancellation: Cancellation
  private let first: Side
  private let other: Side

  /// The rows of one period.
  private struct Side {
    var rows: [Row] = []
    var summary: ResultSummary
    var isEmpty: Bool
    /// By what a row is matched by.
    var places: [Likeness: Int] = [:]
  }

  private struct Row {
    var result: ResultRow
    var likeness: Likeness
    /// For each key, the rank of its value among those of the period.
    var ranks: [Int]
  }

  /// What rows of two periods are matched by: the labels that are no calendar units, and their place
  /// among the units of the period, or where these determine a label among those with the same one.
  private struct Likeness: Hashable {
    var unit: Int
    var labels: [String?]
  }

  /// `source`: the readings as they are.
  init(_ plan: Plan, _ versus: Report.Versus, source: some ReadingSource) throws {
    self.plan = plan
    self.versus = versus
    cancellation = source.cancellation
    first = try VersusReport.side(versus.first, source)
    other = try VersusReport.side(versus.other, source)
  }

  private static func side(_ plan: Plan, _ source: some ReadingSource) throws -> Side {
    guard case .breakdown(let breakdown) = plan.report else {
      preconditionFailure("only breakdowns stand beside each other")
    }
    let report = try GroupReport(plan, breakdown, source: source)
    let grouping = report.grouping
    let unitRanks = grouping.unitRanks
    let unitPlaces = grouping.unitPlaces
    var side = Side(summary: try report.summary, isEmpty: report.isEmpty)
    for (group, result) in try report.rows {
      let labels = grouping.keys.map { key in
        key.isByPosition ? nil : grouping.label(of: key, group: group)
      }
      let unit = grouping.unitIndex(group)
      let likeness = Likeness(unit: unitPlaces[unit], labels: labels)
      side.places[likeness] = side.rows.count
      let ranks = grouping.keys.map { key in
        unitRanks[key]?[unit] ?? grouping.ordinal(of: key, group: group)
      }
      side.rows.append(Row(result: result, likeness: likeness, ranks: ranks))
    }
    return side
  }

  func write(to sink: inout some ResultSink) throws {
    try sink.begin(plan.header)
    var selection = RowSelection(plan.rows, cancellation: cancellation)
    for (row, ranks) in first.isEmpty && other.isEmpty ? [] : try joined {
      try cancellation.check()
      try selection.append(row, ranks: ranks, to: &sink)
    }
    try selection.finish(to: &sink)
    var summary = first.summary
    summary.versusCoverage = other.summary.coverage
    summary.means += other.summary.means.map { "versus: \($0)" }
    summary.isIncomplete = summary.isIncomplete || other.summary.isIncomplete
    summary.totals = totals
    for tariff in other.summary.tariffs where !summary.tariffs.contains(tariff) {
      summary.tariffs.append(tariff)
    }
    // The notes of both plans are among those of this one.
    let own = first.summary.notes.filter { !versus.first.notes.contains($0) }
    let others = other.summary.notes.filter { !versus.other.notes.contains($0) }
    summary.notes = plan.notes + own + others.map { "versus: \($0)" }
    if selection.sent < selection.passed { summary.rowsInAll = selection.passed }
    try sink.end(summary)
  }

  // MARK: Rows

  /// The rows of both periods in order, each with the ranks of its leading cells.
  private var joined: [(row: ResultRow, ranks: [Int])] {
    get throws {
      let labelRanks = labelRanks
      let pairs: [(own: Row?, then: Row?)] =
        first.rows.map { ($0, other.places[$0.likeness].map { other.rows[$0] }) }
        + other.rows.filter { first.places[$0.likeness] == nil }.map { (nil, $0) }
      let rows = pairs.enumerated().map { place, pair in
        (
          place: place, row: row(pair.own, pair.then),
          ranks: ranks(pair.own ?? pair.then, labelRanks)
        )
      }
      return try rows.sorted { left, right in
        try cancellation.check()
        return left.ranks == right.ranks
          ? left.place < right.place : left.ranks.lexicographicallyPrecedes(right.ranks)
      }.map { pair in
        // The calendar keys have a column for each period.
        let leading = zip(versus.keys, pair.ranks).flatMap { key, rank in
          key.isByPosition ? [rank, rank] : [rank]
        }
        return (pair.row, leading)
      }
    }
  }

  private func row(_ own: Row?, _ then: Row?) -> ResultRow {
    let labels = versus.keys.enumerated().flatMap { index, key -> [Cell] in
      let cells = [own, then].map { $0?.result.cells[index] ?? .missing }
      if key.isByPosition { return cells }
      return [cells[0] == .missing ? cells[1] : cells[0]]
    }
    return ResultRow(
      cells: labels + figures(own?.result.cells, then?.result.cells),
      isIncomplete: [own, then].contains { $0?.result.isIncomplete ?? false })
  }

  private var totals: [ResultTotal] {
    let blanks = versus.keys.reduce(0) { $0 + ($1.isByPosition ? 2 : 1) }
    let parts = first.summary.totals.map(\.part)
    let others = other.summary.totals.map(\.part).filter { !parts.contains($0) }
    return (parts + others).map { part in
      let totals = [first, other].map { side in side.summary.totals.first { $0.part == part } }
      return ResultTotal(
        part: part,
        cells: Array(repeating: .missing, count: blanks)
          + figures(totals[0]?.cells, totals[1]?.cells),
        isIncomplete: totals.contains { $0?.isIncomplete ?? false })
    }
  }

  /// The figures of both periods behind the keys of their cells, and the change.
  private func figures(_ own: [Cell]?, _ then: [Cell]?) -> [Cell] {
    let count = versus.keys.count
    let width = versus.first.rows.columns.count - count
    let sides = [own, then].map { cells in
      cells.map { Array($0.dropFirst(count)) } ?? Array(repeating: Cell.missing, count: width)
    }
    return sides[0] + sides[1] + change(sides[0], sides[1])
  }

  /// The difference to the other period, and its ratio to the figure there, to 8 places.
  ///
  /// A standing charge is due where nothing was read too, but is no total to compare.
  private func change(_ own: [Cell], _ then: [Cell]) -> [Cell] {
    guard own[versus.measured] != .missing, then[versus.measured] != .missing,
      let now = own[versus.compared].number, let before = then[versus.compared].number
    else { return [.missing, .missing] }
    let difference = now - before
    let ratio = difference.quotient(by: before.magnitude, places: 8).map(Cell.number) ?? .missing
    return [.number(difference), ratio]
  }

  // MARK: Order

  private func ranks(_ row: Row?, _ labels: [Int: [String: Int]]) -> [Int] {
    (row?.ranks ?? []).enumerated().map { index, rank in
      guard let label = row?.likeness.labels[index] else { return rank }
      return labels[index]?[label] ?? rank
    }
  }

  /// For keys whose values are known by their labels alone, by the place of the key, the ranks among
  /// those of both periods: bands by the clock, tariffs by first use.
  private var labelRanks: [Int: [String: Int]] {
    var ranks: [Int: [String: Int]] = [:]
    for (index, key) in versus.keys.enumerated() {
      guard key == .label(.band) || key == .label(.tariff) else { continue }
      var labels: [String] = []
      for side in [first, other] {
        for row in side.rows.sorted(by: { $0.ranks[index] < $1.ranks[index] }) {
          guard let label = row.likeness.labels[index], !labels.contains(label) else { continue }
          labels.append(label)
        }
      }
      if key == .label(.band) {
        // What lasts all day comes before the bands that begin with a time.
        func start(_ label: String) -> String { label.first?.isNumber ?? false ? label : "" }
        labels.sort { start($0) < start($1) }
      }
      labels = labels.filter { $0 != LabelAxis.none } + [LabelAxis.none]
      ranks[index] = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    }
    return ranks
  }
}

extension Grouping {
  /// For each calendar unit, its place among those with the same values of the cyclic keys that a unit
  /// determines, as days do weekdays.
  fileprivate var unitPlaces: [Int] {
    let determined = keys.compactMap { key in
      if case .determined(let cyclic) = roles[key] { cyclic } else { nil }
    }
    var counts: [[Int]: Int] = [:]
    return units.map { unit in
      let values = determined.map { ordinal(of: $0, at: unit) }
      defer { counts[values, default: 0] += 1 }
      return counts[values, default: 0]
    }
  }

  /// For each calendar key, the rank of its value in each unit among those of the period.
  fileprivate var unitRanks: [GroupKey: [Int]] {
    var ranks: [GroupKey: [Int]] = [:]
    for key in keys {
      guard case .calendar(let calendar) = key else { continue }
      var (last, rank) = (Int?.none, -1)
      ranks[key] = unitStarts.dropLast().enumerated().map { unit, day in
        let value = calendar == .slot ? unit : calendar.ordinal(day)
        if value != last { rank += 1 }
        last = value
        return rank
      }
    }
    return ranks
  }
}
