import EnergyModel
import QueryLanguage

extension Planner {
  /// The meter points asked for by name, or all of them.
  func meterPoints() throws(QueryErrors) -> [MeterPoint] {
    let sorted = home.points.sorted { ($0.flow, $0.number) < ($1.flow, $1.number) }
    guard !query.meters.isEmpty else { return sorted }
    var errors: [QueryError] = []
    var found: [MeterPoint] = []
    for name in query.meters {
      let typed = name.value.lowercased()
      let matches = sorted.filter { $0.number == typed || $0.alias?.lowercased() == typed }
      if matches.isEmpty {
        let names = sorted.flatMap { [$0.alias, $0.number].compactMap { $0 } }
        errors.append(.unknown("meter", name, among: names, hint: "see 'show meters'"))
      }
      if !query.flows.isEmpty, let match = matches.first,
        !query.flows.contains(where: { $0.value == match.flow })
      {
        errors.append(
          QueryError("\(match.name) is a meter of \(match.flow.rawValue)", at: name.span))
      }
      found += matches.filter { !found.contains($0) }
    }
    guard errors.isEmpty else { throw QueryErrors(errors) }
    return found
  }

  /// The flows asked for, or else those that the named meters or the measure suggest.
  func flows(_ points: [MeterPoint]) throws(QueryError) -> [Flow] {
    let asked = query.flows.map(\.value).sorted()
    if measure == .net {
      guard asked.isEmpty || asked == [.import, .export] else {
        throw QueryError("'net' is of import and export", at: query.flows.first?.span)
      }
      return [.import, .export]
    }
    if [.rates, .cheapest, .dearest].contains(measure), asked.count > 1, measure != .rates {
      throw QueryError("'\(measure.word)' is of one flow", at: query.flows.last?.span)
    }
    if measure == .compare, asked.count > 1, asked != [.import, .export] {
      throw QueryError(
        "'compare' is of one flow, or of import and export", at: query.flows.last?.span)
    }
    if !asked.isEmpty { return asked }
    if !query.meters.isEmpty || measure == .gaps || measure == .bill {
      return Set(points.map(\.flow)).sorted()
    }
    return measure == .compare ? [.import, .export] : [.import]
  }

  func readingDays(_ records: [Home.MeterRecord]) -> ClosedRange<LocalDay>? {
    let ranges = records.compactMap(\.readings)
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max()
    else { return nil }
    return zone.day(of: Instant(halfHour: first))...zone.day(of: Instant(halfHour: last))
  }

  func meterUnit(_ records: [Home.MeterRecord]) throws(QueryError) -> MeterUnit {
    let units = Set(records.map(\.meter.unit))
    let needsOne = measure == .usage || needsRates
    guard units.count <= 1 || !needsOne else {
      throw QueryError(
        "kWh and m³ can't be added up", hint: "ask for the gas meter in m³ by itself")
    }
    let unit = units.first ?? .kWh
    guard unit == .kWh || !needsRates else {
      throw QueryError(
        "gas in m³ has no cost here: rates are per kWh", at: query.measure.span,
        hint: "ask for its usage")
    }
    return unit
  }
}
