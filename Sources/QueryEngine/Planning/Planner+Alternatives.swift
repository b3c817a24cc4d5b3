import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// What the readings are priced on: what `on` names, or else the agreements.
  ///
  /// `compare` always has the agreements among them, and without `on` every tariff of one flow, or
  /// every pair of one for import and one for export.
  func sets(_ flows: [Flow]) throws(QueryError) -> [Located<Query.TariffSet>] {
    let asked = query.alternatives
    if [.cheapest, .dearest, .bill].contains(measure), asked.count > 1 {
      throw QueryError("'\(measure.word)' takes one alternative", at: asked[1].span)
    }
    let current = Located(Query.TariffSet.current, at: query.measure.span)
    guard measure == .compare else { return asked.isEmpty ? [current] : asked }
    if asked.isEmpty {
      return [current]
        + namedSets(flows).map { Located(.named($0), at: query.measure.span) }
    }
    return namesCurrent ? asked : [current] + asked
  }

  /// Whether `on` says `current`.
  var namesCurrent: Bool { query.alternatives.contains { $0.value == .current } }

  /// One tariff for each flow, in all combinations.
  private func namedSets(_ flows: [Flow]) -> [[String]] {
    flows.reduce([[]]) { sets, flow in
      let names = home.tariffs.filter { $0.unit.flow == flow }.map(\.name).sorted()
      guard !names.isEmpty else { return sets }
      return sets.flatMap { set in names.map { set + [$0] } }
    }.filter { !$0.isEmpty }
  }

  /// The names of the alternatives; empty where there is but one to tell from no other.
  func alternativeNames(_ sets: [Located<Query.TariffSet>]) -> [String] {
    guard sets.count > 1 || measure == .compare else { return [] }
    return sets.map { set in
      switch set.value {
      case .current: set.value.description
      case .named(let names):
        names.map { home.tariff(named: $0)?.name ?? $0 }.joined(separator: "+")
      }
    }
  }

  /// The tariffs that a set of `on` names, at most one a flow.
  func tariffs(
    of set: Located<Query.TariffSet>, flows: [Flow]
  ) throws(QueryErrors) -> [Tariff] {
    guard case .named(let names) = set.value else { return [] }
    var errors: [QueryError] = []
    var found: [Tariff] = []
    for name in names {
      guard let tariff = home.tariff(named: name) else {
        errors.append(
          .unknown(
            "tariff", Located(name, at: set.span), among: home.tariffs.map(\.name),
            hint: "see 'show tariffs'"))
        continue
      }
      let flow = tariff.unit.flow
      if !flows.contains(flow) {
        errors.append(QueryError("\(tariff.name) prices \(flow.rawValue) only", at: set.span))
      } else if let other = found.first(where: { $0.unit.flow == flow }) {
        errors.append(
          QueryError("\(other.name) and \(tariff.name) both price \(flow.rawValue)", at: set.span))
      }
      found.append(tariff)
    }
    guard errors.isEmpty else { throw QueryErrors(errors) }
    return found
  }
}
