package import EnergyModel

/// A price with its period of validity: a unit rate per kWh, or a standing charge per day.
package struct DatedRate: Hashable, Sendable {
  /// The validity is `validFrom <= t < validTo`; nil is open.
  package var validFrom: Instant?
  package var validTo: Instant?
  /// The payment method that the row is for; nil for all.
  package var paymentMethod: PaymentMethod?
  /// The price without VAT; nil where the source states only the price with VAT.
  package var excludingVAT: Rate?
  /// The price with VAT; nil where the source states only the price without it.
  package var includingVAT: Rate?
  /// The file or API answer that the row was read from.
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
  /// The price as stated: with VAT where that is known, otherwise without.
  package var stated: Rate { includingVAT ?? excludingVAT ?? Rate(micropence: 0) }

  /// Whether an instant is within its validity.
  package func holds(at instant: Instant) -> Bool {
    (validFrom.map { $0 <= instant } ?? true) && (validTo.map { instant < $0 } ?? true)
  }

  /// Whether it holds at some time of a range.
  package func overlaps(_ range: TimeRange) -> Bool {
    (validFrom.map { $0 < range.end } ?? true) && (validTo.map { range.start < $0 } ?? true)
  }

  /// The row without its source, for comparison.
  package var terms: DatedRate { with(source: nil) }

  /// The row as read from another source.
  package func with(source: String?) -> DatedRate {
    var row = self
    row.source = source
    return row
  }
}

/// A payment method, under its API name.
package enum PaymentMethod: String, CaseIterable, Hashable, Sendable {
  case directDebit = "DIRECT_DEBIT"
  case nonDirectDebit = "NON_DIRECT_DEBIT"

  /// The method as it is typed and shown: `direct_debit`.
  package var word: String { rawValue.lowercased() }

  package init?(word: String) { self.init(rawValue: word.uppercased()) }
}

extension DatedRate {
  /// The rows that hold for one payment method, in order of time.
  ///
  /// A row for that method is more specific than one for all methods, and so wins where both hold.
  package static func rows(_ rows: [DatedRate], for payment: PaymentMethod) -> [DatedRate] {
    let general = rows.filter { $0.paymentMethod == nil }
    let own = rows.filter { $0.paymentMethod == payment }
    guard !own.isEmpty, !general.isEmpty else { return own + general }
    return merge(general, with: own, acrossPayments: true).rows
  }
}
