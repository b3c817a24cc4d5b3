import EnergyModel
import QueryLanguage
import Tariffs

/// A factory for the report of a measure, from the scans and their prices.
struct ReportMaker {
  var query: Query
  let period: Plan.Period
  let flows: [Flow]
  /// The flows that a comparison has to leave out.
  let unreadFlows: [Flow]
  let scans: [Plan.Scan]
  let alternatives: [String]
  let policy: Policy
  let keys: [GroupKey]
  let charges: Aggregate.Charges

  /// The extras in the order of their columns.
  var extras: [Extra] {
    Extra.allCases.filter { extra in query.extras.contains { $0.value == extra } }
  }

  /// The duration of the query in half-hours.
  var duration: Int { query.duration?.value ?? 0 }

  var isPriced: Bool { scans.contains { $0.timeline != nil } }

  private var roundsLines: Bool { isPriced && policy == .bill }

  /// The sums that the extras and the policy need.
  var sums: Aggregate.Sums {
    Aggregate.Sums(
      withoutVAT: roundsLines || isPriced && extras.contains(.vat),
      volume: extras.contains(.volume))
  }

  func breakdown(
    _ figures: Report.FigureSet, _ sums: Aggregate.Sums
  ) throws(QueryError) -> Report {
    let partKeys = figures.partKeys(flows, alternatives)
    let aggregate = aggregate(sums, by: keys, meansOf: figures)
    if let across = query.across, case .calendar(let key) = across.value {
      let count = aggregate.rows.count(ofUnits: key)
      guard count <= Ceiling.columns else {
        throw Ceiling.tooManyColumns(count, across: across.value, at: across.span)
      }
    }
    let isOfParts = !query.conditions.isEmpty || query.power != nil
    // Days that conditions rule out belong to the whole.
    var all = self
    all.query.conditions = []
    return .breakdown(
      Report.Breakdown(
        aggregate: aggregate, figures: figures, extras: extras,
        rollingRows: query.rollingRows ?? 0,
        whole: extras.contains(.share) && isOfParts
          ? all.aggregate(sums, by: partKeys, meansOf: figures) : nil,
        across: query.across?.value, parts: extras.contains(.spark) ? parts(sums) : nil))
  }

  /// The sums of the parts of each row, unrounded and without standing charges.
  private func parts(_ sums: Aggregate.Sums) -> Aggregate {
    var sums = sums
    sums.withoutVAT = false
    sums.volume = false
    return Aggregate(
      grouping: grouping(keys + [.calendar(partKey)]), daily: nil, sums: sums,
      charges: Aggregate.Charges())
  }

  /// The unit of the parts of a row: half-hours of a day, days of a week or month, months of a
  /// quarter or year; of rows over the whole period, the unit of which it has some dozens.
  private var partKey: GroupKey.Calendar {
    if keys.contains(.calendar(.day)) { return .slot }
    if keys.contains(.calendar(.week)) || keys.contains(.calendar(.month)) { return .day }
    if keys.contains(.calendar(.quarter)) || keys.contains(.calendar(.year)) { return .month }
    let count = period.days.upperBound.number - period.days.lowerBound.number
    return count <= 1 ? .slot : count > 1900 ? .year : .dozens(inDays: count)
  }

  func aggregate(_ sums: Aggregate.Sums) -> Aggregate { aggregate(sums, by: keys) }

  /// The groups by some keys, and where means of figures are asked for also by their unit.
  private func aggregate(
    _ sums: Aggregate.Sums, by keys: [GroupKey], meansOf figures: Report.FigureSet
  ) -> Aggregate {
    guard let unit = query.per?.value else { return aggregate(sums, by: keys) }
    let key = GroupKey.calendar(unit)
    var aggregate = aggregate(sums, by: keys.contains(key) ? keys : keys + [key])
    aggregate.means = Aggregate.Means(
      unit: unit, rows: grouping(keys), partKeys: figures.partKeys(flows, alternatives),
      needsRates: figures.isMoney)
    return aggregate
  }

  private func aggregate(_ sums: Aggregate.Sums, by keys: [GroupKey]) -> Aggregate {
    let isByDay =
      roundsLines && StatementLines(scans, zone: period.zone).tariffs.contains(where: \.isByDay)
    let daily = keys + [.source(.meter), .calendar(.day)].filter { !keys.contains($0) }
    return Aggregate(
      grouping: grouping(keys), daily: isByDay ? grouping(daily) : nil, sums: sums,
      charges: charges)
  }

  /// The grouping of the scans by some keys.
  private func grouping(_ keys: [GroupKey]) -> Grouping {
    func source(_ point: MeterPoint, _ alternative: Int) -> Grouping.Source {
      Grouping.Source(
        flow: point.flow, meter: point, alternative: alternative,
        alternativeName: alternatives.isEmpty ? nil : alternatives[alternative])
    }
    // A flow without meters still has its rows.
    let placeholders = flows.flatMap { flow in
      (0..<max(alternatives.count, 1)).map { alternative in
        source(MeterPoint(id: 0, number: "", flow: flow, alias: nil), alternative)
      }
    }
    let needsMeters =
      keys.contains(.source(.meter)) || query.measure.value.rule.needs.pairsFlows
    return Grouping(
      keys: keys, scans: scans.map { source($0.point, $0.alternative) },
      others: needsMeters ? [] : placeholders, rows: scans.map { $0.timeline?.rows ?? RateRows() },
      in: period, times: Filter(query.conditions.map(\.value)).times)
  }
}
