package import EnergyModel
import QueryLanguage
import Tariffs

/// The output of `explain`: the resolved query, and how its figures are computed.
package struct Explanation {
  private let plan: Plan

  /// The most half-hours listed, those of two long days: more would bury the plan.
  private static let mostHalfHours = 100
  /// The most days listed, two months: more would bury the plan.
  private static let mostDays = 62

  package init(_ plan: Plan) { self.plan = plan }

  /// Whether there is also a result of it, with the causes that were tried.
  package var isResult: Bool {
    if case .reconcile = plan.report { true } else { false }
  }

  /// Writes the result where ``isResult`` is true.
  package func write(from source: some ReadingSource, to sink: inout some ResultSink) throws {
    switch plan.report {
    case .reconcile(.bills(_, let checks)):
      try ReconcileReport(plan, checks, isExplained: true, source: source).writeCauses(to: &sink)
    case .reconcile(.costs(let aggregate, let hasKeys)):
      let source = plan.readings(from: source)
      try CostReport(plan, aggregate, hasKeys: hasKeys, isExplained: true, source: source)
        .writeCauses(to: &sink)
    default: preconditionFailure("only what was tried by 'reconcile' is a result")
    }
  }

  package func text(source: some ReadingSource) throws -> String {
    let counted = plan.readings(from: source)
    let lines: [String] =
      switch plan.report {
      case .compare(let comparing):
        try CompareReport(plan, comparing, source: counted).reasons(source: counted)
      case .breakdown(let breakdown) where breakdown.figures.isMoney:
        try moneyLines(of: breakdown.aggregate, counted)
      case .bill(let aggregate): try moneyLines(of: aggregate, counted)
      case .readings: try halfHourLines(counted)
      case .projected(let projected): projected.lines
      case .reconcile(.costs(let aggregate, let hasKeys)):
        try CostReport(plan, aggregate, hasKeys: hasKeys, isExplained: true, source: counted)
          .explanation()
      case .reconcile(.bills(_, let checks)):
        try ReconcileReport(plan, checks, isExplained: true, source: source).lines()
      case .versus(let versus): try ChangeReasons(versus).lines(source: source)
      case .breakdown, .rates, .gaps, .window: []
      }
    return plan.explanation + lines.map { $0 + "\n" }.joined()
  }

  /// Lines that show how readings × rates give the figures.
  private func moneyLines(
    of aggregate: Aggregate, _ source: some ReadingSource
  ) throws -> [String] {
    plan.prices.policy == .bill
      ? try statementLines(aggregate, source) : try halfHourLines(source)
  }

  // MARK: Half-hours

  /// A line for each half-hour with its quantity, rate and cost.
  private func halfHourLines(_ source: some ReadingSource) throws -> [String] {
    let count = plan.period.range.halfHours.count * plan.scans.count
    guard count <= Explanation.mostHalfHours else {
      return ["", "each half-hour with its rate: see 'help readings', or explain a day"]
    }
    let showsSupplier = plan.report.extras.contains(.supplier)
    var lines: [String] = []
    for scan in plan.scans {
      var costs = showsSupplier ? try SupplierCostReader(source, scan, plan) : nil
      try plan.walk(scan, over: source) { stretch, values, read in
        for (index, time) in stretch.times.enumerated() {
          let slot = stretch.slot + index
          let row = scan.row(index, of: stretch)
          guard plan.filter.passes(weekday: stretch.weekday, slot: slot),
            plan.filter.passes(tariff: row?.tariff),
            values[index] >= 0 || scan.expected.contains(time),
            values[index] < 0
              || plan.filter.passes(quantity: values[index], rate: row?.rate.micropence)
          else { continue }
          lines.append(
            line(time, scan, counted: values[index], read: read[index], row)
              + Explanation.supplier(costs?.cost(at: time)))
        }
      }
    }
    return lines.isEmpty ? [] : ["", "half-hours"] + lines
  }

  /// What the supplier's own cost adds to a line, in pence as the supplier has it.
  private static func supplier(_ cost: SupplierCost?) -> String {
    guard let cost else { return "" }
    return "; supplier: " + (cost.amount.map { "\(SupplierCost.pence($0).text)p" } ?? "not known")
  }

  private func line(
    _ time: Int, _ scan: Plan.Scan, counted: Int64, read: Int64, _ row: RateRow?
  ) -> String {
    let alternative = plan.alternatives.isEmpty ? "" : " on \(plan.alternatives[scan.alternative])"
    let place =
      "  \(plan.period.zone.stamp(Instant(halfHour: time)).prefix(16))"
      + "\(plan.period.zone.stamp(Instant(halfHour: time)).suffix(6)) \(scan.point.name)\(alternative): "
    guard counted >= 0 else { return place + "no reading" }
    func number(_ quantity: Int64) -> String { FixedPoint(Int128(quantity), scale: 6).text }
    let unit = scan.heat.isEmpty ? "kWh" : "m³"
    let energy =
      (read == counted ? "" : "\(number(read)) \(unit) as ") + "\(number(counted)) kWh"
    guard let row else { return place + energy + ", no rate" }
    let cost = Money(picopence: Int128(counted) * Int128(row.rate.micropence)).inMajorUnit
    let rate = amountText(row.rate.inMajorUnit.text, in: plan.prices.currency)
    return place + "\(energy) × \(rate) = \(amountText(cost.text, in: plan.prices.currency)), "
      + row.tariff + plan.validity(of: row)
      + (plan.vatRates.count > 1 ? ", VAT \(row.price.vat.text)" : "")
  }

  // MARK: Statements

  /// Statement lines with their cost without VAT, before and after rounding to a penny, and
  /// likewise the days of lines that are rounded by the day.
  private func statementLines(
    _ aggregate: Aggregate, _ source: some ReadingSource
  ) throws -> [String] {
    let sums = try GroupSums(plan, aggregate, source: source)
    let lines = try byAlternative(sums).flatMap { name, groups -> [String] in
      let own = try sums.lines(groups)
      return try own.map { line in
        let isOfSeveral = own.count { $0.line == line.line } > 1
        return try "  " + name + text(of: line, showsVAT: isOfSeveral)
      }
    }
    return (lines.isEmpty ? [] : ["", "lines"] + lines) + (try dayLines(aggregate, source))
  }

  /// The groups of each alternative, with its name as a prefix for lines.
  private func byAlternative(_ sums: GroupSums) -> [(name: String, groups: GroupList)] {
    guard !plan.alternatives.isEmpty else { return [("", sums.groups)] }
    return plan.alternatives.map { ("on \($0): ", sums.groups(.label(.tariff), is: $0)) }
  }

  private func text(
    of line: (line: StatementLines.Line, quantity: Int128, dues: [VATRate: Due]),
    showsVAT: Bool = false
  ) throws -> String {
    let pence = Money(picopence: try line.dues.pence()).inMajorUnit
    let vat = showsVAT ? line.dues.keys.map { " at \($0.text) VAT" }.joined() : ""
    return "\(line.line.name)\(vat): \(FixedPoint(line.quantity, scale: 6).text) kWh, "
      + amountText(try line.dues.withoutVAT().text, in: plan.prices.currency) + " → "
      + amountText(pence.text(places: 2), in: plan.prices.currency) + " without VAT"
  }

  private func dayLines(
    _ aggregate: Aggregate, _ source: some ReadingSource
  ) throws -> [String] {
    guard let grouping = aggregate.daily else { return [] }
    let days = plan.period.days.upperBound.number - plan.period.days.lowerBound.number
    guard days * plan.scans.count <= Explanation.mostDays else {
      return ["", "each day in pence: ask 'cost … by day using bill', or explain a month"]
    }
    var daily = aggregate
    daily.grouping = grouping
    let sums = try GroupSums(plan, daily, source: source)
    let lines = try sums.groups.flatMap { group in
      let labels = grouping.keys.filter { $0 != .label(.tariff) && $0 != .label(.band) }
        .map { grouping.label(of: $0, group: group) }
      return try sums.lines([group]).filter(\.line.isByDay).map {
        "  \(labels.joined(separator: " ")) " + (try text(of: $0))
      }
    }
    return lines.isEmpty ? [] : ["", "days"] + lines
  }
}
