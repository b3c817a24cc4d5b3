package import EnergyModel
package import QueryLanguage
package import Tariffs

/// What a `reconcile` sets octowatt's figures beside.
package enum Reconciliation: Hashable, Sendable {
  /// The supplier's own costs of the half-hours: by a key, or without one line by line.
  case costs(Aggregate, hasKeys: Bool)
  /// The figures of bills, of one flow and period each.
  case bills(Aggregate, [BillCheck])

  var aggregate: Aggregate {
    switch self {
    case .costs(let aggregate, _), .bills(let aggregate, _): aggregate
    }
  }
}

/// A bill to compare: its figures, how octowatt comes to its own, and how others might.
package struct BillCheck: Hashable, Sendable {
  /// The plan of the bill's period and flow, under the policy that was asked for.
  package var plan: Plan
  package var figures: [BilledFigure]
  /// The bill as it was read.
  package var printed: PrintedBill
  /// What tells it from other bills of the flow.
  package var labels: [BillLabel]
  /// The prices to try, those in force first; each plan is under the policy `bill` and has a day more
  /// at either end, where those days can be priced.
  var trials: [PriceTrial]
}

/// One way to price the readings of a bill.
package struct PriceTrial: Hashable, Sendable {
  package enum Prices: Hashable, Sendable {
    /// As octowatt prices them.
    case own
    /// Those for another way of paying.
    case payment(PaymentMethod)
    /// Another tariff of the cache.
    case tariff(String)
    /// With a change of prices some days later, or earlier.
    case moved(from: LocalDay, days: Int)
    /// Without a change of prices: with those from before it throughout, or those from then on.
    case unchanged(on: LocalDay, isEarlier: Bool)
    /// The rates that the bill prints in place of others.
    case printed
  }

  package var prices: Prices
  package var plan: Plan
}

/// What tells bills of one flow apart, as columns before the others.
package enum BillLabel: String, Hashable, Sendable {
  case meter, start, end
  /// Where a bill begins in its file.
  case line
}

/// A bill as it was read: its figures, and where a statement says so its flow and local days.
package struct PrintedBill: Hashable, Sendable {
  package var flow: Flow?
  /// The MPAN or MPRN that it is of; nil where it is not known.
  package var number: String?
  package var days: Range<LocalDay>?
  package var figures: [BilledFigure]
  /// The line of the file where it begins; nil without a file.
  package var line: Int?
  /// In pence a kWh, without VAT.
  package var unitRates: [PrintedNumber] = []
  /// In pence a day, without VAT.
  package var standingRates: [PrintedNumber] = []
  /// Those that pages of a statement list.
  package var halfHours: [PrintedHalfHour] = []

  package init(
    flow: Flow? = nil, number: String? = nil, days: Range<LocalDay>? = nil,
    figures: [BilledFigure]
  ) {
    (self.flow, self.number, self.days, self.figures) = (flow, number, days, figures)
  }
}

/// A number with the decimals that a bill prints.
package struct PrintedNumber: Hashable, Sendable {
  package var value: FixedPoint
  /// The decimals that are printed, zeros at the end among them.
  package var places: Int

  package init(_ value: FixedPoint, places: Int) { (self.value, self.places) = (value, places) }

  var text: String { value.text(places: places) }

  /// The magnitudes that it may be the print of, without the last: statements round some numbers, and
  /// cut the digits of others.
  private var magnitudes: Range<FixedPoint> {
    let printed = value.magnitude
    let least = max(printed - FixedPoint(5, scale: places + 1), FixedPoint(0))
    return least..<printed + FixedPoint(1, scale: places)
  }

  /// Whether it may be a number with fewer digits.
  func isPrint(of number: FixedPoint) -> Bool {
    magnitudes.contains(number.magnitude)
      && value.digits.signum() * number.digits.signum() >= 0
  }

  /// Whether it may be the product of two numbers that are printed with fewer digits too.
  func isPrint(ofProduct first: PrintedNumber, _ second: PrintedNumber) -> Bool {
    let (own, one, other) = (magnitudes, first.magnitudes, second.magnitudes)
    return own.lowerBound < one.upperBound.times(other.upperBound)
      && one.lowerBound.times(other.lowerBound) < own.upperBound
      && value.digits.signum() * first.value.digits.signum() * second.value.digits.signum() >= 0
  }
}

/// A half-hour that a statement lists.
package struct PrintedHalfHour: Hashable, Sendable {
  package var start: Instant
  /// In pence a kWh, without VAT.
  package var rate: PrintedNumber
  /// In kWh.
  package var energy: PrintedNumber
  /// In pence, without VAT.
  package var cost: PrintedNumber

  package init(start: Instant, rate: PrintedNumber, energy: PrintedNumber, cost: PrintedNumber) {
    (self.start, self.rate, self.energy, self.cost) = (start, rate, energy, cost)
  }
}

extension Billed {
  /// The bill whose figures are typed; one without figures where they are in a file.
  var typed: [PrintedBill] {
    switch self {
    case .figures(let figures): [PrintedBill(figures: figures)]
    case .file: [PrintedBill(figures: [])]
    }
  }
}
