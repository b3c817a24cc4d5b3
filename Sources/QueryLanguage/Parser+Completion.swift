import EnergyModel

/// The clauses, keys and flows that fit the part of a query read so far.
extension Parser {
  /// Records the clauses that the query can still take as completions.
  func expectClauses(to cursor: TokenCursor) {
    guard cursor.isAtCompletionPoint else { return }
    // 'net' implies both its flows.
    if query.flows.isEmpty, query.measure.value != .net { cursor.expect(Flow.allCases) }
    if !seen.contains(.from) { PeriodParser.expect(to: cursor) }
    var taken = Set(Parser.rivals.filter { $0.contains(where: seen.contains) }.joined())
    if !mayCountParts { taken.formUnion([.above, .below]) }
    if typedCalendarKeys.contains(.slot) { taken.insert(.per) }
    cursor.expect(
      Clause.allCases.filter { clause in
        clause != .from && query.measure.value.clauses.contains(clause) && !seen.contains(clause)
          && !taken.contains(clause)
          && !(query.across != nil && Parser.clausesBesidesAcross.contains(clause))
          && !(clause == .across && Parser.clausesBesidesAcross.contains(where: seen.contains))
      })
  }

  /// The clauses that 'across' can't be combined with.
  private static let clausesBesidesAcross: [Clause] = [.having, .with, .versus]

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
    case .usage, .cost, .readings, .rates, .cheapest, .dearest, .reconcile: return [.import]
    case .compare, .net: return [.import, .export]
    case .bill, .gaps: return []
    }
  }

  /// Whether the query may be about gas: without flows it is about import, unless meters are named.
  var mayBeGas: Bool {
    query.flows.isEmpty ? !query.meters.isEmpty : flows.contains(.gas)
  }

  /// The extras that don't fit what is read so far.
  var excludedExtras: Set<Extra> {
    var excluded: Set<Extra> = []
    if query.isProjected { excluded = Set(Extra.allCases).subtracting([.standing]) }
    if !query.conditions.isEmpty || query.power != nil
      || typedKeys.contains(where: \.isShorterThanADay)
    {
      excluded.insert(.standing)
    }
    if typedKeys.contains(where: \.isOfTheClock) { excluded.insert(.spark) }
    if !mayBeGas { excluded.insert(.volume) }
    if query.power != nil { excluded.formUnion([.volume, .supplier]) }
    return excluded
  }

  /// Whether nothing read so far looks at all of a half-hour or of a day.
  private var mayCountParts: Bool {
    let wholes: Set<Extra> = [.standing, .volume, .supplier]
    return !query.extras.contains { wholes.contains($0.value) }
      && !query.conditions.contains { condition in
        guard case .value(let quantity, _, _) = condition.value else { return false }
        return quantity != .rate
      }
  }

  private var typedKeys: [GroupKey] {
    (query.keys + [query.across].compactMap(\.self)).map(\.value)
  }
}
