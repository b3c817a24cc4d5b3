import EnergyModel
import QueryLanguage
import Tariffs

/// The rows of `bill`: for each flow the lines of a bill, and what they come to.
struct BillReport {
  private let plan: Plan
  private let sums: GroupSums

  init(_ plan: Plan, source: some ReadingSource) throws {
    self.plan = plan
    sums = try GroupSums(plan, source: source)
  }

  func write(to sink: inout some ResultSink) throws {
    try sink.begin(plan.head)
    var bills: [FlowBill] = []
    for flow in plan.flows {
      let bill = try bill(flow)
      if !bill.rows.isEmpty { bills.append(bill) }
    }
    for row in bills.flatMap(\.rows) { try sink.append(row) }
    if bills.count > 1 {
      let totals = bills.compactMap(\.total)
      let net = totals.count == bills.count ? totals.dropFirst().reduce(totals[0], +) : nil
      try sink.append(
        row(nil, "net total", amount: net, isIncomplete: bills.contains(where: \.isIncomplete)))
    }
    let coverage = sums.coverage
    try sink.end(
      ResultFoot(
        coverage: coverage, isIncomplete: !plan.unknownStanding.isEmpty,
        tariffs: plan.tariffNames, notes: plan.notes(coverage)))
  }

  /// The lines of one flow.
  private struct FlowBill {
    var rows: [ResultRow] = []
    /// As printed in the last line; nil where nothing is priced.
    var total: FixedPoint?
    var isIncomplete = false
  }

  private func bill(_ flow: Flow) throws -> FlowBill {
    let groups = sums.groups(.flow, is: flow.rawValue)
    var bill = FlowBill()
    var lines: [FixedPoint] = []
    for group in groups {
      let figures = sums.figures(group)
      guard figures.sums[0].present > 0 else { continue }
      let energy = figures.sums[0]
      let isPriced = energy.pricedQuantity != 0 || energy.present > energy.unpriced
      let amount = isPriced ? signed(energyAmount(figures), flow) : nil
      if let amount { lines.append(amount) }
      bill.rows.append(
        row(
          flow, "energy: \(plan.grouping.label(of: .tariff, group: group))",
          quantity: FixedPoint(energy.quantity, scale: 6), unit: "kWh",
          rate: meanRate(figures), amount: amount,
          isIncomplete: figures.isIncomplete(priced: true)))
    }
    let all = try sums.figures(groups)
    bill.isIncomplete =
      all.isIncomplete(priced: true) || plan.lacksStanding { $0.point.flow == flow }
    if let standing = all.standing {
      let amount = signed(amountWithoutVAT(standing), flow)
      lines.append(amount)
      bill.rows.append(
        row(
          flow, "standing charge", quantity: FixedPoint(standing.days), unit: "days",
          rate: meanRate(standing), amount: amount))
    }
    guard !bill.rows.isEmpty else { return bill }
    let subtotal = lines.isEmpty ? nil : lines.dropFirst().reduce(lines[0], +)
    bill.rows.append(
      row(flow, "subtotal", amount: subtotal, isIncomplete: bill.isIncomplete))
    bill.total = subtotal
    if flow != .export {
      let tax = subtotal.map { vat(on: $0, all) }
      bill.rows.append(row(flow, "VAT 5%", amount: tax, isIncomplete: bill.isIncomplete))
      if let subtotal, let tax { bill.total = subtotal + tax }
    }
    bill.rows.append(row(flow, "total", amount: bill.total, isIncomplete: bill.isIncomplete))
    return bill
  }

  // MARK: Money

  /// The energy's cost without VAT; for the policy `bill` the sum of days of whole pence.
  private func energyAmount(_ figures: Figures) -> FixedPoint {
    plan.policy == .bill
      ? Money(picopence: figures.sums[0].money).inMajorUnit
      : FixedPoint(withoutVAT: figures.withoutVAT[0].money)
  }

  private func amountWithoutVAT(_ standing: GroupSums.Charge) -> FixedPoint {
    plan.policy == .bill
      ? Money(partsRoundedToPence: standing.withoutVAT).inMajorUnit
      : FixedPoint(withoutVAT: standing.withoutVAT)
  }

  /// On bills 5 % of the subtotal, rounded to a penny; else what sets it apart from the exact cost
  /// with VAT.
  private func vat(on subtotal: FixedPoint, _ all: Figures) -> FixedPoint {
    guard plan.policy == .bill else {
      let cost = all.sums[0].money + (all.standing?.money ?? 0)
      return Money(picopence: cost).inMajorUnit - subtotal
    }
    return subtotal.vatInPence
  }

  private func signed(_ amount: FixedPoint, _ flow: Flow) -> FixedPoint {
    flow == .export ? -amount : amount
  }

  /// Per kWh and without VAT, over what has a rate, to 8 places.
  private func meanRate(_ figures: Figures) -> FixedPoint? {
    let quantity = figures.withoutVAT[0].pricedQuantity
    guard quantity > 0 else { return nil }
    return FixedPoint(
      divide(
        figures.withoutVAT[0].money,
        by: quantity * RateWithoutVAT.partsPerMicropenny, .even), scale: 8)
  }

  /// Per day and without VAT, to 8 places.
  private func meanRate(_ standing: GroupSums.Charge) -> FixedPoint {
    let divisor = RateWithoutVAT.partsPerMicropenny * 1_000_000 * Int128(standing.days)
    return FixedPoint(divide(standing.withoutVAT, by: divisor, .even), scale: 8)
  }

  private func row(
    _ flow: Flow?, _ line: String, quantity: FixedPoint? = nil, unit: String? = nil,
    rate: FixedPoint? = nil, amount: FixedPoint?, isIncomplete: Bool = false
  ) -> ResultRow {
    func cell(_ number: FixedPoint?) -> Cell { number.map(Cell.number) ?? .missing }
    return ResultRow(
      cells: [
        flow.map { .text($0.rawValue) } ?? .missing, .text(line), cell(quantity),
        unit.map(Cell.text) ?? .missing, cell(rate), cell(amount),
      ], isIncomplete: isIncomplete)
  }
}

extension FixedPoint {
  /// 5 % of VAT on it, rounded to a penny as on a bill.
  var vatInPence: FixedPoint {
    FixedPoint(digits * 5, scale: scale + 2).rounded(places: 2, .awayFromZero)
  }
}
