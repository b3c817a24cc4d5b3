import EnergyModel
import QueryLanguage

extension Planner {
  /// The meter points asked for by name, or all of them.
  func meterPoints() throws(QueryError) -> [MeterPoint] {
    let sorted = catalog.points.sorted { ($0.flow, $0.number) < ($1.flow, $1.number) }
    guard !query.meters.isEmpty else { return sorted }
    var errors = ErrorCollector()
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
          QueryError("\(match.name) is a meter for \(match.flow.rawValue)", at: name.span))
      }
      found += matches.filter { !found.contains($0) }
    }
    try errors.finish()
    return found
  }

  /// The flows asked for, or else those that the named meters or the measure imply.
  func flows(_ points: [MeterPoint]) throws(QueryError) -> [Flow] {
    let asked = query.flows.map(\.value).sorted()
    if needs.pairsFlows {
      guard asked.isEmpty || asked == [.import, .export] else {
        throw QueryError("'\(measure.word)' covers import and export", at: query.flows.first?.span)
      }
      return [.import, .export]
    }
    if asked.count > 1, measure.joinableFlows.isEmpty {
      throw QueryError("'\(measure.word)' takes one flow", at: query.flows.last?.span)
    }
    if needs.alternatives == .compared, asked.count > 1, asked != [.import, .export] {
      throw QueryError(
        "'compare' takes one flow, or import and export", at: query.flows.last?.span)
    }
    if !asked.isEmpty { return asked }
    let ofMeters = Set(points.map(\.flow)).sorted()
    if !query.meters.isEmpty { return ofMeters }
    return switch needs.flows {
    case .import: [.import]
    case .all: ofMeters
    case .both: [.import, .export]
    }
  }

  func readingDays(_ records: [Catalog.MeterRecord]) -> ClosedRange<LocalDay>? {
    zone.days(of: records.compactMap(\.readings))
  }

  /// The unit of the result: kWh, to which gas in m³ is converted where calorific values are known,
  /// or else m³.
  ///
  /// - Throws: a ``QueryError`` when kWh are needed but gas can't be converted.
  func meterUnit(_ records: [Record], days: Range<LocalDay>) throws(QueryError) -> MeterUnit {
    let volumes = records.filter { $0.record.meter.unit == .m3 }
    guard let first = volumes.first, needs.rates == .whereAsked || needsKWh else {
      // Without any gas meter, the missing readings are what to report.
      let isForNone = records.isEmpty && query.flows.contains { $0.value == .gas }
      if let volume = query.extras.first(where: { $0.value == .volume }), !isForNone {
        throw QueryError("'volume' is for gas meters that read m³", at: volume.span)
      }
      return .kWh
    }
    let unknown = volumes.compactMap { firstDayWithoutHeat($0, days) }.min()
    if unknown == nil, needsKWh || !catalog.calorificValues.isEmpty { return .kWh }
    let name = first.point.name
    let line =
      "set calorific value 39.5 from \(unknown ?? days.lowerBound), with the value on the bill"
    if needsKWh {
      throw QueryError(
        "\(name) reads m³, and rates are per kWh: no calorific value is known"
          + (unknown.map { " on \($0)" } ?? ""), at: query.measure.span, hint: "type: \(line)")
    }
    guard volumes.count == records.count else {
      throw QueryError(
        "kWh and m³ can't be added up", hint: "ask for one meter, or type: \(line)")
    }
    if let volume = query.extras.first(where: { $0.value == .volume }) {
      throw QueryError(
        "without a calorific value usage is in m³ already", at: volume.span, hint: "type: \(line)")
    }
    return .m3
  }

  /// Whether readings are multiplied by rates, which are per kWh.
  private var needsKWh: Bool {
    needsRates && needs.readsMeters
  }

  /// The first day of the period on which a meter in m³ may have readings before the first
  /// calorific value.
  private func firstDayWithoutHeat(_ record: Record, _ days: Range<LocalDay>) -> LocalDay? {
    guard let reach = readingDays([record.record]) else { return nil }
    let first = max(reach.lowerBound, days.lowerBound)
    guard first <= reach.upperBound, first < days.upperBound else { return nil }
    let known = catalog.calorificValues.first?.from
    return known.map { $0 <= first } ?? false ? nil : first
  }

  /// The calorific values that convert a meter's m³ to kWh; empty where its readings count as they
  /// are.
  func heat(_ meter: Meter, in unit: MeterUnit) -> [Plan.Heat] {
    guard meter.unit == .m3, unit == .kWh else { return [] }
    return catalog.calorificValues.map {
      Plan.Heat(start: zone.start(of: $0.from).halfHour, calorificValue: $0)
    }
  }

  /// Notes on the calorific values that gas in m³ was multiplied by.
  func heatNotes(_ scans: [Plan.Scan], days: Range<LocalDay>) -> [String] {
    guard scans.contains(where: { !$0.heat.isEmpty }) else { return [] }
    let values = catalog.calorificValues
    return values.indices.filter { index in
      values[index].from < days.upperBound
        && (index + 1 == values.count || values[index + 1].from > days.lowerBound)
    }.map { index in
      let factor = divide(
        Plan.Heat.millionths(of: 1_000_000_000_000, calorificValue: values[index].value),
        by: 10_000,
        .even)
      return "1 m³ of gas is 1.02264 × \(values[index].number.text) ÷ 3.6 = "
        + "\(FixedPoint(factor, scale: 8).text) kWh from \(values[index].from)"
    }
  }
}
