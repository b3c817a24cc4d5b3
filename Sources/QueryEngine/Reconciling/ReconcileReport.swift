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
    var halfHours: ListedHalfHours

    /// The cells of the columns that tell it from others.
    var labels: [Cell] {
      let plan = model.check.plan
      return model.check.labels.map { label in
        switch label {
        case .meter: .text(plan.meterNames)
        case .start: .time(plan.period.zone.localTime(plan.period.range.start))
        case .end: .time(plan.period.zone.localTime(plan.period.range.end))
        case .line: model.check.printed.line.map { .number(FixedPoint($0)) } ?? .missing
        }
      }
    }

    var isUnread: Bool { coverage.present == 0 }

    /// Octowatt's figure of a line; nil where it is not known.
    func ours(_ line: BillLine) -> FixedPoint? {
      let isWithoutRates = coverage.unpriced == coverage.present
      guard model.figure(line) != nil, !(isWithoutRates && line.hasEnergyCost) else { return nil }
      return model.ours[line]
    }

    var lacksStanding: Bool {
      model.check.plan.report.aggregate?.charges.unknown.isEmpty == false
    }

    /// For a bill of a period of which nothing is read.
    var unreadNote: String {
      let plan = model.check.plan
      return "\(plan.flows.first?.rawValue ?? "") has no reading \(plan.periodText), "
        + "so that bill is not compared"
    }
  }

  /// Looks for what makes each bill differ.
  ///
  /// `isExplained`: whether all that is tried is wanted.
  /// `source`: the readings as they are.
  init(
    _ plan: Plan, _ checks: [BillCheck], isExplained: Bool = false, source: some ReadingSource
  ) throws {
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
        search: sums.coverage.present == 0 || model.disagreeing(model.ours).isEmpty
          ? nil : try CauseSearch(model, keepsPairs: isExplained),
        halfHours: try ListedHalfHours(check, source: source))
    }
  }

  func write(to sink: inout some ResultSink) throws {
    try plan.list(to: &sink) { selection, sink in
      for bill in bills where !bill.isUnread {
        for row in try rows(bill) { try selection.append(row, to: &sink) }
      }
      return summary
    }
  }

  private var summary: ResultSummary {
    let unread = bills.filter(\.isUnread)
    let coverage = bills.reduce(into: Coverage()) { sum, bill in
      sum.expected += bill.coverage.expected
      sum.present += bill.coverage.present
      sum.unpriced += bill.coverage.unpriced
    }
    return ResultSummary(
      coverage: coverage, isIncomplete: bills.contains(where: \.lacksStanding) || !unread.isEmpty,
      tariffs: plan.tariffNames,
      notes: plan.notes(coverage) + (coverage.present > 0 ? unread.map(\.unreadNote) : [])
        + bills.compactMap(\.halfHours.note))
  }

  private func rows(_ bill: Bill) throws -> [ResultRow] {
    let model = bill.model
    let explained = try explanations(bill)
    let isPartial = bill.coverage.present < bill.coverage.expected || bill.coverage.unpriced > 0
    return model.check.figures.map { figure in
      let line = figure.line
      let bound = model.bounds[line]
      let ours = bill.ours(line)
      let difference = ours.map { $0 - figure.value }
      return ResultRow(
        cells: bill.labels + [
          .text(model.check.plan.flows.first?.rawValue ?? ""), .text(line.word),
          .text(line.isMoney ? model.check.plan.prices.currency : "kWh"),
          ours.map(Cell.number) ?? .missing, .number(figure.value),
          difference.map(Cell.number) ?? .missing, .number(bound),
          difference.map { .text($0.magnitude <= bound ? "yes" : "no") } ?? .missing,
          explained[line].map { .text($0.joined(separator: "; ")) } ?? .missing,
        ],
        isIncomplete: isPartial && line != .standing
          || bill.lacksStanding && line != .usage && line != .energy, isTotal: line == .total)
    }
  }

  /// What makes the bill differ, on the last line that doesn't agree, and what else it prints that
  /// octowatt has not, each on the line that it is about.
  private func explanations(_ bill: Bill) throws -> [BillLine: [String]] {
    let model = bill.model
    var texts: [BillLine: [String]] = [:]
    func add(_ words: [String], to wanted: BillLine) {
      let line = model.figure(wanted)?.line ?? model.check.figures.last?.line
      if let line, !words.isEmpty { texts[line, default: []] += words }
    }
    let single = bill.search?.found.flatMap { $0.causes.count == 1 ? $0 : nil }
    let unlisted = single == nil ? model.unlistedAmount : nil
    // The trial that is named, with which its rates are.
    let named = unlisted == nil ? bill.search?.found : nil
    let rates =
      named?.supposition.prices == .printed ? model.printedRates.others : model.printedRates
    add(rates.unitWords, to: .energy)
    add(rates.standingWords, to: .standing)
    add(bill.halfHours.differences, to: .energy)
    guard bill.search != nil, let line = model.disagreeing(model.ours).last else { return texts }
    add(
      [
        try unlisted ?? named.map(model.text)
          ?? "no cause explains it, alone or with another: see 'explain reconcile'"
      ], to: line)
    return texts
  }

  // MARK: Explaining

  /// All causes that were tried, with what each would leave.
  func lines() throws -> [String] {
    try bills.flatMap { bill in
      guard !bill.isUnread else { return ["", bill.unreadNote] }
      return try ReconcileText(bill.model, bill.search).lines(named: bills.count > 1)
        + bill.halfHours.lines
    }
  }

  /// The same as a result: a row for each bill as it is, and for each cause or pair that was tried,
  /// with what it would leave of each line.
  func writeCauses(to sink: inout some ResultSink) throws {
    var header = plan.header
    header.statement = "explain \(plan.statement)"
    header.columns = CauseRow.columns(bills.first?.model.check.labels ?? [])
    try sink.begin(header)
    for bill in bills where !bill.isUnread {
      for row in try CauseRow.rows(bill.model, bill.search) {
        try sink.append(ResultRow(cells: bill.labels + row))
      }
    }
    try sink.end(summary)
  }
}

extension BillLine {
  /// Whether the cost of the energy is part of the line.
  fileprivate var hasEnergyCost: Bool { self != .usage && self != .standing }
}

extension Plan {
  /// The names of its meter points.
  fileprivate var meterNames: String { scans.map(\.point.name).distinct.joined(separator: ", ") }
}

extension BillModel {
  /// That the bill's total has something in it that no line does, where all lines but the total agree.
  var unlistedAmount: String? {
    guard disagreeing(ours) == [.total], let total = figure(.total)?.value,
      let energy = figure(.energy)?.value, let standing = figure(.standing)?.value,
      let vat = figure(.vat)?.value
    else { return nil }
    let lines = energy + standing + vat
    guard lines != total else { return nil }
    let rest = amountText((total - lines).magnitude.text(places: 2), in: "GBP")
    return
      "the bill's own lines come to \(amountText(lines.text(places: 2), in: "GBP")): in its total "
      + (lines < total ? "\(rest) is added" : "\(rest) is taken off")
      + ", such as a credit or a correction"
  }

  /// The causes of a trial in words, and what they change.
  func text(of trial: CauseSearch.Trial) throws -> String {
    try words(of: trial).joined(separator: "; and ") + change(trial.amounts)
  }

  func words(of trial: CauseSearch.Trial) throws -> [String] {
    try trial.causes.map { try $0.words(trial.supposition, of: self) }
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
