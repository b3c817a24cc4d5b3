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
        + namedSets(flows).map { Located(.named($0.map { .tariff($0) }), at: query.measure.span) }
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
    let placed = query.alternatives.filter(\.value.hasPlaces).map(\.value.members.count).max() ?? 0
    let read = records.filter { $0.record.readings?.overlaps(range.halfHours) ?? false }
    // Without any readings, report as missing those of the flows that have meters.
    let taken = [read, records].map { $0.map(\.point.flow) }.first { !$0.isEmpty } ?? flows
    return flows.filter { (taken + named + flows.prefix(placed)).contains($0) }
  }

  /// The flows, other than `flows`, with readings due in a range of time.
  func flowsWithoutReadings(_ records: [Record], besides flows: [Flow], in range: TimeRange)
    -> [Flow]
  {
    let due = records.filter { record in
      !flows.contains(record.point.flow)
        && catalog.expectedHalfHours(of: record.record, now: now).overlaps(range.halfHours)
    }
    return due.map(\.point.flow).distinct.sorted()
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
    guard excluded.count < tariffs.count else { return [] }
    let others = tariffs.filter { tariff in !excluded.contains { $0.tariff == tariff } }
    return excluded + flows.flatMap { unpaired(others, in: $0) }
  }

  /// The tariffs that go with none of a flow, though there are some, because of their bundles.
  private func unpaired(_ tariffs: [Tariff], in flow: Flow) -> [(tariff: Tariff, reason: String)] {
    let partners = tariffs.filter { $0.unit.flow == flow }
    guard !partners.isEmpty else { return [] }
    return tariffs.filter { $0.unit.flow != flow }.compactMap { tariff in
      if partners.contains(where: tariff.isSold(with:)) { return nil }
      let reason =
        tariff.bundle.map { "no tariff for \(flow.rawValue) is in its bundle, \($0)" }
        ?? "each tariff for \(flow.rawValue) is in a bundle"
      return (tariff, reason)
    }
  }

  /// The combinations of one tariff for each flow.
  private func namedSets(_ flows: [Flow]) -> [[String]] {
    let excluded = excluded(flows).map(\.tariff)
    return flows.reduce([[]]) { sets, flow in
      let names = catalog.tariffs.filter { $0.unit.flow == flow && !excluded.contains($0) }
        .map(\.name).sorted()
      guard !names.isEmpty else { return sets }
      return sets.flatMap { set in names.map { set + [$0] } }
    }.filter { names in
      let tariffs = names.compactMap { catalog.tariff(named: $0) }
      return !tariffs.isEmpty && tariffs.allSatisfy { tariffs[0].isSold(with: $0) }
    }
  }

  /// The names of the alternatives; empty where there is only one.
  func alternativeNames(_ sets: [Located<Query.TariffSet>]) -> [String] {
    guard sets.count > 1 || needs.alternatives == .compared else { return [] }
    return sets.map { set in
      guard case .named(let members) = set.value else { return set.value.description }
      return members.map { member in
        guard case .tariff(let name) = member, Rate(typed: name) == nil else {
          return member.description
        }
        return catalog.tariff(named: name)?.name ?? name
      }.joined(separator: "+")
    }
  }

  /// What prices a flow in an alternative, instead of its agreements.
  struct Substitute {
    var tariff: Tariff
    /// The rate that was typed in place of a tariff.
    var flatRate: Rate?
  }

  /// The tariffs and rates that a set of `on` names, at most one for each flow.
  func substitutes(
    of set: Located<Query.TariffSet>, flows: [Flow]
  ) throws(QueryError) -> [Substitute] {
    var errors = ErrorCollector()
    var found: [Substitute] = []
    // Each flow with what prices it, to find two for one.
    var taken: [(flow: Flow, name: String)] = []
    for (place, member) in set.value.members.enumerated() {
      let name = member.description
      guard let substitute = errors.collect(try substitute(member, at: place, of: set, flows))
      else { continue }
      let flow = substitute.flow
      if !flows.contains(flow) {
        errors.append(QueryError("\(name) prices \(flow.rawValue) only", at: set.span))
      } else if let other = taken.first(where: { $0.flow == flow }) {
        errors.append(
          QueryError("\(other.name) and \(name) both price \(flow.rawValue)", at: set.span))
      }
      taken.append((flow, name))
      if let tariff = substitute.tariff { found.append(tariff) }
    }
    try errors.finish()
    return found
  }

  /// What a member of a set stands for, and the flow that it prices; nothing for `current`.
  private func substitute(
    _ member: Query.TariffSet.Member, at place: Int, of set: Located<Query.TariffSet>,
    _ flows: [Flow]
  ) throws(QueryError) -> (flow: Flow, tariff: Substitute?) {
    let places = query.flows.isEmpty ? flows : query.flows.map(\.value)
    if case .tariff(let name) = member {
      guard let tariff = catalog.tariff(named: name) else {
        throw .unknown(
          "tariff", Located(name, at: set.span), among: catalog.tariffs.map(\.name),
          hint: Rate.advice(onName: name) ?? "see 'show tariffs'")
      }
      return (tariff.unit.flow, Substitute(tariff: tariff))
    }
    guard places.indices.contains(place) else {
      let known = places.map(\.rawValue).joined(separator: " and ")
      throw QueryError(
        "\(member) prices no flow: it is for the flow of its place, and there is only \(known)",
        at: set.span)
    }
    let flow = places[place]
    guard case .rate(let rate) = member else { return (flow, nil) }
    return (flow, Substitute(tariff: Tariff(flat: rate, for: flow), flatRate: rate))
  }

  /// The tariff of a use.
  func tariff(of use: TariffUse) -> Tariff? {
    use.flatRate.map { Tariff(flat: $0, for: use.point.flow) } ?? catalog.tariff(named: use.tariff)
  }

  /// A note on flat rates where standing charges count, which they have none of; export seldom has.
  func flatRateNote(_ uses: [TariffUse]) -> [String] {
    let flat = uses.filter { $0.flatRate != nil && $0.point.flow != .export }
    let rates = flat.map(\.tariff).distinct
    guard needsStanding, !rates.isEmpty else { return [] }
    return ["no standing charge is counted for \(rates.joined(separator: ", "))"]
  }
}

extension Tariff {
  /// Whether both are in the same bundle, or in none.
  fileprivate func isSold(with other: Tariff) -> Bool {
    bundle?.lowercased() == other.bundle?.lowercased()
  }

  /// A unit rate alone, with VAT, for all hours.
  fileprivate init(flat rate: Rate, for flow: Flow) {
    let unit: ReadingUnit =
      switch flow {
      case .import: .electricityImportingKWh
      case .export: .electricityExportingKWh
      case .gas: .gasImportingKWh
      }
    self.init(name: rate.inPence, unit: unit, kind: .bands(BandTariff(flat: rate)))
  }
}
