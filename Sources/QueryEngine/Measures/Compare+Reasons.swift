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
      let parts = [
        ("price level", level - levelBefore),
        ("time of use", (energy - before) - (level - levelBefore)),
        ("standing charge", standing), ("difference", (energy - before) + standing),
      ]
      lines += ["  \(outcome.name) against \(name)"]
      lines += parts.map { part, amount in
        let money = amountText(amount.text(places: 2), in: plan.prices.currency)
        return "    " + part + String(repeating: " ", count: 16 - part.count)
          + String(repeating: " ", count: max(0, 10 - money.count)) + money
      }
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
        var (usage, rates, count): (Int128, Int128, Int128) = (0, 0, 0)
        for scan in plan.scans where scan.alternative == alternative && scan.point.flow == flow {
          try plan.walk(scan, over: source) { stretch, values, _ in
            for index in 0..<stretch.times.count where values[index] >= 0 {
              guard let row = scan.row(index, of: stretch) else { continue }
              usage += Int128(values[index])
              rates += Int128(row.rate.micropence)
              count += 1
            }
          }
        }
        guard count > 0 else { continue }
        // 10^-6 kWh × micropence is 10^-14 pounds.
        let cost = FixedPoint(divide(usage * rates, by: count * 1_000_000, .even), scale: 8)
        level = level + (flow == .export ? -cost : cost)
      }
      levels[name] = level
    }
    return levels
  }
}
