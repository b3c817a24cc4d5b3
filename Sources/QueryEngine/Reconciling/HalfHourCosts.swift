import EnergyModel
import QueryLanguage
import Tariffs

/// A half-hour of which the supplier's own cost is known, beside octowatt's.
struct HalfHourCost {
  var halfHour: Int
  /// The scan that it is of.
  var scan: Int
  /// In millionths of a kWh.
  var quantity: Int64
  /// What a kWh costs with VAT; nil where it has no rate.
  var rate: Rate?
  /// The supplier's cost with VAT, in 10^-21 p.
  var theirs: Int128
  /// Half the last digit that the supplier's costs of the day are printed with, in 10^-21 p.
  var bound: Int128

  /// Ours, with VAT, less the supplier's, in 10^-21 p; nil where ours is not known.
  var difference: Int128? { rate.map { HalfHourCost.cost(quantity, $0) - theirs } }

  var agrees: Bool { difference.map { $0.magnitude <= bound.magnitude } ?? false }

  /// Whether a rate gives the supplier's cost.
  func agrees(at rate: Rate) -> Bool {
    (HalfHourCost.cost(quantity, rate) - theirs).magnitude <= bound.magnitude
  }

  /// In 10^-21 p.
  static func cost(_ quantity: Int64, _ rate: Rate) -> Int128 {
    Int128(quantity) * Int128(rate.micropence) * 1_000_000_000
  }

  /// An amount of 10^-21 p, in pounds.
  static func pounds(_ amount: Int128) -> FixedPoint { FixedPoint(amount, scale: 23) }
}

extension Plan {
  /// The half-hours of the plan with a reading and a cost of the supplier, scan by scan and in order
  /// of time.
  ///
  /// `source`: one whose readings count as they do in the plan.
  func halfHourCosts(
    _ source: some ReadingSource, _ visit: (HalfHourCost) throws -> Void
  ) throws {
    for (index, scan) in scans.enumerated() {
      let choice = HalfHourChoice(scan, filter, needsRows: false)
      var costs = try SupplierCostReader(source, scan, self)
      try walk(scan, over: source) { stretch, values, _ in
        for (offset, time) in stretch.times.enumerated() where values[offset] >= 0 {
          guard let theirs = costs.cost(at: time).amount else { continue }
          try visit(
            HalfHourCost(
              halfHour: time, scan: index, quantity: values[offset],
              rate: choice.rate(at: choice.position(offset, of: stretch)).map {
                Rate(micropence: $0)
              }, theirs: theirs * 10, bound: costs.halfDigit(at: time)))
        }
      }
    }
  }
}

/// What the supplier's own costs of a bill's half-hours have as credits: less than octowatt's rates
/// give.
struct SupplierCredits {
  private(set) var halfHours: [Int] = []
  /// With VAT, in pounds.
  private(set) var sum = FixedPoint(0)
  private let zone: ClockZone

  /// The most half-hours listed.
  private static let most = 6

  init(_ plan: Plan, _ source: some ReadingSource) throws {
    zone = plan.period.zone
    var (found, total): ([Int], Int128) = ([], 0)
    try plan.halfHourCosts(plan.readings(from: source)) { cost in
      guard let difference = cost.difference, difference > cost.bound else { return }
      found.append(cost.halfHour)
      total = try Figures.adding(total, difference)
    }
    (halfHours, sum) = (found, HalfHourCost.pounds(total).rounded(places: 8, .even))
  }

  /// The half-hours, as `2023-07-03 14:00 to 15:30`; the first of many.
  var list: String { HalfHourList(halfHours, zone).text(most: SupplierCredits.most) }
}

/// Half-hours in words, those that follow each other as one stretch.
struct HalfHourList {
  private var stretches: [Range<Int>] = []
  private let zone: ClockZone

  /// `halfHours`: in order.
  init(_ halfHours: [Int], _ zone: ClockZone) {
    self.zone = zone
    for halfHour in halfHours.sorted() {
      if let last = stretches.last, last.upperBound == halfHour {
        stretches[stretches.count - 1] = last.lowerBound..<halfHour + 1
      } else {
        stretches.append(halfHour..<halfHour + 1)
      }
    }
  }

  /// `2023-07-03 14:00 to 15:30, …`, with how many more there are.
  func text(most: Int) -> String {
    let shown = stretches.prefix(most).map { stretch in
      let start = zone.localTime(Instant(halfHour: stretch.lowerBound))
      let end = zone.localTime(Instant(halfHour: stretch.upperBound))
      return "\(start.day) \(start.clockText) to "
        + (start.day == end.day ? end.clockText : "\(end.day) \(end.clockText)")
    }
    let rest = stretches.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
