import EnergyModel
import QueryLanguage
import Tariffs

/// The rows of `usage`, `cost` and `net`: sums of half-hours by group.
struct GroupReport {
  private let plan: Plan
  /// The sums of all flows, or for `net` those of import and then of export.
  private let tables: [GroupTable]
  /// Standing charges in micropence, by group.
  private let standing: [Int: Int128]
  private let groups: [Int]
  private let total: Figures

  init(_ plan: Plan, source: some ReadingSource) throws {
    self.plan = plan
    let grouping = plan.grouping
    let tables = (0..<(plan.measure == .net ? 2 : 1)).map { _ in
      GroupTable(count: grouping.count, isSparse: grouping.hasLabels)
    }
    for (index, scan) in plan.scans.enumerated() {
      var adder = GroupAdder(
        scan: index, of: plan, into: tables[scan.point.flow == .export ? tables.count - 1 : 0])
      var walk = MeterWalk(plan.range.halfHours, zone: plan.zone, timeline: scan.timeline)
      try source.scan(meter: scan.meter.id, days: walk.days) { day, values in
        walk.take(day, values) { adder.add($0, $1) }
      }
      walk.finish { adder.add($0, $1) }
      guard !adder.overflowed else {
        throw QueryError("the cost of \(scan.point.name) is too large to add up")
      }
    }
    self.tables = tables
    standing = plan.chargesByGroup
    groups = grouping.inOrder(
      Set(tables.flatMap(\.groups)).union(grouping.hasLabels ? standing.keys.map { $0 } : [])
        .sorted())
    total = try Figures(of: groups, in: tables, standing: standing)
  }

  func write(to sink: inout some ResultSink) throws {
    let coverage = coverage
    let isEmpty = total.sums.allSatisfy { $0.present == 0 } && standing.isEmpty
    if plan.across != nil {
      let total: ([Int]) throws -> Cell = { [self] in
        lastCell(try Figures(of: $0, in: tables, standing: standing))
      }
      let pivot = Pivot(
        plan: plan, cells: { [self] in lastCell(figures($0)) }, sums: { [self] in figures($0) },
        total: partKeys.isEmpty ? total : nil)
      try pivot.write(isEmpty ? [] : groups, coverage: coverage, to: &sink)
      return
    }
    try sink.begin(plan.head)
    var selection = RowSelection(plan)
    var running = FixedPoint(0)
    for group in isEmpty ? [] : groups {
      let figures = figures(group)
      let labels = plan.grouping.keys.map { plan.grouping.cell(of: $0, group: group) }
      let row = ResultRow(
        cells: labels + cells(figures, running: &running),
        isIncomplete: figures.isIncomplete(priced: plan.isPriced))
      try selection.append(
        row, ranks: plan.grouping.keys.map { plan.grouping.ordinal(of: $0, group: group) },
        to: &sink)
    }
    try selection.finish(to: &sink)
    try sink.end(
      ResultFoot(
        coverage: coverage, totals: isEmpty ? [] : try totals(), tariffs: plan.tariffNames,
        rowsInAll: selection.sent < groups.count && !isEmpty ? groups.count : nil,
        notes: plan.notes(coverage)))
  }

  private func figures(_ group: Int) -> Figures {
    Figures(sums: tables.map { $0[group] }, standing: standing[group])
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
        if case .number(let number) = last { running = running.adding(number) }
        cells.append(last == .missing ? .missing : .number(running))
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
    for group in groups {
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
        result(part.name, try Figures(of: part.groups, in: tables, standing: standing)))
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

  /// Readings are counted once, however many alternatives price them, and as unpriced where any
  /// alternative has no rate.
  private var coverage: Coverage {
    let times = max(plan.alternatives.count, 1)
    let sums = total.sums
    let unpriced = (0..<times).map { alternative in
      groups.lazy.filter {
        times == 1 || plan.grouping.ordinal(of: .tariff, group: $0) == alternative
      }.reduce(0) { sum, group in sum + tables.reduce(0) { $0 + $1[group].unpriced } }
    }
    return Coverage(
      expected: sums.reduce(0) { $0 + $1.expected } / times,
      present: sums.reduce(0) { $0 + $1.present + $1.leftOut } / times,
      unpriced: plan.isPriced ? unpriced.max() ?? 0 : 0)
  }
}

extension Plan {
  /// What falls due in each group, in micropence.
  fileprivate var chargesByGroup: [Int: Int128] {
    var result: [Int: Int128] = [:]
    for charge in charges {
      let scan = scans[charge.scan]
      let row = scan.timeline?.rows.firstIndex { $0.tariff == charge.tariff }
      let offsets = grouping.labelOffsets(scan: charge.scan)
      let label = offsets.isEmpty ? 0 : offsets[row.map { $0 + 1 } ?? 0]
      let group =
        grouping.base(day: charge.day, source: scan.sourceGroup)
        + grouping.placeOffsets[charge.day.weekday * 48] + label
      result[group, default: 0] += Int128(charge.amount)
    }
    return result
  }
}
