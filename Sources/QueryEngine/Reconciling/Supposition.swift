import EnergyModel
import QueryLanguage

/// One way in which a bill may have been made.
struct Supposition: Hashable {
  var days: Range<LocalDay>
  var prices = PriceTrial.Prices.own
  /// The first day on which ``prices`` hold, those in force before it; nil for the first of all.
  var pricesFrom: LocalDay?
  var readings = ReadingTrial()
  var rounding: BillRounding
  var vat = BilledVAT.added
  var addition: BillAddition?
}

/// How the readings of a bill are taken.
struct ReadingTrial: Hashable {
  /// Whether each half-hour is rounded to 0.01 kWh, as by the policy `guide`.
  var isRounded = false
  /// The local day whose revisions and all later ones are not made yet.
  var before: LocalDay?
}

/// A bill, and what it comes to under suppositions.
///
/// It is no value: readings are added up once for each kind of prices and readings that a
/// supposition has.
final class BillModel {
  let check: BillCheck
  /// What octowatt itself supposes.
  let base: Supposition
  private let source: any ReadingSource
  private var priced: [PricedKey: PricedDays] = [:]
  private(set) lazy var revisions = Result { try Revisions(check.plan, source) }
  private(set) lazy var supplier = Result { try SupplierCredits(check.plan, source) }
  private let known: Range<LocalDay>
  let bounds: BillBounds
  /// Of the bill priced with the rates that it prints, which are as short as they are printed.
  private let printedBounds: BillBounds
  let printedRates: PrintedRates
  /// Octowatt's own amounts for the bill; they are partial in the lines that are not in ``figures``.
  let ours: BillAmounts
  /// Those of the bill that octowatt has a figure beside: without a standing charge for each day, only
  /// those without one in them.
  let figures: [BilledFigure]
  let oursSum: BillSum

  private struct PricedKey: Hashable {
    var prices: PriceTrial.Prices
    var readings: ReadingTrial
  }

  init(_ check: BillCheck, source: some ReadingSource) throws {
    let policy = check.plan.prices.policy
    let base = Supposition(
      days: check.plan.period.days, readings: ReadingTrial(isRounded: policy == .guide),
      rounding: policy == .bill ? .asTariffSays : .none)
    let own = check.trials.first?.plan ?? check.plan
    let days = try BillModel.days(of: own, base.readings, nil, source)
    var sum = BillSum()
    days.add(base.days, to: &sum)
    (self.check, self.base, self.source) = (check, base, source)
    (known, oursSum) = (own.period.days, sum)
    let hasStanding = check.plan.report.aggregate?.charges.unknown.isEmpty ?? true
    figures = check.figures.filter { hasStanding || [.usage, .energy].contains($0.line) }
    ours = try sum.amounts(base.rounding, base.vat)
    bounds = try BillBounds(check.figures, check.printed, sum, check.plan)
    printedRates = PrintedRates(check.plan, check.printed)
    let printed = check.trials.first { $0.prices == .printed }?.plan
    printedBounds =
      try printed.map { plan throws(QueryError) in
        try BillBounds(check.figures, check.printed, sum, plan)
      } ?? bounds
    priced = [PricedKey(prices: .own, readings: base.readings): days]
  }

  // MARK: Sums

  /// What the days of a supposition come to; nil where they can't be priced so.
  func sum(_ supposition: Supposition) throws -> BillSum? {
    let days = supposition.days
    guard known.lowerBound <= days.lowerBound, days.upperBound <= known.upperBound,
      let prices = try pricedDays(supposition.prices, supposition.readings)
    else { return nil }
    var sum = BillSum()
    guard let from = supposition.pricesFrom else {
      prices.add(days, to: &sum)
      return sum
    }
    guard let own = try pricedDays(.own, supposition.readings) else { return nil }
    let change = min(max(from, days.lowerBound), days.upperBound)
    own.add(days.lowerBound..<change, to: &sum)
    prices.add(change..<days.upperBound, to: &sum)
    return sum
  }

  /// Whether something was used on some days, and all of their half-hours are read.
  func isRead(_ days: Range<LocalDay>) throws -> Bool {
    var supposition = base
    supposition.days = days
    return try sum(supposition).map { $0.missing == 0 && $0.usage > 0 } ?? false
  }

  func amounts(_ supposition: Supposition) throws -> BillAmounts? {
    try sum(supposition)?.amounts(
      supposition.rounding, supposition.vat, adding: supposition.addition)
  }

  private func pricedDays(
    _ prices: PriceTrial.Prices, _ readings: ReadingTrial
  ) throws -> PricedDays? {
    let key = PricedKey(prices: prices, readings: readings)
    if let days = priced[key] { return days }
    guard let trial = check.trials.first(where: { $0.prices == prices }) else { return nil }
    let days = try BillModel.days(
      of: trial.plan, readings, readings.before == nil ? nil : revisions.get(), source)
    priced[key] = days
    return days
  }

  private static func days(
    of plan: Plan, _ readings: ReadingTrial, _ revisions: Revisions?, _ source: some ReadingSource
  ) throws -> PricedDays {
    guard case .reconcile(.bills(let aggregate, _)) = plan.report else {
      preconditionFailure("the trials of a bill are plans of bills")
    }
    var counted = plan
    // The wrapper that the policy 'guide' has rounds what is read; money is rounded later.
    counted.prices.policy = readings.isRounded ? .guide : .bill
    let earlier = EarlierReadings(
      base: source, values: revisions?.values(before: readings.before) ?? [:])
    var priced = plan
    priced.prices.policy = .bill
    return try PricedDays(priced, aggregate, source: counted.readings(from: earlier))
  }

  // MARK: Lines

  /// The lines of the bill whose figures are further from `amounts` than rounding takes them.
  func disagreeing(_ amounts: BillAmounts, _ prices: PriceTrial.Prices = .own) -> [BillLine] {
    let bounds = prices == .printed ? printedBounds : bounds
    return figures.filter { figure in
      (amounts[figure.line] - figure.value).magnitude > bounds[figure.line]
    }.map(\.line)
  }

  /// Nil where the line is not known of both.
  func figure(_ line: BillLine) -> BilledFigure? { figures.first { $0.line == line } }

  /// The plan whose prices a supposition has, for the half-hours that nothing is known of.
  func plan(_ prices: PriceTrial.Prices) -> Plan {
    check.trials.first { $0.prices == prices }?.plan ?? check.plan
  }

  /// The half-hours of some days without a reading, and what a kWh would cost in them.
  func unread(_ supposition: Supposition) throws -> [UnreadHalfHour] {
    guard let sum = try sum(supposition), sum.missing > 0 else { return [] }
    return try plan(supposition.prices).unread(in: supposition.days, source: source)
  }
}
