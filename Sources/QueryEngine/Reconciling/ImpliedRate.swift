import EnergyModel

/// The flat rate that most of some half-hours' costs can come from, each being rounded.
struct ImpliedRate {
  /// The half-hours in which something was used.
  let count: Int
  /// Those of them whose costs the rate gives.
  let fitting: Int
  /// In pence per kWh, with the fewest decimals that will do.
  let number: FixedPoint

  var text: String { number.text }

  /// A rate that gives all of the costs, nil where none does or nothing was used.
  ///
  /// Of many a few are looked at first, which is much faster where there is none.
  init?(ofAll costs: [HalfHourCost]) {
    let few = stride(from: 0, to: costs.count, by: costs.count / 100 + 1).map { costs[$0] }
    if let implied = ImpliedRate(few), implied.fitting < implied.count { return nil }
    self.init(costs)
    guard fitting == count else { return nil }
  }

  /// Nil where nothing was used.
  init?(_ costs: [HalfHourCost]) {
    // The rates that give each cost, from a lowest to a highest, in 10^-15 p.
    var bounds: [(rate: Int128, isEnd: Bool)] = []
    for cost in costs where cost.quantity > 0 {
      let quantity = Int128(cost.quantity)
      let (low, lowRest) = (cost.theirs - cost.bound).quotientAndRemainder(dividingBy: quantity)
      let (high, highRest) = (cost.theirs + cost.bound).quotientAndRemainder(dividingBy: quantity)
      let (first, last) = (low + (lowRest > 0 ? 1 : 0), high - (highRest < 0 ? 1 : 0))
      guard first <= last else { continue }
      bounds += [(first, false), (last, true)]
    }
    count = costs.count { $0.quantity > 0 }
    bounds.sort { ($0.rate, $0.isEnd ? 1 : 0) < ($1.rate, $1.isEnd ? 1 : 0) }
    var (open, most) = (0, 0)
    var range: ClosedRange<Int128>?
    for (index, bound) in bounds.enumerated() {
      open += bound.isEnd ? -1 : 1
      guard !bound.isEnd, open > most else { continue }
      most = open
      // The next bound ends the first of those that are open, as one more would be more still.
      range = bound.rate...bounds[index + 1].rate
    }
    guard let range else { return nil }
    fitting = most
    number = ImpliedRate.shortest(in: range)
  }

  /// The number with the fewest decimals in a range of 10^-15.
  private static func shortest(in range: ClosedRange<Int128>) -> FixedPoint {
    for places in 0..<15 {
      let unit = FixedPoint.power(15 - places)
      let (quotient, rest) = range.lowerBound.quotientAndRemainder(dividingBy: unit)
      let next = quotient + (rest > 0 ? 1 : 0)
      if next * unit <= range.upperBound { return FixedPoint(next, scale: places) }
    }
    return FixedPoint(range.lowerBound, scale: 15)
  }
}
