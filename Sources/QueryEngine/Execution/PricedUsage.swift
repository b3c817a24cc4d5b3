import EnergyModel
import QueryLanguage
import Tariffs

/// What one flow used in a period at the prices of one alternative: what reasons for a difference of
/// costs are worked out from.
struct PricedUsage {
  /// In millionths of a kWh.
  private(set) var usage: Int128 = 0
  /// In 10^-12 of the minor unit of money.
  private(set) var cost: Int128 = 0
  /// The sum of the rates of the half-hours read, in micropence.
  private(set) var rates: Int128 = 0
  private(set) var count: Int128 = 0
  /// The half-hours read that have no rate.
  private(set) var unpriced = 0
  /// The half-hours that should have been read.
  private(set) var missing = 0

  /// Adds up the half-hours of a plan.
  ///
  /// `withoutVAT`: whether rates are taken without it, rounded half-even to a micropenny.
  /// `source`: one whose readings count as they do in the plan.
  init(
    _ plan: Plan, alternative: Int, _ flow: Flow, withoutVAT: Bool = false,
    source: some ReadingSource
  ) throws {
    for scan in plan.scans where scan.alternative == alternative && scan.point.flow == flow {
      let choice = HalfHourChoice(scan, plan.filter, needsRows: false)
      let rates = scan.timeline?.rates.numbers ?? []
      let prices = withoutVAT ? scan.timeline?.ratesWithoutVAT ?? [] : rates
      try plan.walk(scan, over: source) { stretch, values, _ in
        for (index, time) in stretch.times.enumerated() {
          let position = choice.position(index, of: stretch)
          guard choice.passes(place: stretch.weekday * 48 + stretch.slot + index),
            choice.passes(row: choice.row(at: position))
          else { continue }
          let quantity = values[index]
          guard quantity >= 0 else {
            missing += scan.expected.contains(time) ? 1 : 0
            continue
          }
          guard choice.passes(quantity, at: position) else { continue }
          guard let position, prices[position] != HalfHourNumbers.none else {
            unpriced += 1
            continue
          }
          usage += Int128(quantity)
          cost = try Figures.adding(cost, Int128(quantity) * Int128(prices[position]))
          self.rates += Int128(prices[position])
          count += 1
        }
      }
    }
  }

  /// The cost in the major unit.
  var money: FixedPoint { Money(picopence: cost).inMajorUnit }

  /// What a usage costs at the mean of the rates over the half-hours read, to 8 places; nil where there
  /// are none.
  func atMeanRate(_ usage: Int128) throws(QueryError) -> FixedPoint? {
    guard count > 0 else { return nil }
    // 10^-6 kWh × micropence is 10^-14 pounds.
    let product = try Figures.product(usage, rates)
    return FixedPoint(divide(product, by: count * 1_000_000, .even), scale: 8)
  }

  /// What a usage costs at the price that was paid for a kWh, to 8 places; nil where nothing was used.
  func atPricePaid(_ usage: Int128) throws(QueryError) -> FixedPoint? {
    let product = FixedPoint(try Figures.product(usage, cost), scale: 20)
    return product.quotient(by: FixedPoint(self.usage, scale: 6), places: 8)
  }
}

extension RateTimeline {
  /// For each of its rates that without VAT, in micropence; ``HalfHourNumbers/none`` where there is none.
  fileprivate var ratesWithoutVAT: [Int64] {
    var prices: [Int64] = []
    rows.forEachPrice { _, _, price in
      prices.append(Int64(divide(price.partsWithoutVAT, by: price.vat.parts, .even)))
    }
    return rates.numbers.indices.map { position in
      rowNumbers[position].map { prices[$0] } ?? HalfHourNumbers.none
    }
  }
}
