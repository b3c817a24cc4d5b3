import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// What half-hours are taken, and what their money goes by.
  struct Input {
    var period: Plan.Period
    var flows: [Flow]
    var scans: [Plan.Scan]
    var alternatives: [String]
    var policy: Policy
  }

  /// What a plan makes of its half-hours.
  ///
  /// `unread`: flows that a comparison has to leave out.
  func report(
    _ input: Input, keys: [GroupKey], charges: Aggregate.Charges, unread: [Flow]
  ) throws(QueryError) -> Report {
    func breakdown(_ figures: Report.FigureSet) throws(QueryError) -> Report {
      let breakdown = Report.Breakdown(
        aggregate: aggregate(input, keys, charges), figures: figures,
        extras: Extra.allCases.filter(shows), across: query.across?.value)
      if let across = query.across, case .calendar(let key) = across.value {
        let count = breakdown.aggregate.grouping.count(ofUnits: key)
        guard count <= Ceiling.columns else {
          throw Ceiling.tooManyColumns(count, across: across.value, at: across.span)
        }
      }
      return .breakdown(breakdown)
    }
    let length = query.duration?.value ?? 0
    switch measure {
    case .usage: return try breakdown(.usage)
    case .cost: return try breakdown(.cost)
    case .net: return try breakdown(.net)
    case .readings: return .readings(withRevisions: shows(.revisions))
    case .rates: return .rates
    case .gaps: return .gaps
    case .cheapest: return .window(Report.Window(length: length, isCheapest: true))
    case .dearest: return .window(Report.Window(length: length, isCheapest: false))
    case .bill: return .bill(aggregate(input, keys, charges))
    case .compare:
      return .compare(
        Report.Comparing(aggregate: aggregate(input, keys, charges), unreadFlows: unread))
    }
  }

  private func aggregate(_ input: Input, _ keys: [GroupKey], _ charges: Aggregate.Charges)
    -> Aggregate
  {
    let isPriced = input.scans.contains { $0.timeline != nil }
    let isBill = isPriced && input.policy == .bill
    let lines = StatementLines(input.scans, zone: zone)
    let isByDay = isBill && lines.tariffs.contains(where: \.isByDay)
    return Aggregate(
      grouping: grouping(input, keys),
      daily: isByDay
        ? grouping(input, keys + [.source(.meter), .calendar(.day)].filter { !keys.contains($0) })
        : nil,
      sums: Aggregate.Sums(
        separatesExport: measure == .net,
        withoutVAT: isPriced && (shows(.vat) || measure == .bill || isBill),
        withVAT: measure == .bill && !isBill, volume: shows(.volume)),
      charges: charges)
  }

  /// The groups of some keys over the scans.
  private func grouping(_ input: Input, _ keys: [GroupKey]) -> Grouping {
    func source(_ point: MeterPoint, _ alternative: Int) -> Grouping.Source {
      Grouping.Source(
        flow: point.flow, meter: point, alternative: alternative,
        alternativeName: input.alternatives.isEmpty ? nil : input.alternatives[alternative])
    }
    // A flow without meters still has its rows.
    let placeholders = input.flows.flatMap { flow in
      (0..<max(input.alternatives.count, 1)).map { alternative in
        source(MeterPoint(id: 0, number: "", flow: flow, alias: nil), alternative)
      }
    }
    let needsMeters = keys.contains(.source(.meter)) || measure == .net
    return Grouping(
      keys: keys, scans: input.scans.map { source($0.point, $0.alternative) },
      others: needsMeters ? [] : placeholders, rows: input.scans.map { $0.timeline?.rows ?? [] },
      days: input.period.days, zone: input.period.zone)
  }
}
