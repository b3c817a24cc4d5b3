package import EnergyModel

/// A price with the time that it holds for: a unit rate per kWh, or a standing charge per day.
package struct DatedRate: Hashable, Sendable {
  /// Holds for `validFrom <= t < validTo`; nil is open.
  package var validFrom: Instant?
  package var validTo: Instant?
  /// For customers who pay that way; nil for all.
  package var paymentMethod: PaymentMethod?
  /// Nil where the source names only the price with VAT.
  package var excludingVAT: Rate?
  /// Nil where the source names only the price without VAT.
  package var includingVAT: Rate?
  /// The file or answer that it was read from.
  package var source: String?

  package init(
    validFrom: Instant?, validTo: Instant?, paymentMethod: PaymentMethod?, excludingVAT: Rate?,
    includingVAT: Rate?, source: String? = nil
  ) {
    self.validFrom = validFrom
    self.validTo = validTo
    self.paymentMethod = paymentMethod
    self.excludingVAT = excludingVAT
    self.includingVAT = includingVAT
    self.source = source
  }
}

extension DatedRate {
  /// The price as its source names it: with VAT where that is known, else without.
  package var stated: Rate { includingVAT ?? excludingVAT ?? Rate(micropence: 0) }

  /// What it says, wherever it comes from.
  var terms: DatedRate {
    var terms = self
    terms.source = nil
    return terms
  }
}

/// How a customer pays, as the API names it.
package enum PaymentMethod: String, CaseIterable, Hashable, Sendable {
  case directDebit = "DIRECT_DEBIT"
  case nonDirectDebit = "NON_DIRECT_DEBIT"

  /// As it is typed and shown: `direct_debit`.
  package var word: String { rawValue.lowercased() }

  package init?(word: String) { self.init(rawValue: word.uppercased()) }
}

extension DatedRate {
  /// The rows that hold for one way of paying, in order of time.
  ///
  /// A row for the way of paying is more exact than one for all ways, and so holds where both do.
  package static func rows(_ rows: [DatedRate], for payment: PaymentMethod) -> [DatedRate] {
    let general = rows.filter { $0.paymentMethod == nil }
    let own = rows.filter { $0.paymentMethod == payment }
    guard !own.isEmpty, !general.isEmpty else { return own + general }
    return merge(general, with: own, acrossPayments: true).rows
  }
}
