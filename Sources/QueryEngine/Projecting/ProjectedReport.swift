import EnergyModel
import QueryLanguage

extension Report.Projected {
  /// The keys, and the figure as it was measured, as it is projected, and the ends of its range.
  var columns: [ResultColumn] {
    let column = whole.rows.columns[figure]
    let unit = column.name.dropFirst(column.shortName.count)
    let isWithoutVAT = unit.hasPrefix("_exc_vat")
    return whole.rows.columns.prefix(keyCount)
      + ["measured", "projected", "low", "high"].map { name in
        var own = column
        (own.name, own.shortName) = (name + unit, name)
        own.title = [name, isWithoutVAT ? "exc VAT" : nil, column.unitSign].compactMap(\.self)
          .joined(separator: " ")
        return own
      }
  }

  /// The plan at one end of the range; nil where a flow has none.
  fileprivate func plan(isLow: Bool) -> Plan? {
    let trials = backtests.map { backtest in
      let isLow = subtractsExport && backtest.flow == .export ? !isLow : isLow
      return (backtest.flow, backtest.percentile(isLow ? 10 : 90))
    }
    guard trials.allSatisfy({ $0.1 != nil }) else { return nil }
    return whole.projecting { flow in trials.first { $0.0 == flow }?.1 }
  }
}

/// The rows of a report with what is still to come: one report, run over what was read, over that
/// and what is projected, and over that and the ends of the range.
struct ProjectedReport {
  private let plan: Plan
  private let projected: Report.Projected

  init(_ plan: Plan, _ projected: Report.Projected) {
    self.plan = plan
    self.projected = projected
  }

  func write(from source: some ReadingSource, to sink: inout some ResultSink) throws {
    let runs = try [
      projected.measured, projected.whole, projected.plan(isLow: true),
      projected.plan(isLow: false),
    ].map { plan -> ResultTable in
      var table = ResultTable()
      if let plan { try Executor.run(plan, source: source, into: &table) }
      return table
    }
    let (measured, whole) = (runs[0], runs[1])
    try sink.begin(plan.header)
    var selection = RowSelection(plan.rows, cancellation: source.cancellation)
    let rowsByKeys = runs.map { table in
      Dictionary(
        table.rows.map { (Array($0.cells.prefix(projected.keyCount)), $0) },
        uniquingKeysWith: { first, _ in first })
    }
    var seen = [[Cell: Int]](repeating: [:], count: projected.keyCount)
    for row in whole.rows {
      try source.cancellation.check()
      let keys = Array(row.cells.prefix(projected.keyCount))
      let ranks = keys.enumerated().map { index, cell in
        let rank = seen[index][cell] ?? seen[index].count
        seen[index][cell] = rank
        return rank
      }
      let figures = rowsByKeys.map { $0[keys]?.cells[projected.figure] ?? .missing }
      try selection.append(
        ResultRow(
          cells: keys + figures, isIncomplete: row.isIncomplete, isTotal: row.isTotal),
        ranks: ranks, to: &sink)
    }
    try selection.finish(to: &sink)
    let unpriced = (whole.summary.coverage?.unpriced ?? 0)
    let due = measured.summary.coverage.flatMap { $0.expected > 0 ? $0 : nil }
    try sink.end(
      ResultSummary(
        coverage: due,
        isIncomplete: whole.summary.isIncomplete || unpriced > (due?.unpriced ?? 0),
        totals: totals(runs), tariffs: whole.summary.tariffs,
        rowsInAll: selection.sent < selection.passed ? selection.passed : nil,
        notes: plan.notes + whole.summary.notes.filter { !projected.whole.notes.contains($0) }))
  }

  private func totals(_ runs: [ResultTable]) -> [ResultTotal] {
    runs[1].summary.totals.map { total in
      let figures = runs.map { run in
        run.summary.totals.first { $0.part == total.part }?.cells[projected.figure] ?? .missing
      }
      return ResultTotal(
        part: total.part,
        cells: Array(repeating: .missing, count: projected.keyCount) + figures,
        isIncomplete: total.isIncomplete)
    }
  }
}
