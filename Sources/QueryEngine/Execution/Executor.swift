package import EnergyModel
import QueryLanguage
import Tariffs

/// The executor, which runs plans over readings.
package enum Executor {
  /// Runs a plan and sends its result to `sink`.
  ///
  /// - Throws: a ``QueryError`` when a sum overflows; any error of the source or the sink.
  /// - Complexity: one ordered scan of the period's readings, meter by meter.
  package static func run(
    _ plan: Plan, source: some ReadingSource, into sink: inout some ResultSink
  ) throws {
    let counted = plan.readings(from: source)
    switch plan.report {
    case .breakdown(let breakdown):
      try GroupReport(plan, breakdown, source: source).write(to: &sink)
    case .readings(let extras):
      try ReadingList(plan: plan, extras: extras).write(from: counted, to: &sink)
    case .gaps: try GapList(plan: plan).write(from: counted, to: &sink)
    case .rates: try RateList(plan: plan, cancellation: source.cancellation).write(to: &sink)
    case .window(let window):
      try WindowSearch(plan: plan, window: window, cancellation: source.cancellation)
        .write(to: &sink)
    case .bill(let aggregate): try BillReport(plan, aggregate, source: counted).write(to: &sink)
    case .compare(let comparing):
      try CompareReport(plan, comparing, source: counted).write(to: &sink)
    case .reconcile(.costs(let aggregate, let hasKeys)):
      try CostReport(plan, aggregate, hasKeys: hasKeys, source: counted).write(to: &sink)
    case .reconcile(.bills(_, let checks)):
      try ReconcileReport(plan, checks, source: source).write(to: &sink)
    case .versus(let versus): try VersusReport(plan, versus, source: source).write(to: &sink)
    case .projected(let projected):
      try ProjectedReport(plan, projected).write(from: source, to: &sink)
    }
  }
}

extension Plan {
  var header: ResultHeader {
    var other: ResultPeriod?
    if case .versus(let versus) = report {
      other = ResultPeriod(versus.other.period.range, zone: period.zone)
    }
    return ResultHeader(
      statement: statement, period: ResultPeriod(period.range, zone: period.zone), versus: other,
      policy: isPriced ? prices.policy.word : nil, columns: rows.columns)
  }

  /// The tariffs that price something, in order of first use.
  var tariffNames: [String] { prices.uses.map(\.tariff).distinct }

  /// The flows as part of a message, ` of import, export`; empty if there are none, as in an empty
  /// cache.
  var flowNames: String {
    flows.isEmpty ? "" : " of " + flows.map(\.rawValue).joined(separator: ", ")
  }

  var periodText: String { "from \(period.startText) to \(period.endText)" }

  /// Where the nearest readings are if the period has none, `; the newest is of 2023-11-01` or the
  /// oldest; empty where the period is a gap between readings.
  private var readingsElsewhere: String {
    let days = period.days
    guard let known = period.zone.days(of: scans.compactMap(\.readings)) else { return "" }
    if known.upperBound < days.lowerBound { return "; the newest is of \(known.upperBound)" }
    return known.lowerBound >= days.upperBound ? "; the oldest is of \(known.lowerBound)" : ""
  }

  /// The plan's notes, with further ones about missing readings and rates.
  ///
  /// `isEmpty` tells that no reading passed the filter.
  func notes(_ coverage: Coverage, isEmpty: Bool = false) -> [String] {
    var notes = notes
    let flows = flowNames
    if scans.allSatisfy({ $0.readings == nil }) {
      notes.append("the cache has no readings\(flows)")
    } else if coverage.present == 0 || isEmpty {
      notes.append(
        filter.isEmpty
          ? "no readings\(flows) \(periodText)\(readingsElsewhere)"
          : "no reading\(flows) passes 'where' \(periodText)")
    }
    if let note = unpricedNote(coverage.unpriced) { notes.append(note) }
    return notes
  }

  /// The note that some readings have no rate, and where; nil for a `count` of none.
  package func unpricedNote(_ count: Int) -> String? {
    guard count > 0 else { return nil }
    let place = missingRates(amongReadings: true).map { ": \($0)" } ?? ""
    return "\(counted(count, "half-hour")) \(havingVerb(count)) no rate\(place); \(prices.advice)"
  }
}
