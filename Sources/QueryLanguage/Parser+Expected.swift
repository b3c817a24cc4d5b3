import EnergyModel

/// What goes with the part of a query that was read so far.
extension Parser {
  /// Notes what the query does not have yet.
  func expectClauses(to cursor: TokenCursor) {
    guard cursor.isAtHole else { return }
    // 'net' has both of its flows without a word.
    if query.flows.isEmpty, query.measure.value != .net { cursor.expect(Flow.allCases) }
    if !seen.contains(.from) { PeriodParser.expect(to: cursor) }
    let cut = Parser.cuts.contains(where: seen.contains)
    cursor.expect(
      Clause.allCases.filter { clause in
        clause != .from && query.measure.value.clauses.contains(clause) && !seen.contains(clause)
          && !(cut && Parser.cuts.contains(clause))
          && !(query.across != nil && [.having, .with].contains(clause))
          && !(clause == .across && (!query.having.isEmpty || !query.extras.isEmpty))
      })
  }

  /// The keys that go with what was read so far.
  var keys: Set<GroupKey> {
    let others = Set(GroupKey.allCases).subtracting(typedKeys)
    let isByTheDay = query.extras.contains { $0.value == .standing }
    return isByTheDay ? others.filter { !$0.isShorterThanADay } : others
  }

  /// The flows that it is about; none when they are not known yet.
  var flows: Set<Flow> {
    query.measure.value == .net ? [.import, .export] : Set(query.flows.map(\.value))
  }

  /// Whether it can be about gas: without a flow it is about import, unless meters say otherwise.
  var mayBeGas: Bool {
    query.flows.isEmpty ? !query.meters.isEmpty : flows.contains(.gas)
  }

  /// Whether nothing that was read so far tells parts of a day apart.
  var isOfWholeDays: Bool {
    query.conditions.isEmpty && !typedKeys.contains(where: \.isShorterThanADay)
  }

  private var typedKeys: [GroupKey] {
    (query.keys + [query.across].compactMap(\.self)).map(\.value)
  }
}
