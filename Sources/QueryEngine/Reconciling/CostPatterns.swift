import EnergyModel
import QueryLanguage
import Tariffs

/// What the half-hours have in common in which the supplier's cost differs from octowatt's.
struct CostPatterns {
  private let plan: Plan
  /// The half-hours with a cost of the supplier.
  private let costs: [HalfHourCost]
  /// Those of them with a rate, and how many these are.
  private var priced: LazyFilterSequence<[HalfHourCost]> { costs.lazy.filter { $0.rate != nil } }
  private let pricedCount: Int
  private let differing: [HalfHourCost]

  /// The most half-hours listed, and the most stretches of them in a sentence.
  private static let (most, mostStretches) = (100, 4)

  /// - Parameters:
  ///   - count: the half-hours with a cost of the supplier.
  ///   - source: one whose readings count as they do in the plan.
  init(_ plan: Plan, count: Int, source: some ReadingSource) throws {
    self.plan = plan
    var all: [HalfHourCost] = []
    all.reserveCapacity(count)
    try plan.halfHourCosts(source) { all.append($0) }
    costs = all
    pricedCount = all.count { $0.rate != nil }
    differing = all.filter { $0.rate != nil && !$0.agrees }
  }

  var hasDifferences: Bool { !differing.isEmpty }

  /// For results by a key: where the differences are, and what they have in common.
  var notes: [String] {
    guard pricedCount > 0 else { return flatRateNotes(ImpliedRate(costs)) }
    guard let explanation else { return [] }
    return [explanation] + flatRateNotes(ImpliedRate(ofAll: costs))
  }

  /// Nil where all half-hours agree.
  var explanation: String? {
    guard let first = differing.first, let last = differing.last else { return nil }
    let zone = plan.period.zone
    func stamp(_ halfHour: Int) -> String { zone.shortStamp(Instant(halfHour: halfHour)) }
    return "\(differing.count) of \(counted(pricedCount, "half-hour")) "
      + "\(differing.count == 1 ? "differs" : "differ"), from \(stamp(first.halfHour)) to \(stamp(last.halfHour + 1)): "
      + (common ?? "octowatt sees nothing that they have in common")
  }

  private func flatRateNotes(_ flatRate: ImpliedRate?) -> [String] {
    guard let flatRate else { return [] }
    let fits =
      "a flat rate of \(flatRate.text) p/kWh fits \(flatRate.fitting) of "
      + counted(flatRate.count, "half-hour")
    guard flatRate.fitting == flatRate.count, flatRate.fitting > 1 else { return [fits] }
    let flow = plan.flows.first?.rawValue ?? ""
    return ["\(fits); to try it: reconcile \(flow) … on \(flatRate.text)p"]
  }

  // MARK: Patterns

  private var common: String? {
    rounding ?? vat ?? bandShift ?? zero ?? cheapHours ?? otherRates ?? oneRate
  }

  /// Half-hours that are rounded before they are priced, as the policy `guide` does.
  private var rounding: String? {
    let isRounded = priced.allSatisfy { cost in
      var rounded = cost
      rounded.quantity = Int64(divide(Int128(cost.quantity), by: 10_000, .even) * 10_000)
      return rounded.agrees
    }
    return isRounded ? "the supplier rounds each half-hour to 0.01 kWh: using guide" : nil
  }

  /// VAT that is not in the supplier's costs, or at 20 %.
  private var vat: String? {
    func fits(_ numerator: Int128) -> Bool {
      differing.allSatisfy { cost in
        guard let price = plan.price(of: cost, shiftedBy: 0) else { return false }
        let ours = HalfHourCost.cost(cost.quantity, price.payable)
        let divisor = Int128(10_000 + price.vat.hundredths)
        let other = divide(ours, by: divisor, .even) * numerator
        // What the division rounded away.
        return (other - cost.theirs).magnitude <= cost.bound.magnitude + 20_000
      }
    }
    if fits(10_000) { return "VAT is not in the supplier's costs" }
    return fits(12_000) ? "the supplier's costs have VAT at 20%" : nil
  }

  /// Bands that are half an hour or an hour earlier or later on the supplier's clock.
  private var bandShift: String? {
    func fits(_ shift: Int) -> Bool {
      // At the ends of the period the price that it would have is not known.
      differing.contains { plan.price(of: $0, shiftedBy: shift) != nil }
        && priced.allSatisfy { cost in
          plan.price(of: cost, shiftedBy: shift).map { cost.agrees(at: $0.payable) } ?? true
        }
    }
    let shifts =
      [(1, "half an hour earlier"), (-1, "half an hour later")]
      + [(2, "an hour earlier"), (-2, "an hour later")]
    return shifts.first { fits($0.0) }.map { "the supplier's bands are \($0.1)" }
  }

  private var stretches: String {
    HalfHourList(differing.map(\.halfHour), plan.period.zone).text(most: CostPatterns.mostStretches)
  }

  /// Half-hours that cost nothing, as a free session gives.
  private var zero: String? {
    differing.allSatisfy { $0.theirs == 0 } ? "they are free: \(stretches)" : nil
  }

  /// Whole half-hours at the lowest rate, as a dispatch gives.
  private var cheapHours: String? {
    guard let lowest = priced.compactMap(\.rate).min(),
      differing.allSatisfy({ $0.agrees(at: lowest) })
    else { return nil }
    return "they are at the cheap rate of \(lowest.inPence)/kWh: \(stretches)"
  }

  /// Other rates in place of octowatt's, from the first half-hour that differs on.
  private var otherRates: String? {
    let rates = Set(differing.compactMap(\.rate))
    guard let first = differing.first, rates.count <= CostPatterns.mostStretches else { return nil }
    let later = priced.filter { $0.halfHour >= first.halfHour }
    var changes: [(ours: Rate, theirs: String)] = []
    for rate in rates.sorted() {
      guard let implied = ImpliedRate(ofAll: later.filter { $0.rate == rate }) else { return nil }
      changes.append((rate, implied.text))
    }
    let day = plan.period.zone.day(of: Instant(halfHour: first.halfHour))
    return "from \(day) on the supplier has "
      + changes.map { "\($0.theirs)p in place of \($0.ours.inPence)" }.joined(separator: ", ")
  }

  /// One rate in all half-hours that differ, whatever octowatt's are.
  private var oneRate: String? {
    guard let rate = ImpliedRate(ofAll: differing), rate.count > 1 else { return nil }
    return "they are at \(rate.text)p/kWh: \(stretches)"
  }

  // MARK: Explaining

  var lines: [String] {
    var lines = [
      "", "supplier's costs",
      "  \(counted(costs.count, "half-hour")) with a reading and a cost of the supplier, "
        + "\(pricedCount - differing.count) of them agree",
    ]
    if let explanation { lines.append("  \(explanation)") }
    if pricedCount == 0 || hasDifferences {
      lines += flatRateNotes(ImpliedRate(costs)).map { "  \($0)" }
    }
    guard differing.count <= CostPatterns.most else {
      return lines + ["  each half-hour that differs: ask for a shorter period"]
    }
    return lines + differing.map(text)
  }

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

extension Plan {
  /// The price of the half-hour so many after that of a cost; nil outside the period.
  fileprivate func price(of cost: HalfHourCost, shiftedBy shift: Int) -> Price? {
    let halfHour = cost.halfHour + shift
    let slot = period.zone.slot(at: Instant(halfHour: halfHour))
    guard let timeline = scans[cost.scan].timeline,
      let position = timeline.rates.position(at: halfHour, slot: slot)
    else { return nil }
    return timeline.row(at: position)?.price
  }
}
