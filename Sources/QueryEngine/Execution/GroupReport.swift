import EnergyModel
import QueryLanguage

/// The rows of `usage`, `cost` and `net`: sums of half-hours by group.
struct GroupReport {
  private let plan: Plan
  private let breakdown: Report.Breakdown
  private let cancellation: Cancellation
  private let sums: GroupSums
  /// The keys whose values are never added up.
  private let partKeys: [GroupKey]
  /// The sets of groups that may be added up; different parts never are.
  private let parts: [Part]
  private let isPriced: Bool
  private let grouping: Grouping

  /// All groups; or those of one flow and alternative, where others can't be added to them.
  private struct Part {
    /// The label of the part; nil for all groups.
    var name: String?
    var groups: GroupList
    var total: Figures
  }

  init(_ plan: Plan, _ breakdown: Report.Breakdown, source: some ReadingSource) throws {
    self.plan = plan
    self.breakdown = breakdown
    isPriced = plan.isPriced
    grouping = breakdown.aggregate.grouping
    cancellation = source.cancellation
    try Ceiling.check(plan.rows, of: breakdown)
    let sums = try GroupSums(plan, breakdown.aggregate, source: source)
    self.sums = sums
    partKeys = breakdown.partKeys(plan)
    parts = try breakdown.aggregate.grouping.parts(
      of: sums.groups, by: partKeys, cancellation: cancellation
    ).map {
      Part(name: $0.name, groups: $0.groups, total: try sums.figures($0.groups))
    }
  }

  func write(to sink: inout some ResultSink) throws {
    let groups = sums.isEmpty ? [] : sums.groups
    if let across = breakdown.across {
      // Parts that have columns of their own need no rows.
      let rowKeys = partKeys.filter { $0 != across }
      let pivot = Pivot(
        plan: plan, grouping: grouping, across: across, cancellation: cancellation,
        cells: { lastCell(try sums.figures($0)) },
        sums: { try sums.figures($0) },
        parts: try grouping.parts(of: groups, by: rowKeys, cancellation: cancellation),
        total: { lastCell(try sums.figures($0)) }, notes: try statementNotes)
      return try pivot.write(groups, coverage: sums.coverage, to: &sink)
    }
    try sink.begin(plan.header)
    var selection = RowSelection(plan.rows, cancellation: cancellation)
    var running: [String?: FixedPoint] = [:]
    for group in groups {
      try cancellation.check()
      if selection.isFull { break }
      let figures = try sums.figures(group)
      let labels = grouping.keys.map { grouping.cell(of: $0, group: group) }
      let row = ResultRow(
        cells: try labels
          + cells(figures, in: grouping.name(of: group, by: partKeys), running: &running),
        isIncomplete: figures.isIncomplete(priced: isPriced) || figures.lacksStanding)
      try selection.append(
        row, ranks: grouping.keys.map { grouping.ordinal(of: $0, group: group) },
        to: &sink)
    }
    try selection.finish(to: &sink)
    let coverage = sums.coverage
    try sink.end(
      ResultSummary(
        coverage: coverage, isIncomplete: !breakdown.aggregate.charges.unknown.isEmpty,
        totals: groups.isEmpty ? [] : try parts.map(total),
        tariffs: plan.tariffNames,
        rowsInAll: selection.sent < groups.count ? groups.count : nil,
        notes: plan.notes(coverage, isEmpty: groups.isEmpty) + (try statementNotes)))
  }

  // MARK: Cells

  /// The columns after the keys; shares and running sums are relative to the part.
  private func cells(
    _ figures: Figures, in part: String?, running: inout [String?: FixedPoint]
  ) throws -> [Cell] {
    var cells = figures.cells(breakdown.figures)
    let last = cells.last ?? .missing
    for extra in breakdown.extras {
      switch extra {
      case .standing: cells += figures.standingCells
      case .coverage: cells += figures.coverageCells(priced: breakdown.figures.countsUnpriced)
      case .price: cells.append(figures.averageRate)
      case .share: cells.append(try share(last, in: part))
      case .cumulative:
        guard case .number(let number) = last else {
          cells.append(.missing)
          continue
        }
        let sum = (running[part] ?? FixedPoint(0)) + number
        running[part] = sum
        cells.append(.number(sum))
      case .vat: cells += try figures.vatCells()
      case .volume: cells.append(figures.volumeCell)
      case .revisions: break
      }
    }
    return cells
  }

  private func lastCell(_ figures: Figures) -> Cell {
    figures.cells(breakdown.figures).last ?? .missing
  }

  /// A note, under the policy `bill`, that the rows' statements don't add up to that of the whole.
  private var statementNotes: [String] {
    get throws {
      guard plan.prices.policy == .bill else { return [] }
      return try parts.compactMap { part in
        let whole = part.total.money
        var rows: Int128 = 0
        for group in part.groups { rows = try Figures.adding(rows, sums.figures(group).money) }
        guard rows != whole else { return nil }
        func text(_ money: Int128) -> String {
          amountText(Money(picopence: money).inMajorUnit.text(places: 2), in: plan.prices.currency)
        }
        return (part.name.map { "\($0): " } ?? "")
          + "each row is rounded as a statement of its own: "
          + "together \(text(rows)), as one statement \(text(whole))"
      }
    }
  }

  /// The share of a figure in its part's total, to 8 places.
  private func share(_ cell: Cell, in part: String?) throws(QueryError) -> Cell {
    guard case .number(let figure) = cell,
      let total = parts.first(where: { $0.name == part })?.total,
      case .number(let whole) = lastCell(total), whole.digits != 0
    else { return .missing }
    guard let share = figure.quotient(by: whole, places: 8) else {
      throw QueryError("a share of the total is too large to be written")
    }
    return .number(share)
  }

  private func total(_ part: Part) throws -> ResultTotal {
    // The total of a running sum is its last value, that of shares the whole.
    var running: [String?: FixedPoint] = [:]
    return ResultTotal(
      part: part.name,
      cells: try grouping.keys.map { _ in .missing }
        + cells(part.total, in: part.name, running: &running),
      isIncomplete: part.total.isIncomplete(priced: isPriced) || part.total.lacksStanding)
  }
}

extension Report.Breakdown {
  /// The keys whose values are never added up.
  fileprivate func partKeys(_ plan: Plan) -> [GroupKey] {
    let mixesFlows = !figures.pairsFlows && plan.flows.count > 1 && plan.flows.contains(.export)
    return (plan.alternatives.isEmpty ? [] : [GroupKey.label(.tariff)])
      + (mixesFlows ? [.source(.flow)] : [])
  }
}

extension Grouping {
  /// The values of some keys in a group, as a label; nil without keys.
  fileprivate func name(of group: Int, by keys: [GroupKey]) -> String? {
    keys.isEmpty ? nil : keys.map { label(of: $0, group: group) }.joined(separator: " ")
  }

  /// The groups by their values of some keys, labelled with these.
  fileprivate func parts(
    of groups: GroupList, by keys: [GroupKey], cancellation: Cancellation
  ) throws(Cancelled) -> [(name: String?, groups: GroupList)] {
    if keys.isEmpty { return groups.isEmpty ? [] : [(nil, groups)] }
    var parts: [(name: String?, groups: [Int])] = []
    for group in groups {
      try cancellation.check()
      let name = name(of: group, by: keys)
      if let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].groups.append(group)
      } else {
        parts.append((name, [group]))
      }
    }
    return parts.map { ($0.name, .list($0.groups)) }
  }
}
