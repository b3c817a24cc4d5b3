import EnergyModel
import QueryLanguage
import Tariffs

extension CompareReport {
  /// Lines that split each difference to `current` into price level, time of use and standing
  /// charge; empty where no tariff is in force to compare with.
  ///
  /// The price level is the difference there would be if every half-hour had the mean of its
  /// tariff's rates; the time of use is the rest of the energy's difference. Under the policy
  /// `bill`, whose rounding belongs to neither, the unrounded figures are split.
  func reasons(source: some ReadingSource) throws -> [String] {
    guard plan.prices.policy != .bill else {
      var exact = plan
      exact.prices.policy = .exact
      var comparing = comparing
      comparing.aggregate.sums.withoutVAT = false
      return try CompareReport(exact, comparing, source: source).reasons(source: source)
    }
    let outcomes = try outcomes()
    let name = Query.TariffSet.current.description
    guard let current = outcomes.first(where: { $0.name == name }), current.energy != nil else {
      return []
    }
    let levels = try levels(source)
    var lines: [String] = []
    for outcome in outcomes where outcome.name != name {
      guard let energy = outcome.energy, let before = current.energy,
        let level = levels[outcome.name], let levelBefore = levels[name],
        outcome.unpriced.digits == 0, current.unpriced.digits == 0
      else {
        lines += ["  \(outcome.name) against \(name): not every half-hour has a rate on both"]
        continue
      }
      let none = FixedPoint(0)
      let standing = (outcome.standing ?? none) - (current.standing ?? none)
      lines += ["  \(outcome.name) against \(name)"]
      lines += reasonLines(
        [
          ("price level", level - levelBefore),
          ("time of use", (energy - before) - (level - levelBefore)),
          ("standing charge", standing),
        ], adding: "difference", in: plan.prices.currency)
    }
    return lines.isEmpty ? [] : ["", "why (policy \(plan.prices.policy.word))"] + lines
  }

  /// The cost of each alternative's usage at the mean of its rates over the half-hours read, to 8
  /// places; export counts negative.
  private func levels(_ source: some ReadingSource) throws -> [String: FixedPoint] {
    var levels: [String: FixedPoint] = [:]
    for (alternative, name) in plan.alternatives.enumerated() {
      var level = FixedPoint(0)
      for flow in plan.flows {
        let used = try PricedUsage(plan, alternative: alternative, flow, source: source)
        guard let cost = try used.atMeanRate(used.usage) else { continue }
        level = level + (flow == .export ? -cost : cost)
      }
      levels[name] = level
    }
    return levels
  }
}
