import EnergyModel

/// The clauses, keys and flows that fit the part of a query read so far.
extension Parser {
  /// Records the clauses that the query can still take as completions.
  func expectClauses(to cursor: TokenCursor) {
    guard cursor.isAtCompletionPoint else { return }
    // 'net' implies both its flows.
    if query.flows.isEmpty, query.measure.value != .net { cursor.expect(Flow.allCases) }
    if !seen.contains(.from) { PeriodParser.expect(to: cursor) }
    let taken = Set(Parser.rivals.filter { $0.contains(where: seen.contains) }.joined())
    cursor.expect(
      Clause.allCases.filter { clause in
        clause != .from && query.measure.value.clauses.contains(clause) && !seen.contains(clause)
          && !taken.contains(clause)
          && !(query.across != nil && [.having, .with].contains(clause))
          && !(clause == .across && (!query.having.isEmpty || !query.extras.isEmpty))
      })
  }

  /// The keys that can still be added.
  var keys: Set<GroupKey> {
    let others = Set(GroupKey.allCases).subtracting(typedKeys)
    let extras = query.extras.map(\.value)
    return others.filter { key in
      if extras.contains(.standing), key.isShorterThanADay { return false }
      if query.isProjected, key == .label(.rate) { return false }
      if extras.contains(.spark), key.isOfTheClock { return false }
      guard let per = query.per?.value, case .calendar(let unit) = key else { return true }
      return unit >= per
    }
  }

  /// The calendar keys among those typed.
  var typedCalendarKeys: [GroupKey.Calendar] {
    typedKeys.compactMap { if case .calendar(let key) = $0 { key } else { nil } }
  }

  /// The flows of the query; empty while they are not known.
  var flows: Set<Flow> {
    query.measure.value == .net ? [.import, .export] : Set(query.flows.map(\.value))
  }

  /// The flows of a tariff that stands alone: without a flow most queries are about import.
  var flowsOfOne: Set<Flow> {
    guard flows.isEmpty, query.meters.isEmpty else { return flows }
    switch query.measure.value {
    case .usage, .cost, .readings, .rates, .cheapest, .dearest: return [.import]
    case .compare, .net: return [.import, .export]
    case .bill, .gaps: return []
    }
  }

  /// Whether the query may be about gas: without flows it is about import, unless meters are named.
  var mayBeGas: Bool {
    query.flows.isEmpty ? !query.meters.isEmpty : flows.contains(.gas)
  }

  /// The extras that don't fit the keys and conditions read so far.
  var excludedExtras: Set<Extra> {
    var excluded: Set<Extra> = []
    if query.isProjected { excluded = Set(Extra.allCases).subtracting([.standing]) }
    if !query.conditions.isEmpty || typedKeys.contains(where: \.isShorterThanADay) {
      excluded.insert(.standing)
    }
    if typedKeys.contains(where: \.isOfTheClock) { excluded.insert(.spark) }
    return excluded
  }

  private var typedKeys: [GroupKey] {
    (query.keys + [query.across].compactMap(\.self)).map(\.value)
  }
}
