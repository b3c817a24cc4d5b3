import EnergyModel
import QueryLanguage
import Tariffs

/// A pattern that was tried, of one or two parts.
struct PatternTrial {
  var words: [String]
  /// The half-hours that differ all the same.
  var left: Int
}

/// The search for what half-hours have in common in which the supplier's cost differs: single patterns,
/// and where none is found two together, the simplest first.
///
/// A pattern has to account for every half-hour. As there may be hundreds of thousands, a few are
/// looked at first, and all only for a pattern that those bear out.
struct PatternSearch {
  /// The pattern that accounts for all half-hours, in words; nil where none does.
  private(set) var found: String?

  private let plan: Plan
  private let lowest: Rate?
  /// The most half-hours looked at first of those that agree, and of those that differ.
  private static let sampleSize = 200
  /// The most rates that others are in the place of.
  private static let mostRates = 4
  /// The fewest half-hours that another rate is seen in, where it is one of two patterns.
  private static let fewestOfRate = 3
  /// The most stretches of half-hours in a sentence.
  private static let mostStretches = 4

  /// `priced`: all with a rate, scan by scan and in order of time.
  init(_ plan: Plan, _ priced: [HalfHourCost], _ cancellation: Cancellation) throws(Cancelled) {
    self.plan = plan
    lowest = priced.lazy.compactMap(\.rate).min()
    let sample = PatternSearch.sample(priced)
    let differing = priced.filter { !$0.agrees }
    for pattern in PatternSearch.patterns {
      try cancellation.check()
      if text(pattern, sample, isWhole: false) != nil,
        let text = text(pattern, pattern.isOfAll ? priced : differing, isWhole: true)
      {
        found = text
        return
      }
    }
  }

  /// Some that agree and some that differ, evenly spread, with the first and the last that differ.
  private static func sample(_ priced: [HalfHourCost]) -> [HalfHourCost] {
    var places: (agreeing: [Int], differing: [Int]) = ([], [])
    for (place, cost) in priced.enumerated() {
      if cost.agrees { places.agreeing.append(place) } else { places.differing.append(place) }
    }
    func some(_ places: [Int]) -> [Int] {
      let step = places.count / sampleSize + 1
      return stride(from: 0, to: places.count, by: step).map { places[$0] } + places.suffix(1)
    }
    return Set(some(places.agreeing) + some(places.differing)).sorted().map { priced[$0] }
  }

  /// All patterns that change anything here, with the half-hours that each does not account for; of
  /// pairs those that account for more than each of their parts.
  func trials(
    _ priced: [HalfHourCost], _ cancellation: Cancellation
  ) throws(Cancelled) -> [PatternTrial] {
    var trials: [PatternTrial] = []
    for pattern in PatternSearch.patterns {
      try cancellation.check()
      guard let left = left(by: pattern, of: priced) else { continue }
      let isNoBetter = trials.contains { trial in
        trial.left <= left && trial.words.count == 1 && pattern.words.contains(trial.words[0])
      }
      if !isNoBetter { trials.append(PatternTrial(words: pattern.words, left: left)) }
    }
    return trials
  }

  /// Nil where its changes are none.
  private func left(by pattern: Pattern, of priced: [HalfHourCost]) -> Int? {
    var costs = priced
    for change in pattern.changes {
      guard let changed = changed(costs, by: change, isOnly: false) else { return nil }
      costs = changed
    }
    for rest in pattern.rests { _ = take(rest, from: &costs, of: pattern, isWhole: true) }
    return costs.count { !$0.agrees }
  }

  // MARK: Patterns

  /// How the supplier's costs come about, in all half-hours.
  private enum Change {
    /// Half-hours are rounded before they are priced, as the policy `guide` does.
    case rounding
    /// Bands are so many half-hours earlier on the supplier's clock.
    case shift(Int)
    /// VAT is not in the costs or at another rate, in hundredths of a per cent.
    case vat(Int)

    /// Whether it may be in some half-hours alone, so that those that agree stay as they are.
    var mayBeOfSome: Bool { if case .vat = self { true } else { false } }

    /// `isOfSome`: whether it is in the half-hours that differ alone, as the others show.
    func words(isOfSome: Bool) -> String {
      switch self {
      case .rounding: "the supplier rounds each half-hour to 0.01 kWh: using guide"
      case .shift(let halfHours):
        "the supplier's bands are \(abs(halfHours) == 1 ? "half an hour" : "an hour") "
          + (halfHours > 0 ? "earlier" : "later")
      case .vat(0): "VAT is not in the supplier's costs" + (isOfSome ? " of these" : "")
      case .vat(let hundredths):
        "the supplier's costs\(isOfSome ? " of these" : "") have VAT at \(hundredths / 100)%"
      }
    }
  }

  /// How the half-hours come about that still differ after the changes.
  private enum Rest: CaseIterable {
    /// They cost nothing, as a free session gives.
    case free
    /// They are whole at the lowest rate, as a dispatch gives.
    case cheap
    /// Other rates are in the place of octowatt's, from the first that differs on.
    case rates
    /// They are at one rate, whatever octowatt's are.
    case oneRate

    var words: String {
      switch self {
      case .free: "half-hours are free"
      case .cheap: "half-hours are at the cheap rate"
      case .rates: "other rates from a half-hour on"
      case .oneRate: "half-hours are at one other rate"
      }
    }
  }

  /// One or two in all, which are taken in this order.
  private struct Pattern {
    var changes: [Change] = []
    var rests: [Rest] = []

    var isPair: Bool { changes.count + rests.count > 1 }
    var words: [String] { changes.map { $0.words(isOfSome: false) } + rests.map(\.words) }

    /// Whether those that agree have to fit too, and not only those that differ.
    var isOfAll: Bool { !changes.isEmpty || rests.contains(.rates) }
  }

  /// All that are tried, the simplest first.
  private static let patterns: [Pattern] = {
    let shifts = [1, -1, 2, -2].map(Change.shift)
    let vats = [0, 2000].map(Change.vat)
    let changes = [Change.rounding] + vats + shifts
    var patterns = changes.map { Pattern(changes: [$0]) }
    patterns += Rest.allCases.map { Pattern(rests: [$0]) }
    patterns += (vats + shifts).map { Pattern(changes: [.rounding, $0]) }
    patterns += shifts.flatMap { shift in vats.map { Pattern(changes: [shift, $0]) } }
    patterns += [[.free, .cheap], [.free, .rates], [.cheap, .rates]].map { Pattern(rests: $0) }
    patterns += Rest.allCases.flatMap { rest in
      changes.map { Pattern(changes: [$0], rests: [rest]) }
    }
    return patterns
  }()

  /// A pattern in words; nil where it does not account for the costs.
  ///
  /// `isWhole`: whether they are all there are.
  private func text(_ pattern: Pattern, _ costs: [HalfHourCost], isWhole: Bool) -> String? {
    var costs = costs
    var texts: [String] = []
    for change in pattern.changes {
      guard let changed = changed(costs, by: change, isOnly: !pattern.isPair) else { return nil }
      let isOfSome =
        change.mayBeOfSome
        && costs.contains { $0.agrees && !self.changed($0, by: change).agrees }
      texts.append(change.words(isOfSome: isOfSome))
      costs = changed
    }
    for rest in pattern.rests {
      guard let text = take(rest, from: &costs, of: pattern, isWhole: isWhole) else { return nil }
      texts.append(text)
    }
    return costs.allSatisfy(\.agrees) ? texts.joined(separator: "; and ") : nil
  }

  // MARK: Changes

  /// The costs, with what ours would be if the supplier's came about so; nil where that is nothing
  /// else, or where a change alone is not borne out.
  private func changed(
    _ costs: [HalfHourCost], by change: Change, isOnly: Bool
  ) -> [HalfHourCost]? {
    var (changed, isOther): ([HalfHourCost], Bool) = ([], false)
    changed.reserveCapacity(costs.count)
    for cost in costs {
      let new = change.mayBeOfSome && cost.agrees ? cost : self.changed(cost, by: change)
      if isOnly, !new.agrees { return nil }
      isOther = isOther || new.difference != cost.difference
      changed.append(new)
    }
    return isOther ? changed : nil
  }

  private func changed(_ cost: HalfHourCost, by change: Change) -> HalfHourCost {
    var changed = cost
    switch change {
    case .rounding:
      changed.quantity = Int64(divide(Int128(cost.quantity), by: 10_000, .even) * 10_000)
    case .shift(let shift):
      changed.rate = plan.price(of: cost, shiftedBy: shift)?.payable ?? cost.rate
    case .vat(let hundredths):
      guard let price = plan.price(of: cost, shiftedBy: 0) else { return cost }
      let (own, other) = (Int128(10_000 + price.vat.hundredths), Int128(10_000 + hundredths))
      changed.theirs = divide(cost.theirs * own, by: other, .even)
      // With what the divisions round away.
      changed.bound = divide(cost.bound * own, by: other, .even) + 20_000
    }
    return changed
  }

  // MARK: The rest

  /// Takes out the half-hours that a pattern accounts for, and says which they are.
  private func take(
    _ rest: Rest, from costs: inout [HalfHourCost], of pattern: Pattern, isWhole: Bool
  ) -> String? {
    func few(_ isOne: (HalfHourCost) -> Bool, _ words: String) -> String? {
      var taken: [Int] = []
      costs.removeAll { cost in
        guard !cost.agrees, isOne(cost) else { return false }
        taken.append(cost.halfHour)
        return true
      }
      guard !taken.isEmpty else { return nil }
      let list = HalfHourList(taken, plan.period.zone).text(most: PatternSearch.mostStretches)
      let subject =
        pattern.isPair
        ? "\(counted(taken.count, "half-hour")) \(taken.count == 1 ? "is" : "are")" : "they are"
      return "\(subject) \(words): \(list)"
    }
    let mayBeChance = pattern.isPair && isWhole
    switch rest {
    case .free: return few({ $0.theirs == 0 }, "free")
    case .cheap:
      guard let lowest else { return nil }
      return few({ $0.agrees(at: lowest) }, "at the cheap rate of \(lowest.inPence)/kWh")
    case .rates:
      return takeRates(from: &costs, fewest: mayBeChance ? PatternSearch.fewestOfRate : 1)
    case .oneRate:
      let differing = costs.filter { !$0.agrees }
      guard let rate = ImpliedRate(ofAll: differing),
        rate.count >= (mayBeChance ? PatternSearch.fewestOfRate : 2), rate.count == differing.count
      else { return nil }
      return few({ _ in true }, "at \(rate.text)p/kWh")
    }
  }

  private func takeRates(from costs: inout [HalfHourCost], fewest: Int) -> String? {
    let differing = costs.filter { !$0.agrees }
    guard let first = differing.map(\.halfHour).min(),
      !differing.contains(where: { $0.quantity == 0 })
    else { return nil }
    let rates = Set(differing.compactMap(\.rate)).sorted()
    guard rates.count <= PatternSearch.mostRates else { return nil }
    var changes: [String] = []
    for rate in rates {
      let later = costs.filter { $0.halfHour >= first && $0.rate == rate }
      guard let implied = ImpliedRate(ofAll: later), implied.count >= fewest else { return nil }
      changes.append("\(implied.text)p in place of \(rate.inPence)")
    }
    // Those without usage before it may be at either rate.
    let zone = plan.period.zone
    let day = zone.day(of: Instant(halfHour: first))
    let isWithinDay = costs.contains {
      (zone.start(of: day).halfHour..<first).contains($0.halfHour) && $0.quantity != 0
        && $0.rate.map(rates.contains) ?? false
    }
    costs.removeAll { $0.halfHour >= first && $0.rate.map(rates.contains) ?? false }
    let start = isWithinDay ? zone.shortStamp(Instant(halfHour: first)) : day.description
    return "from \(start) on the supplier has " + changes.joined(separator: ", ")
  }
}

extension Plan {
  /// The price of the half-hour so many after that of a cost; outside the period it is known of rates
  /// that go by the clock.
  fileprivate func price(of cost: HalfHourCost, shiftedBy shift: Int) -> Price? {
    let halfHour = cost.halfHour + shift
    let slot = period.zone.slot(at: Instant(halfHour: halfHour))
    guard let timeline = scans[cost.scan].timeline else { return nil }
    var position = timeline.rates.position(at: halfHour, slot: slot)
    if position == nil {
      let own = timeline.rates.spans.first { $0.halfHours.contains(cost.halfHour) }
      if let own, own.order == .clock { position = own.position(at: halfHour, slot: slot) }
    }
    return position.flatMap { timeline.row(at: $0)?.price }
  }
}
