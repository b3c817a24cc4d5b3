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
  /// The prices to try, those in force first; each plan is under the policy `bill` and has a day more
  /// at either end, where those days can be priced.
  package var trials: [PriceTrial]
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
  }

  package var prices: Prices
  package var plan: Plan
}

/// A bill as it was read: its figures, and where a statement says so its flow and local days.
package struct PrintedBill: Hashable, Sendable {
  package var flow: Flow?
  /// The MPAN or MPRN that it is of; nil where it is not known.
  package var number: String?
  package var days: Range<LocalDay>?
  package var figures: [BilledFigure]

  package init(
    flow: Flow? = nil, number: String? = nil, days: Range<LocalDay>? = nil,
    figures: [BilledFigure]
  ) {
    (self.flow, self.number, self.days, self.figures) = (flow, number, days, figures)
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
