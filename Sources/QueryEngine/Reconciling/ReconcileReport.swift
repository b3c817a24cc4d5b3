import EnergyModel
import QueryLanguage

/// The rows of `reconcile … billed`: the lines of bills beside octowatt's.
struct ReconcileReport {
  private let plan: Plan
  private let bills: [Bill]

  /// A bill with what makes it differ.
  private struct Bill {
    var model: BillModel
    var coverage: Coverage
    /// Nil where all lines agree.
    var search: CauseSearch?

    /// For a bill of a period of which nothing is read.
    var unreadNote: String {
      let plan = model.check.plan
      return "\(plan.flows.first?.rawValue ?? "") has no reading \(plan.periodText), "
        + "so that bill is not compared"
    }
  }

  /// `source`: the readings as they are.
  init(_ plan: Plan, _ checks: [BillCheck], source: some ReadingSource) throws {
    self.plan = plan
    bills = try checks.map { check in
      let model = try BillModel(check, source: source)
      guard case .reconcile(.bills(let aggregate, _)) = check.plan.report else {
        preconditionFailure("a bill has a plan of its own")
      }
      let sums = try GroupSums(
        check.plan, aggregate, source: check.plan.readings(from: source))
      return Bill(
        model: model, coverage: sums.coverage,
        search: model.disagreeing(model.ours).isEmpty ? nil : try CauseSearch(model))
    }
  }

  func write(to sink: inout some ResultSink) throws {
    try plan.list(to: &sink) { selection, sink in
      for bill in bills where bill.coverage.present > 0 {
        for row in try rows(bill) { try selection.append(row, to: &sink) }
      }
      let unread = bills.filter { $0.coverage.present == 0 }
      let coverage = bills.reduce(into: Coverage()) { sum, bill in
        sum.expected += bill.coverage.expected
        sum.present += bill.coverage.present
        sum.unpriced += bill.coverage.unpriced
      }
      return ResultSummary(
        coverage: coverage, isIncomplete: lacksStanding || !unread.isEmpty,
        tariffs: plan.tariffNames,
        notes: plan.notes(coverage) + (coverage.present > 0 ? unread.map(\.unreadNote) : []))
    }
  }

  private var lacksStanding: Bool {
    bills.contains { bill in
      bill.model.check.plan.report.aggregate?.charges.unknown.isEmpty == false
    }
  }

  private func rows(_ bill: Bill) throws -> [ResultRow] {
    let model = bill.model
    let explained = try explanation(bill)
    let isPartial = bill.coverage.present < bill.coverage.expected || bill.coverage.unpriced > 0
    return model.check.figures.map { figure in
      let line = figure.line
      let (ours, bound) = (model.ours[line], model.bounds[line])
      let difference = ours - figure.value
      return ResultRow(
        cells: [
          .text(model.check.plan.flows.first?.rawValue ?? ""), .text(line.word),
          .text(line.isMoney ? model.check.plan.prices.currency : "kWh"), .number(ours),
          .number(figure.value), .number(difference), .number(bound),
          .text(difference.magnitude <= bound ? "yes" : "no"),
          explained?.line == line ? .text(explained?.text ?? "") : .missing,
        ], isIncomplete: isPartial && line != .standing, isTotal: line == .total)
    }
  }

  /// What makes the bill differ, and the last line that doesn't agree, on which it stands.
  private func explanation(_ bill: Bill) throws -> (line: BillLine, text: String)? {
    guard let search = bill.search, let line = bill.model.disagreeing(bill.model.ours).last else {
      return nil
    }
    guard let found = search.found else {
      return (line, "no cause explains it, alone or with another: see 'explain reconcile'")
    }
    return (line, try bill.model.text(of: found))
  }

  // MARK: Explaining

  /// All causes that were tried, with what each would leave.
  func lines() throws -> [String] {
    try bills.flatMap { bill in
      try ReconcileText(bill.model, bill.search).lines(named: bills.count > 1)
    }
  }
}

extension BillModel {
  /// The causes of a trial in words, and what they change.
  func text(of trial: CauseSearch.Trial) throws -> String {
    let words = try trial.causes.map { try $0.words(trial.supposition, of: self) }
    return words.joined(separator: "; and ") + change(trial.amounts)
  }

  /// ` (+12.3 kWh, +£4.32)`; empty where nothing changes.
  private func change(_ amounts: BillAmounts) -> String {
    let usage = amounts.usage - ours.usage
    let money = (amounts.total - ours.total).rounded(places: 2, .awayFromZero)
    var parts: [String] = []
    if usage != FixedPoint(0) { parts.append("\(usage.signed) kWh") }
    if money != FixedPoint(0) {
      let amount = money.magnitude.text(places: 2)
      parts.append(money.digits < 0 ? "-£\(amount)" : "+£\(amount)")
    }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}

extension FixedPoint {
  /// With its sign, also where it is positive.
  var signed: String { digits > 0 ? "+" + text : text }
}
