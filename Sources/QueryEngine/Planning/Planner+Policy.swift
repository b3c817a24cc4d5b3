import EnergyModel
import QueryLanguage

extension Planner {
  /// The rounding policy of the query.
  ///
  /// - Throws: ``QueryError`` when the policy `bill`, which prices whole days, would have to show
  ///   or select parts of days.
  func policy(in period: Plan.Period) throws(QueryError) -> Policy {
    let policy = effectivePolicy
    guard policy == .bill else { return policy }
    var errors = ErrorCollector()
    func refuse(_ what: String, at span: SourceSpan) {
      errors.append(
        QueryError(
          "the policy 'bill' needs whole days, \(what)", at: span,
          hint: query.policy == nil ? "add: using exact" : nil))
    }
    if needs.isOfSupplier, let asked = query.policy {
      refuse("and the supplier's costs are of half-hours", at: asked.span)
    }
    if needs.listsHalfHours {
      refuse("but '\(measure.word)' lists half-hours", at: query.measure.span)
    }
    for key in query.keys + [query.across].compactMap({ $0 }) where key.value.isShorterThanADay {
      refuse("so it can't be combined with 'by \(key.value.word)'", at: key.span)
    }
    for condition in query.conditions where !condition.value.isOfWholeDays {
      refuse("but this chooses parts of days", at: condition.span)
    }
    if let asked = query.period, !period.isOfWholeDays {
      refuse("but the period has parts of days", at: asked.span)
    }
    if let vat = query.extras.first(where: { $0.value == .vat }) {
      errors.append(
        QueryError(
          "under the policy 'bill' costs are without VAT", at: vat.span, hint: "for VAT: bill")
      )
    }
    if let supplier = query.extras.first(where: { $0.value == .supplier }) {
      refuse("and the supplier's costs are of half-hours", at: supplier.span)
    }
    try errors.finish()
    return policy
  }

  /// Refuses a period that begins or ends inside a day to what goes by whole days.
  func checkParts(of period: Plan.Period, at span: SourceSpan) throws(QueryError) {
    guard !period.isOfWholeDays else { return }
    if needs.hasStanding {
      throw QueryError(
        "'\(measure.word)' has standing charges, which are per day", at: span,
        hint: "leave out the times")
    }
    if let standing = query.extras.first(where: { $0.value == .standing }) {
      throw QueryError(
        "a standing charge is per day, but the period is not in whole days", at: standing.span,
        hint: "leave out the times")
    }
  }

  private var effectivePolicy: Policy {
    if let policy = query.policy { return policy.value }
    guard measure.clauses.contains(.using) else { return .exact }
    if needs.isOfSupplier { return .exact }
    return needs.isStatement ? .bill : defaultPolicy
  }

  /// Whether costs are without VAT.
  var isWithoutVAT: Bool { effectivePolicy == .bill }
}

extension Condition {
  /// Whether it treats all half-hours of a local day at one meter point alike.
  fileprivate var isOfWholeDays: Bool {
    switch self {
    case .weekday, .weekend, .days, .tariff: true
    case .time, .value: false
    }
  }
}
