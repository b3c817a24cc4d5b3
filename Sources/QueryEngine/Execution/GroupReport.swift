import EnergyModel
import QueryLanguage

/// The rows of `usage`, `cost` and `net`: sums of half-hours by group.
struct GroupReport {
  private let plan: Plan
  private let sums: GroupSums
  private let total: Figures

  init(_ plan: Plan, source: some ReadingSource) throws {
    self.plan = plan
    sums = try GroupSums(plan, source: source)
    total = try sums.figures(sums.groups)
  }

  func write(to sink: inout some ResultSink) throws {
    let groups = sums.isEmpty ? [] : sums.groups
    if plan.across != nil {
      let total: ([Int]) throws -> Cell = { lastCell(try sums.figures($0)) }
      let pivot = Pivot(
        plan: plan, cells: { lastCell(sums.figures($0)) }, sums: { sums.figures($0) },
        total: partKeys.isEmpty ? total : nil)
      return try pivot.write(groups, coverage: sums.coverage, to: &sink)
    }
    try sink.begin(plan.head)
    var selection = RowSelection(plan)
    var running = FixedPoint(0)
    for group in groups where !selection.isFull {
      let figures = sums.figures(group)
      let labels = plan.grouping.keys.map { plan.grouping.cell(of: $0, group: group) }
      let row = ResultRow(
        cells: labels + cells(figures, running: &running),
        isIncomplete: figures.isIncomplete(priced: plan.isPriced))
      try selection.append(
        row, ranks: plan.grouping.keys.map { plan.grouping.ordinal(of: $0, group: group) },
        to: &sink)
    }
    try selection.finish(to: &sink)
    let coverage = sums.coverage
    try sink.end(
      ResultFoot(
        coverage: coverage, totals: groups.isEmpty ? [] : try totals(), tariffs: plan.tariffNames,
        rowsInAll: selection.sent < groups.count ? groups.count : nil,
        notes: plan.notes(coverage)))
  }

  // MARK: Cells

  /// The columns after the keys.
  private func cells(_ figures: Figures, running: inout FixedPoint) -> [Cell] {
    var cells = figures.measureCells(plan.measure)
    let last = cells.last ?? .missing
    for extra in Extra.allCases where plan.extras.contains(extra) {
      switch extra {
      case .standing: cells += figures.standingCells
      case .coverage: cells += figures.coverageCells(priced: plan.measure == .cost)
      case .price: cells.append(figures.averageRate)
      case .share: cells.append(share(last))
      case .cumulative:
        if case .number(let number) = last { running = running + number }
        cells.append(last == .missing ? .missing : .number(running))
      case .vat: cells += figures.vatCells
      case .volume: cells.append(figures.volumeCell)
      case .revisions: break
      }
    }
    return cells
  }

  private func lastCell(_ figures: Figures) -> Cell {
    figures.measureCells(plan.measure).last ?? .missing
  }

  /// The part of the total, to 8 places.
  private func share(_ cell: Cell) -> Cell {
    guard case .number(let part) = cell, case .number(let whole) = lastCell(total),
      whole.digits != 0
    else { return .missing }
    let sign: Int128 = whole.digits < 0 ? -1 : 1
    return .number(
      FixedPoint(
        divide(part.digits * 100_000_000 * sign, by: whole.digits * sign, .even), scale: 8))
  }

  // MARK: Totals

  /// Of all groups; or of each flow and alternative, where it would mix what cannot be added up.
  private func totals() throws(QueryError) -> [ResultTotal] {
    let keys = partKeys
    guard !keys.isEmpty else { return [result(nil, total)] }
    var parts: [(name: String, groups: [Int])] = []
    for group in sums.groups {
      let name = keys.map { plan.grouping.label(of: $0, group: group) }.joined(separator: " ")
      if let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].groups.append(group)
      } else {
        parts.append((name, [group]))
      }
    }
    var results: [ResultTotal] = []
    for part in parts {
      results.append(
        result(part.name, try sums.figures(part.groups)))
    }
    return results
  }

  /// The keys whose values are never added up.
  private var partKeys: [GroupKey] {
    let mixesFlows =
      plan.measure != .net && plan.flows.count > 1 && plan.flows.contains(.export)
    return (plan.alternatives.isEmpty ? [] : [GroupKey.tariff]) + (mixesFlows ? [.flow] : [])
  }

  private func result(_ part: String?, _ figures: Figures) -> ResultTotal {
    // Of a running sum the last value is the total, of shares the whole.
    var running = FixedPoint(0)
    return ResultTotal(
      part: part,
      cells: plan.grouping.keys.map { _ in .missing } + cells(figures, running: &running),
      isIncomplete: figures.isIncomplete(priced: plan.isPriced))
  }
}
