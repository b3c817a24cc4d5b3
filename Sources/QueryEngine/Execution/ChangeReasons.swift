import EnergyModel
import QueryLanguage
import Tariffs

/// Why a cost differs from that of another period: the parts add up to the change.
struct ChangeParts {
  /// More or less used, at the price that was paid for a kWh before.
  var usage = FixedPoint(0)
  /// What is used now, at mean rates over all half-hours that are higher or lower.
  var priceLevel = FixedPoint(0)
  /// The rest: the hours at which it is used.
  var timeOfUse = FixedPoint(0)
  var standing = FixedPoint(0)

  var change: FixedPoint { usage + priceLevel + timeOfUse + standing }

  /// Where nothing was used in one of the periods, all is usage.
  init(_ now: PricedUsage, _ then: PricedUsage) throws(QueryError) {
    let difference = now.money - then.money
    guard let paid = try then.atPricePaid(now.usage - then.usage),
      let level = try now.atMeanRate(now.usage), let before = try then.atMeanRate(now.usage)
    else {
      usage = difference
      return
    }
    usage = paid
    priceLevel = level - before
    timeOfUse = difference - usage - priceLevel
  }

  init() {}

  /// Adds those of another flow, whose income reduces the cost.
  mutating func subtract(_ other: ChangeParts) {
    usage = usage - other.usage
    priceLevel = priceLevel - other.priceLevel
    timeOfUse = timeOfUse - other.timeOfUse
    standing = standing - other.standing
  }
}

/// The lines of `explain` that split the change of a cost.
struct ChangeReasons {
  private let versus: Report.Versus
  private let currency: String
  /// Whether the figures are those of statements: without VAT, and in pence.
  private let isOfStatements: Bool

  init(_ versus: Report.Versus) {
    self.versus = versus
    currency = versus.first.prices.currency
    isOfStatements = versus.first.prices.policy == .bill
  }

  /// Under the policy `bill` the unrounded figures are split, and what rounding adds is a part of its
  /// own.
  func lines(source: some ReadingSource) throws -> [String] {
    guard case .breakdown(let breakdown) = versus.first.report, breakdown.figures.isMoney else {
      return []
    }
    guard breakdown.aggregate.means == nil else {
      return ["", "why: the change of sums is split, and not that of means; leave out 'per'"]
    }
    let statements =
      isOfStatements
      ? try [versus.first, versus.other].compactMap { try Statement($0, source: source) } : []
    var lines: [String] = []
    for alternative in 0..<max(versus.first.alternatives.count, 1) {
      lines += try self.lines(breakdown, alternative, statements, source)
    }
    let policy = versus.first.prices.policy.word
    return lines.isEmpty
      ? [] : ["", "why (policy \(policy)\(isOfStatements ? ", without VAT" : ""))"] + lines
  }

  private func lines(
    _ breakdown: Report.Breakdown, _ alternative: Int, _ statements: [Statement],
    _ source: some ReadingSource
  ) throws -> [String] {
    let on =
      versus.first.alternatives.isEmpty ? "" : " on \(versus.first.alternatives[alternative])"
    let flows = versus.first.flows
    var lines: [String] = []
    var net = ChangeParts()
    var isLacking = false
    for flow in flows {
      let sides = try [versus.first, versus.other].map { plan in
        try PricedUsage(
          plan, alternative: alternative, flow, withoutVAT: isOfStatements,
          source: plan.readings(from: source))
      }
      if sides.contains(where: { $0.unpriced > 0 }) {
        return ["  \(flow.rawValue)\(on): not every half-hour has a rate"]
      }
      guard sides.allSatisfy({ $0.count > 0 }) else {
        return ["  \(flow.rawValue)\(on): one of the periods has no readings"]
      }
      var parts = try ChangeParts(sides[0], sides[1])
      parts.standing =
        try standing(versus.first, alternative, flow) - standing(versus.other, alternative, flow)
      if flow == .export { net.subtract(parts) } else { net = parts }
      let isPart = sides.contains { $0.missing > 0 }
      isLacking = isLacking || isPart
      lines += ["  \(flow.rawValue)\(on)\(remark(isPart))"]
      if breakdown.figures != .net {
        lines += text(parts, shown: try change(statements, alternative, flow))
      }
    }
    guard breakdown.figures == .net else { return lines }
    return ["  net\(on)\(remark(isLacking))"]
      + text(net, shown: try change(statements, alternative, nil))
  }

  /// The change between two statements; nil without them.
  private func change(
    _ statements: [Statement], _ alternative: Int, _ flow: Flow?
  ) throws -> FixedPoint? {
    guard statements.count == 2 else { return nil }
    return try statements[0].total(alternative, flow) - statements[1].total(alternative, flow)
  }

  private func remark(_ isLacking: Bool) -> String {
    isLacking ? ", though not all half-hours were read" : ""
  }

  /// The standing charges of a flow in the major unit; income for export.
  private func standing(
    _ plan: Plan, _ alternative: Int, _ flow: Flow
  ) throws(QueryError) -> FixedPoint {
    var sum: Int128 = 0
    for charge in plan.report.aggregate?.charges.known ?? [] {
      let scan = plan.scans[charge.scan]
      guard scan.alternative == alternative, scan.point.flow == flow else { continue }
      let (price, parts) =
        isOfStatements
        ? (charge.price.partsWithoutVAT, charge.price.vat.parts)
        : (Int128(charge.price.payable.micropence), 1)
      sum = try Figures.adding(sum, divide(price * 1_000_000, by: parts, .even))
    }
    let amount = Money(picopence: sum).inMajorUnit
    return flow == .export ? -amount : amount
  }

  /// `shown`: the change in whole pence, where that is what the result shows.
  private func text(_ parts: ChangeParts, shown: FixedPoint?) -> [String] {
    reasonLines(
      [
        ("usage", parts.usage), ("time of use", parts.timeOfUse),
        ("price level", parts.priceLevel), ("standing charge", parts.standing),
      ] + (shown.map { [("rounding", $0 - parts.change)] } ?? []), adding: "change", in: currency)
  }
}

/// The figures of one period under the policy `bill`.
private struct Statement {
  private let plan: Plan
  private let grouping: Grouping
  private let sums: GroupSums

  /// Nil for what has no statement.
  init?(_ plan: Plan, source: some ReadingSource) throws {
    guard let aggregate = plan.report.aggregate else { return nil }
    self.plan = plan
    grouping = aggregate.grouping
    sums = try GroupSums(plan, aggregate, source: plan.readings(from: source))
  }

  /// Of one alternative and, where each flow has its own, one flow: the cost with any standing charge.
  func total(_ alternative: Int, _ flow: Flow?) throws -> FixedPoint {
    let groups = sums.groups.filter { group in
      grouping.keys.allSatisfy { key in
        let label = { grouping.label(of: key, group: group) }
        switch key {
        case .label(.tariff):
          return plan.alternatives.isEmpty || label() == plan.alternatives[alternative]
        case .source(.flow): return flow.map { label() == $0.rawValue } ?? true
        case .label, .source, .calendar, .cyclic: return true
        }
      }
    }
    return Money(picopence: try sums.figures(.list(groups)).money).inMajorUnit
  }
}

/// Parts of a difference and their sum, a line each, in pence that add up.
func reasonLines(
  _ parts: [(name: String, amount: FixedPoint)], adding total: String, in currency: String
) -> [String] {
  let sum = parts.reduce(FixedPoint(0)) { $0 + $1.amount }
  var pence = parts.map { $0.amount.rounded(places: 2, .awayFromZero).digits }
  let all = sum.rounded(places: 2, .awayFromZero).digits
  // What rounding leaves goes to the part that it changes least.
  while pence.reduce(0, +) != all {
    let isShort = pence.reduce(0, +) < all
    let rests = zip(parts, pence).map { $0.amount - FixedPoint($1, scale: 2) }
    guard
      let index = rests.indices.max(by: { isShort ? rests[$0] < rests[$1] : rests[$0] > rests[$1] })
    else { break }
    pence[index] += isShort ? 1 : -1
  }
  let amounts = zip(parts.map(\.name), pence).map { ($0, $1) } + [(total, all)]
  return amounts.map { name, pence in
    let money = amountText(FixedPoint(pence, scale: 2).text(places: 2), in: currency)
    return "    " + name + String(repeating: " ", count: 16 - name.count)
      + String(repeating: " ", count: max(0, 10 - money.count)) + money
  }
}
