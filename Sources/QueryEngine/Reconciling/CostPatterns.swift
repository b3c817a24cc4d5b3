import EnergyModel
import QueryLanguage
import Tariffs

/// What the half-hours have in common in which the supplier's cost differs from octowatt's.
struct CostPatterns {
  private let plan: Plan
  private var priced: [HalfHourCost] = []
  /// Those without a rate of ours.
  private var unpriced: [HalfHourCost] = []
  /// How many of the priced differ, and the first and the last of these.
  private var differing = (count: 0, first: 0, last: 0)
  private let flatRate: ImpliedRate?
  /// The pattern in the half-hours that differ, in words; nil where none is found.
  private let common: String?
  /// The patterns that were tried; empty unless they are to be explained.
  private(set) var trials: [PatternTrial] = []

  /// The most half-hours listed, and the most patterns.
  private static let (most, mostTrials) = (100, 20)

  /// Looks at all half-hours with a cost of the supplier.
  ///
  /// `isExplained`: whether the flat rate is wanted that most of them fit, and not only one that all
  /// do.
  /// `source`: one whose readings count as they do in the plan.
  init(_ plan: Plan, isExplained: Bool, source: some ReadingSource) throws {
    self.plan = plan
    var (priced, unpriced): ([HalfHourCost], [HalfHourCost]) = ([], [])
    var differing = (count: 0, first: 0, last: 0)
    // Of ten years there are many, which growing would copy.
    priced.reserveCapacity(plan.scans.reduce(0) { $0 + $1.expected.count })
    try plan.halfHourCosts(source) { cost in
      guard cost.rate != nil else { return unpriced.append(cost) }
      priced.append(cost)
      if !cost.agrees {
        if differing.count == 0 { differing.first = cost.halfHour }
        (differing.count, differing.last) = (differing.count + 1, cost.halfHour)
      }
    }
    (self.priced, self.unpriced, self.differing) = (priced, unpriced, differing)
    guard priced.isEmpty || differing.count > 0 else {
      (common, flatRate) = (nil, nil)
      return
    }
    let search = try PatternSearch(plan, priced, source.cancellation)
    common = search.found
    if isExplained, differing.count > 0 {
      trials = try search.trials(priced, source.cancellation)
    }
    flatRate =
      isExplained || priced.isEmpty
      ? ImpliedRate(priced + unpriced)
      : unpriced.isEmpty ? ImpliedRate(ofAll: priced) : ImpliedRate(ofAll: priced + unpriced)
  }

  var hasDifferences: Bool { differing.count > 0 }

  /// For results by a key: where the differences are, and what they have in common.
  var notes: [String] {
    guard !priced.isEmpty else { return flatRateNotes }
    guard let explanation else { return [] }
    return [explanation] + flatRateNotes
  }

  /// Nil where all half-hours agree.
  var explanation: String? {
    guard differing.count > 0 else { return nil }
    let zone = plan.period.zone
    func stamp(_ halfHour: Int) -> String { zone.shortStamp(Instant(halfHour: halfHour)) }
    return "\(differing.count) of \(counted(priced.count, "half-hour")) "
      + "\(differing.count == 1 ? "differs" : "differ"), from \(stamp(differing.first)) to "
      + "\(stamp(differing.last + 1)): "
      + (common ?? "octowatt sees nothing that they have in common")
  }

  private var flatRateNotes: [String] {
    guard let flatRate else { return [] }
    let fits =
      "a flat rate of \(flatRate.text) p/kWh fits \(flatRate.fitting) of "
      + counted(flatRate.count, "half-hour")
    guard flatRate.fitting == flatRate.count, flatRate.fitting > 1 else { return [fits] }
    let flow = plan.flows.first?.rawValue ?? ""
    return ["\(fits); to try it: reconcile \(flow) … on \(flatRate.text)p"]
  }

  // MARK: Explaining

  var lines: [String] {
    var lines = [
      "", "supplier's costs",
      "  \(counted(priced.count + unpriced.count, "half-hour")) with a reading and a cost of the supplier, "
        + "\(priced.count - differing.count) of them agree",
    ]
    if let explanation { lines.append("  \(explanation)") }
    lines += flatRateNotes.map { "  \($0)" }
    lines += trialLines
    guard differing.count <= CostPatterns.most else {
      return lines + ["  each half-hour that differs: ask for a shorter period"]
    }
    return lines + priced.filter { !$0.agrees }.map(text)
  }

  /// The patterns that leave the fewest half-hours, the simplest first.
  private var trialLines: [String] {
    guard !trials.isEmpty else { return [] }
    let best = trials.sorted { $0.left < $1.left }.prefix(CostPatterns.mostTrials)
    let more = trials.count - best.count
    return ["  tried, with the half-hours that still differ"]
      + best.map { "    \($0.words.joined(separator: "; and ")): \($0.left)" }
      + (more > 0 ? ["    and \(more) more, which leave as many or more"] : [])
  }

  /// The rows of a result: the half-hours as they are, and then with each pattern that was tried.
  var rows: [[Cell]] {
    let flow = Cell.text(plan.flows.first?.rawValue ?? "")
    return ([PatternTrial(words: [], left: differing.count)] + trials).map { trial in
      [flow] + (0..<2).map { $0 < trial.words.count ? .text(trial.words[$0]) : .missing }
        + [.number(FixedPoint(trial.left)), .text(trial.left == 0 ? "yes" : "no")]
    }
  }

  static let columns = [
    ResultColumn(name: "flow", title: "flow", kind: .text),
    ResultColumn(name: "cause", title: "cause", kind: .text),
    ResultColumn(name: "with_cause", title: "with", kind: .text),
    ResultColumn(name: "halfhours", title: "half-hours", kind: .count),
    ResultColumn(name: "agrees", title: "agrees", kind: .text),
  ]

  /// The half-hour with the rate that its cost implies.
  private func text(_ cost: HalfHourCost) -> String {
    let zone = plan.period.zone
    let stamp = zone.localTime(Instant(halfHour: cost.halfHour)).tableText
    let theirs = FixedPoint(cost.theirs, scale: 21).text
    let implied = ImpliedRate([cost]).map { "\($0.text) p/kWh" } ?? "no rate, as nothing was used"
    return "  \(stamp): \(FixedPoint(Int128(cost.quantity), scale: 6).text) kWh for \(theirs)p is "
      + "\(implied), not \(cost.rate?.inPence ?? "known")"
  }
}
