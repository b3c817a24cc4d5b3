import EnergyModel
import QueryLanguage
import Tariffs

/// `bill`: for each flow the lines of a bill, and their total.
enum Bill: MeasureRule {
  static let needs = MeasureNeeds(
    alternatives: .one, flows: .all,
    keys: .fixed([.source(.flow), .label(.tariff), .label(.band)]), hasStanding: true,
    isStatement: true)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    [
      maker.text("flow"), maker.text("line"),
      ResultColumn(name: "quantity", title: "quantity", kind: .quantity), maker.text("unit"),
      maker.meanPrice("rate"), maker.money("amount", "amount"),
    ]
  }

  static func report(_ maker: ReportMaker) -> Report {
    var sums = maker.sums
    sums.withoutVAT = maker.isPriced
    sums.withVAT = maker.policy != .bill
    return .bill(maker.aggregate(sums))
  }
}

/// The rows of `bill`: for each flow the lines of a bill, and their total.
struct BillReport {
  private let plan: Plan
  private let aggregate: Aggregate
  private let sums: GroupSums

  init(_ plan: Plan, _ aggregate: Aggregate, source: some ReadingSource) throws {
    self.plan = plan
    self.aggregate = aggregate
    sums = try GroupSums(plan, aggregate, source: source)
  }

  func write(to sink: inout some ResultSink) throws {
    try sink.begin(plan.header)
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
        row(
          nil, "net total", amount: net, isIncomplete: bills.contains(where: \.isIncomplete),
          isTotal: true))
    }
    let coverage = sums.coverage
    try sink.end(
      ResultSummary(
        coverage: coverage, isIncomplete: !aggregate.charges.unknown.isEmpty,
        tariffs: plan.tariffNames, notes: plan.notes(coverage)))
  }

  /// The lines of one flow.
  private struct FlowBill {
    var rows: [ResultRow] = []
    /// The total as printed on the last line; nil where nothing is priced.
    var total: FixedPoint?
    var isIncomplete = false
  }

  private func bill(_ flow: Flow) throws -> FlowBill {
    let groups = sums.groups(.source(.flow), is: flow.rawValue)
    var bill = FlowBill()
    var lines: [FixedPoint] = []
    for line in energyLines(groups) {
      let figures = try sums.figures(.list(line.groups))
      guard figures.sums[0].present > 0 else { continue }
      let isIncomplete = figures.isIncomplete(priced: true)
      let parts = try sums.energy(.list(line.groups))
      if parts.isEmpty {
        let quantity = FixedPoint(figures.sums[0].quantity, scale: 6)
        bill.rows.append(
          row(
            flow, "energy: \(line.name)", quantity: quantity, unit: "kWh", amount: nil,
            isIncomplete: isIncomplete))
      }
      for (vat, part) in parts.sorted(by: { $0.key > $1.key }) {
        let amount = try amount([vat: part.due], flow)
        lines.append(amount)
        bill.rows.append(
          row(
            flow, "energy: \(line.name)" + (parts.count > 1 ? " at \(vat.text) VAT" : ""),
            quantity: FixedPoint(part.quantity, scale: 6), unit: "kWh",
            rate: try [vat: part.due].meanWithoutVAT(of: part.quantity), amount: amount,
            isIncomplete: isIncomplete))
      }
    }
    let all = try sums.figures(groups)
    bill.isIncomplete =
      all.isIncomplete(priced: true)
      || aggregate.charges.unknown.contains { plan.scans[$0.scan].point.flow == flow }
    let charges = all.standing?.dues ?? [:]
    for (vat, due) in charges.sorted(by: { $0.key > $1.key }) {
      let amount = try amount([vat: due], flow)
      let days = all.standing?.days[vat] ?? 0
      lines.append(amount)
      bill.rows.append(
        row(
          flow, "standing charge" + (charges.count > 1 ? " at \(vat.text) VAT" : ""),
          quantity: FixedPoint(days), unit: "days",
          rate: try [vat: due].meanWithoutVAT(of: Int128(days) * 1_000_000), amount: amount))
    }
    guard !bill.rows.isEmpty else { return bill }
    let subtotal = lines.isEmpty ? nil : lines.dropFirst().reduce(lines[0], +)
    bill.rows.append(
      row(flow, "subtotal", amount: subtotal, isIncomplete: bill.isIncomplete))
    bill.total = subtotal
    if let subtotal, flow != .export {
      for (vat, amount) in try vat(all, on: subtotal) {
        bill.rows.append(
          row(flow, "VAT \(vat.text)", amount: amount, isIncomplete: bill.isIncomplete))
        bill.total = (bill.total ?? subtotal) + amount
      }
    }
    bill.rows.append(
      row(flow, "total", amount: bill.total, isIncomplete: bill.isIncomplete, isTotal: true))
    return bill
  }

  /// The groups of a flow by energy line, in order.
  private func energyLines(_ groups: GroupList) -> [(name: String, groups: [Int])] {
    let statement = StatementLines(plan.scans, zone: plan.period.zone)
    var lines: [(name: String, groups: [Int])] = []
    for group in groups {
      let labels = [GroupKey.label(.tariff), .label(.band)].map {
        aggregate.grouping.label(of: $0, group: group)
      }
      let name = statement.line(ofTariff: labels[0], band: labels[1]).name
      if let index = lines.firstIndex(where: { $0.name == name }) {
        lines[index].groups.append(group)
      } else {
        lines.append((name, [group]))
      }
    }
    return lines
  }

  // MARK: Money

  /// The amount of a line without VAT, in whole pence for the policy `bill`.
  private func amount(_ dues: [VATRate: Due], _ flow: Flow) throws(QueryError) -> FixedPoint {
    let amount =
      plan.prices.policy == .bill
      ? Money(picopence: try dues.pence()).inMajorUnit : try dues.withoutVAT()
    return flow == .export ? -amount : amount
  }

  /// The VAT at each rate, the highest first.
  ///
  /// On bills it is rounded to a penny; otherwise it is the difference between the costs with and
  /// without VAT, so that the lines add up to the exact cost.
  private func vat(
    _ all: Figures, on subtotal: FixedPoint
  ) throws(QueryError) -> [(vat: VATRate, amount: FixedPoint)] {
    var dues = all.dues[0]
    try dues.add(all.standing?.dues ?? [:])
    let rates = dues.keys.sorted(by: >)
    guard plan.prices.policy != .bill, let highest = rates.first else {
      return rates.compactMap { vat in dues[vat].map { (vat, [vat: $0].vatInPence) } }
    }
    let others = try rates.dropFirst().map { vat throws(QueryError) in
      let due = dues[vat] ?? Due(net: 0, of: vat)
      return (vat, Money(picopence: due.payable).inMajorUnit - (try [vat: due].withoutVAT()))
    }
    let cost = all.sums[0].money + (all.standing?.money ?? 0)
    let rest = others.reduce(Money(picopence: cost).inMajorUnit - subtotal) { $0 - $1.1 }
    return [(highest, rest)] + others
  }

  private func row(
    _ flow: Flow?, _ line: String, quantity: FixedPoint? = nil, unit: String? = nil,
    rate: FixedPoint? = nil, amount: FixedPoint?, isIncomplete: Bool = false,
    isTotal: Bool = false
  ) -> ResultRow {
    func cell(_ number: FixedPoint?) -> Cell { number.map(Cell.number) ?? .missing }
    return ResultRow(
      cells: [
        flow.map { .text($0.rawValue) } ?? .missing, .text(line), cell(quantity),
        unit.map(Cell.text) ?? .missing, cell(rate), cell(amount),
      ], isIncomplete: isIncomplete, isTotal: isTotal)
  }
}
