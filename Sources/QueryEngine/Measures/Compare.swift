import EnergyModel
import QueryLanguage
import Tariffs

/// `compare`: the cost of the same readings on each alternative, cheapest first.
enum Compare: MeasureRule {
  static let needs = MeasureNeeds(
    alternatives: .compared, flows: .both,
    keys: .fixed([.label(.tariff), .source(.flow)]), hasStanding: true)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    [
      maker.text("tariff"), maker.usage(.kWh), maker.money("energy", "energy"),
      maker.money("standing", "standing"), maker.money("total", "total"),
      maker.money("difference", "difference"), maker.energy("unpriced"),
    ]
  }

  static func report(_ maker: ReportMaker) -> Report {
    .compare(
      Report.Comparing(aggregate: maker.aggregate(maker.sums), unreadFlows: maker.unreadFlows))
  }
}

/// The rows of `compare`: the cost of the same readings on each alternative, cheapest first.
struct CompareReport {
  let plan: Plan
  let comparing: Report.Comparing
  private let sums: GroupSums

  init(_ plan: Plan, _ comparing: Report.Comparing, source: some ReadingSource) throws {
    self.plan = plan
    self.comparing = comparing
    sums = try GroupSums(plan, comparing.aggregate, source: source)
  }

  /// The costs of one alternative in the major unit; export counts negative.
  struct Outcome {
    var name: String
    var usage: FixedPoint?
    var energy: FixedPoint?
    var standing: FixedPoint?
    var unpriced: FixedPoint
    /// The total with VAT, whatever the policy.
    var total: FixedPoint?
    var isIncomplete: Bool
    /// Whether a standing charge of unknown amount is due, which the total does not include.
    var lacksStanding = false

    /// Whether the total includes everything that is due.
    var isWhole: Bool { unpriced.digits == 0 && !lacksStanding }
  }

  func write(to sink: inout some ResultSink) throws {
    try plan.list(to: &sink) { selection, sink in
      let outcomes = sums.isEmpty ? [] : try outcomes()
      let current = outcomes.first { $0.name == Query.TariffSet.current.description }?.total
      for outcome in outcomes { try selection.append(row(outcome, against: current), to: &sink) }
      let coverage = sums.coverage
      return ResultSummary(
        coverage: coverage,
        isIncomplete: !comparing.aggregate.charges.unknown.isEmpty
          || !comparing.unreadFlows.isEmpty,
        tariffs: plan.tariffNames,
        notes: plan.notes(coverage) + vatNote + verdict(outcomes, coverage))
    }
  }

  private var vatNote: [String] {
    plan.prices.policy == .bill
      ? ["energy and standing charge are without VAT, the total is with it"] : []
  }

  /// The alternatives by total; those with an unknown rate or standing charge come last.
  func outcomes() throws -> [Outcome] {
    let outcomes = try plan.alternatives.indices.map(outcome)
    return outcomes.enumerated().sorted { left, right in
      if left.element.isWhole != right.element.isWhole { return left.element.isWhole }
      return switch (left.element.total, right.element.total) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  private func outcome(_ alternative: Int) throws -> Outcome {
    var outcome = Outcome(
      name: plan.alternatives[alternative], unpriced: FixedPoint(0),
      isIncomplete: !comparing.unreadFlows.isEmpty)
    var isWhole = true
    for flow in plan.flows {
      let groups = sums.groups(.source(.flow), is: flow.rawValue).filter {
        comparing.aggregate.grouping.ordinal(of: .label(.tariff), group: $0) == alternative
      }
      let figures = try sums.figures(.list(groups))
      let energy = figures.sums[0]
      func add(_ number: FixedPoint, to sum: inout FixedPoint?) {
        sum = (sum ?? FixedPoint(0)) + (flow == .export ? -number : number)
      }
      outcome.isIncomplete =
        outcome.isIncomplete || figures.isIncomplete(priced: true) || figures.lacksStanding
      outcome.lacksStanding = outcome.lacksStanding || figures.lacksStanding
      outcome.unpriced = outcome.unpriced + FixedPoint(energy.unpricedQuantity, scale: 6)
      if energy.present > 0 { add(FixedPoint(energy.quantity, scale: 6), to: &outcome.usage) }
      // A flow with no expected readings costs nothing; one without any rate has no result.
      guard energy.isEmpty || energy.present > energy.unpriced else {
        isWhole = false
        continue
      }
      let cost = Money(picopence: energy.money).inMajorUnit
      add(cost, to: &outcome.energy)
      var total = cost
      if let standing = figures.standing {
        let charge = Money(picopence: standing.money).inMajorUnit
        add(charge, to: &outcome.standing)
        total = total + charge
      }
      if plan.prices.policy == .bill, flow != .export { total = total + (try figures.vatInPence()) }
      add(total, to: &outcome.total)
    }
    if !isWhole { (outcome.energy, outcome.total) = (nil, nil) }
    return outcome
  }

  private func row(_ outcome: Outcome, against current: FixedPoint?) -> ResultRow {
    func cell(_ number: FixedPoint?) -> Cell { number.map(Cell.number) ?? .missing }
    let difference = outcome.total.flatMap { total in current.map { total - $0 } }
    return ResultRow(
      cells: [
        .text(outcome.name), cell(outcome.usage), cell(outcome.energy), cell(outcome.standing),
        cell(outcome.total), cell(difference), cell(outcome.unpriced),
      ], isIncomplete: outcome.isIncomplete)
  }

  // MARK: Verdict

  /// The cheapest alternative, or the reason why none can be named.
  private func verdict(_ outcomes: [Outcome], _ coverage: Coverage) -> [String] {
    guard outcomes.count > 1, let best = outcomes.first else { return [] }
    func no(_ reason: String) -> [String] { ["no verdict: \(reason)"] }
    if coverage.present < coverage.expected {
      return no(
        "\(counted(coverage.expected - coverage.present, "half-hour")) without a reading")
    }
    if let partial = outcomes.first(where: { $0.total == nil || $0.unpriced.digits != 0 }) {
      return no("\(partial.name) has no rate for \(partial.unpriced.text) kWh")
    }
    if let flow = comparing.unreadFlows.first {
      return no("\(flow.rawValue) has no readings in the period")
    }
    if let tariff = comparing.aggregate.charges.unknownTariffs.first {
      return no("the standing charge of \(tariff) is not known for every day")
    }
    let next = outcomes[1]
    guard let lowest = best.total, let second = next.total else { return [] }
    let gap = second - lowest
    let sign = currencySign(plan.prices.currency)
    let isNear =
      gap <= FixedPoint(5)
      && FixedPoint(gap.digits * 50, scale: gap.scale) <= second.magnitude
    let name = Query.TariffSet.current.description
    let current = outcomes.dropFirst(2).first { $0.name == name }?.total
    let saving = current.map { "\(sign)\(($0 - lowest).text(places: 2)) less than \(name)" }
    if isNear {
      return no("\(best.name) and \(next.name) are within 2 % and \(sign)5 of each other")
        + [saving.map { "\(best.name) is \($0)" }].compactMap(\.self)
    }
    let more = "\(sign)\(gap.text(places: 2))"
    return [
      "cheapest: \(best.name), "
        + (saving.map { "\($0); next is \(next.name), \(more) more" }
          ?? "\(more) less than \(next.name)")
    ]
  }
}
