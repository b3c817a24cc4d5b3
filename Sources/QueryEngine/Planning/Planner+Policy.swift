import EnergyModel
import QueryLanguage

extension Planner {
  /// The rounding policy of the query.
  ///
  /// - Throws: ``QueryErrors`` when the policy `bill`, which prices whole days, would have to show
  ///   or select parts of days.
  func policy() throws(QueryError) -> Policy {
    let policy = effectivePolicy
    guard policy == .bill else { return policy }
    var errors = Mistakes()
    func refuse(_ what: String, at span: SourceSpan) {
      errors.append(
        QueryError(
          "the policy 'bill' is of whole days, \(what)", at: span,
          hint: query.policy == nil ? "add: using exact" : nil))
    }
    if needs.listsHalfHours {
      refuse("and '\(measure.word)' has half-hours", at: query.measure.span)
    }
    for key in query.keys + [query.across].compactMap({ $0 }) where key.value.isShorterThanADay {
      refuse("and so goes with no 'by \(key.value.word)'", at: key.span)
    }
    for condition in query.conditions where !condition.value.isOfWholeDays {
      refuse("and this chooses parts of them", at: condition.span)
    }
    if let vat = query.extras.first(where: { $0.value == .vat }) {
      errors.append(
        QueryError("under the policy 'bill' costs are without VAT", at: vat.span, hint: "ask: bill")
      )
    }
    try errors.finish()
    return policy
  }

  private var effectivePolicy: Policy {
    if let policy = query.policy { return policy.value }
    guard measure.clauses.contains(.using) else { return .exact }
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
