package import EnergyModel
import QueryLanguage

/// Runs a plan over readings.
package struct Executor {
  private let plan: Plan

  /// Sends the result to `sink`.
  ///
  /// - Throws: a ``QueryError`` when a sum is too large; what the source or the sink throw.
  /// - Complexity: one ordered scan of the readings of the period, a meter at a time.
  package static func run(
    _ plan: Plan, source: some ReadingSource, into sink: inout some ResultSink
  ) throws {
    let executor = Executor(plan: plan)
    let sums = try executor.sums(source)
    try executor.report(sums, into: &sink)
  }

  private func sums(_ source: some ReadingSource) throws -> [GroupSum] {
    var sums = [GroupSum](repeating: GroupSum(), count: plan.grouping.count)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for scan in plan.scans {
        var walk = MeterWalk(scan, of: plan, into: base)
        try source.scan(meter: scan.meter.id, days: walk.days) { walk.take($0, $1) }
        walk.finish()
        guard !walk.overflowed else {
          throw QueryError("the cost of \(scan.point.name) is too large to add up")
        }
      }
    }
    return sums
  }

  private func report(_ sums: [GroupSum], into sink: inout some ResultSink) throws {
    let total = try sum(sums)
    let isCost = plan.measure == .cost
    try sink.begin(
      ResultHead(
        statement: plan.statement, period: ResultPeriod(plan.range, zone: plan.zone),
        policy: isCost ? "exact" : nil, columns: plan.columns))
    let groups = total.present == 0 ? [] : plan.grouping.rowOrder
    let shown = chosen(groups, sums)
    for group in shown {
      let labels = plan.grouping.keys.map { Cell.text(plan.grouping.label(of: $0, group: group)) }
      try sink.append(
        ResultRow(cells: labels + figures(sums[group]), isIncomplete: isIncomplete(sums[group])))
    }
    try sink.end(
      ResultFoot(
        coverage: Coverage(
          expected: total.expected, present: total.present, unpriced: isCost ? total.unpriced : 0),
        totals: total.present == 0 ? [] : try totals(sums, total),
        tariffs: tariffs, rowsInAll: shown.count < groups.count ? groups.count : nil,
        notes: notes(total)))
  }

  /// Of all groups, or of each flow where energy in and energy out would be added up.
  private func totals(_ sums: [GroupSum], _ total: GroupSum) throws -> [ResultTotal] {
    let blanks = [Cell](repeating: .missing, count: plan.grouping.keys.count)
    func result(_ part: String?, _ sum: GroupSum) -> ResultTotal {
      ResultTotal(part: part, cells: blanks + figures(sum), isIncomplete: isIncomplete(sum))
    }
    guard plan.flows.count > 1, plan.flows.contains(.export) else { return [result(nil, total)] }
    return try plan.flows.map { flow in
      let groups = sums.indices.filter {
        plan.grouping.label(of: .flow, group: $0) == flow.rawValue
      }
      return result(flow.rawValue, try sum(groups.map { sums[$0] }))
    }
  }

  private func sum(_ parts: some Sequence<GroupSum>) throws(QueryError) -> GroupSum {
    var total = GroupSum()
    for part in parts where !total.add(part) {
      throw QueryError("the cost is too large to add up")
    }
    return total
  }

  /// The cells after the keys.
  private func figures(_ sum: GroupSum) -> [Cell] {
    var cells: [Cell] = [
      sum.present > 0 ? .number(FixedPoint(sum.quantity, scale: 6)) : .missing
    ]
    if plan.measure == .cost {
      cells.append(
        sum.present > sum.unpriced ? .number(Money(picopence: sum.money).inMajorUnit) : .missing)
    }
    if plan.showsCoverage {
      let counts = [sum.present, sum.expected] + (plan.measure == .cost ? [sum.unpriced] : [])
      cells += counts.map { .number(FixedPoint($0)) }
    }
    return cells
  }

  private func isIncomplete(_ sum: GroupSum) -> Bool {
    sum.missing > 0 || (plan.measure == .cost && sum.unpriced > 0)
  }

  private var tariffs: [String] {
    var names: [String] = []
    for use in plan.tariffUses where !names.contains(use.tariff) { names.append(use.tariff) }
    return names
  }

  // MARK: Order

  /// The groups that `top` and `limit` leave, in the order of the rows.
  private func chosen(_ groups: [Int], _ sums: [GroupSum]) -> ArraySlice<Int> {
    var groups = groups[...]
    if case .top(let count) = plan.cut {
      let column = plan.columns.count - 1
      let top = sorted(groups, sums, column: column, isDescending: true).prefix(count)
      guard plan.order != nil else { return top }
      let kept = Set(top)
      groups = groups.filter(kept.contains)[...]
    }
    if let order = plan.order {
      groups = sorted(groups, sums, column: order.column, isDescending: order.isDescending)[...]
    }
    if case .limit(let count) = plan.cut { groups = groups.prefix(count) }
    return groups
  }

  /// By one column; equal rows stay in their order, empty ones come last.
  private func sorted(
    _ groups: ArraySlice<Int>, _ sums: [GroupSum], column: Int, isDescending: Bool
  ) -> [Int] {
    let keys = plan.grouping.keys
    let values: [(group: Int, value: FixedPoint?)] = groups.map { group in
      if column < keys.count {
        return (group, FixedPoint(plan.grouping.ordinal(of: keys[column], group: group)))
      }
      guard case .number(let value) = figures(sums[group])[column - keys.count] else {
        return (group, nil)
      }
      return (group, value)
    }
    return values.enumerated().sorted { left, right in
      switch (left.element.value, right.element.value) {
      case (nil, nil): return left.offset < right.offset
      case (nil, _): return false
      case (_, nil): return true
      case (let first?, let second?):
        if first == second { return left.offset < right.offset }
        return isDescending ? second < first : first < second
      }
    }.map(\.element.group)
  }

  // MARK: Notes

  private func notes(_ total: GroupSum) -> [String] {
    var notes = plan.notes
    let flows = plan.flows.map(\.rawValue).joined(separator: ", ")
    if plan.scans.allSatisfy({ $0.readings == nil }) {
      notes.append("the cache has no readings of \(flows)")
    } else if total.present == 0 {
      notes.append(
        "no readings of \(flows) from \(plan.days.lowerBound) to \(plan.days.upperBound)")
    }
    if plan.measure == .cost, total.unpriced > 0 {
      notes.append(
        "\(total.unpriced) half-hours have no rate, as no tariff holds for them; "
          + "see 'show tariffs'")
    }
    return notes
  }
}
