import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// The sets of tariffs that price the readings: those that `on` names, or else the agreements.
  ///
  /// `compare` always includes the agreements, and without `on` every tariff of one flow, or every
  /// pair of one for import and one for export.
  func sets(_ flows: [Flow]) throws(QueryError) -> [Located<Query.TariffSet>] {
    let asked = query.alternatives
    if needs.alternatives == .one, asked.count > 1 {
      throw QueryError("'\(measure.word)' takes one alternative", at: asked[1].span)
    }
    let current = Located(Query.TariffSet.current, at: query.measure.span)
    guard needs.alternatives == .compared else { return asked.isEmpty ? [current] : asked }
    if asked.isEmpty {
      return [current]
        + namedSets(flows).map { Located(.named($0), at: query.measure.span) }
    }
    return namesCurrent ? asked : [current] + asked
  }

  /// The flows of a comparison that names none: those with readings in the period, and those for
  /// which `on` names a tariff.
  ///
  /// `records` are those of all `flows`, which any other query keeps.
  func flows(_ flows: [Flow], readIn range: TimeRange, _ records: [Record]) -> [Flow] {
    guard needs.alternatives == .compared, query.flows.isEmpty, query.meters.isEmpty else {
      return flows
    }
    let named = query.alternatives.flatMap(\.value.names).compactMap {
      catalog.tariff(named: $0)?.unit.flow
    }
    let read = records.filter { $0.record.readings?.overlaps(range.halfHours) ?? false }
    // Without any readings, report as missing those of the flows that have meters.
    let taken = [read, records].map { $0.map(\.point.flow) }.first { !$0.isEmpty } ?? flows
    return flows.filter { taken.contains($0) || named.contains($0) }
  }

  /// The flows, other than `flows`, with readings due in a range of time.
  func flowsWithoutReadings(_ records: [Record], besides flows: [Flow], in range: TimeRange)
    -> [Flow]
  {
    let due = records.filter { record in
      !flows.contains(record.point.flow)
        && catalog.expectedHalfHours(of: record.record, now: now).overlaps(range.halfHours)
    }
    return distinct(due.map(\.point.flow)).sorted()
  }

  /// Whether `on` includes `current`.
  var namesCurrent: Bool { query.alternatives.contains { $0.value == .current } }

  /// The tariffs that a comparison without `on` leaves out, each with the reason.
  func excluded(_ flows: [Flow]) -> [(tariff: Tariff, reason: String)] {
    guard needs.alternatives == .compared, query.alternatives.isEmpty else { return [] }
    let tariffs = catalog.tariffs.filter { flows.contains($0.unit.flow) }
    let counts = Dictionary(grouping: tariffs, by: \.currency).mapValues(\.count)
    let usual = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    let excluded = tariffs.compactMap { tariff -> (tariff: Tariff, reason: String)? in
      if case .registers(nil) = tariff.kind { return (tariff, withoutNight(tariff).text) }
      return tariff.currency == usual ? nil : (tariff, "it is in \(tariff.currency)")
    }
    // If nothing is left to compare, the reasons surface as errors instead.
    return excluded.count < tariffs.count ? excluded : []
  }

  /// The combinations of one tariff for each flow.
  private func namedSets(_ flows: [Flow]) -> [[String]] {
    let excluded = excluded(flows).map(\.tariff)
    return flows.reduce([[]]) { sets, flow in
      let names = catalog.tariffs.filter { $0.unit.flow == flow && !excluded.contains($0) }
        .map(\.name).sorted()
      guard !names.isEmpty else { return sets }
      return sets.flatMap { set in names.map { set + [$0] } }
    }.filter { !$0.isEmpty }
  }

  /// The names of the alternatives; empty where there is only one.
  func alternativeNames(_ sets: [Located<Query.TariffSet>]) -> [String] {
    guard sets.count > 1 || needs.alternatives == .compared else { return [] }
    return sets.map { set in
      switch set.value {
      case .current: set.value.description
      case .named(let names):
        names.map { catalog.tariff(named: $0)?.name ?? $0 }.joined(separator: "+")
      }
    }
  }

  /// The tariffs that a set of `on` names, at most one for each flow.
  func tariffs(
    of set: Located<Query.TariffSet>, flows: [Flow]
  ) throws(QueryError) -> [Tariff] {
    guard case .named(let names) = set.value else { return [] }
    var errors = ErrorCollector()
    var found: [Tariff] = []
    for name in names {
      guard let tariff = catalog.tariff(named: name) else {
        errors.append(
          .unknown(
            "tariff", Located(name, at: set.span), among: catalog.tariffs.map(\.name),
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
    try errors.finish()
    return found
  }
}
