package import EnergyModel
import QueryLanguage
import Tariffs

/// Runs plans over readings.
package enum Executor {
  /// Sends the result of a plan to `sink`.
  ///
  /// - Throws: a ``QueryError`` when a sum is too large; what the source or the sink throw.
  /// - Complexity: one ordered scan of the readings of the period, a meter at a time.
  package static func run(
    _ plan: Plan, source: some ReadingSource, into sink: inout some ResultSink
  ) throws {
    switch plan.measure {
    case .usage, .cost, .net:
      try GroupReport(plan, source: source).write(to: &sink)
    case .readings: try ReadingList(plan: plan).write(from: source, to: &sink)
    case .gaps: try GapList(plan: plan).write(from: source, to: &sink)
    case .rates: try RateList(plan: plan, cancellation: source.cancellation).write(to: &sink)
    case .cheapest, .dearest:
      try StretchSearch(plan: plan, cancellation: source.cancellation).write(to: &sink)
    case .bill: try BillReport(plan, source: source).write(to: &sink)
    case .compare: try CompareReport(plan, source: source).write(to: &sink)
    }
  }
}

extension Plan {
  var head: ResultHead {
    ResultHead(
      statement: statement, period: ResultPeriod(range, zone: zone),
      policy: isPriced ? policy.word : nil, columns: columns)
  }

  /// The tariffs that price something, by first use.
  var tariffNames: [String] {
    var names: [String] = []
    for use in tariffUses where !names.contains(use.tariff) { names.append(use.tariff) }
    return names
  }

  /// ` of import, export`; empty where there is no flow, as in an empty cache.
  var flowNames: String {
    flows.isEmpty ? "" : " of " + flows.map(\.rawValue).joined(separator: ", ")
  }

  var periodText: String { "from \(days.lowerBound) to \(days.upperBound)" }

  /// `; the newest is of 2023-11-01`, or the oldest, for a period that has none; empty for a gap.
  private var readingsElsewhere: String {
    guard let known = zone.days(of: scans.compactMap(\.readings)) else { return "" }
    if known.upperBound < days.lowerBound { return "; the newest is of \(known.upperBound)" }
    return known.lowerBound >= days.upperBound ? "; the oldest is of \(known.lowerBound)" : ""
  }

  /// What to tell the reader, given how much there was of what was asked, and whether no reading
  /// passed.
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
    if coverage.unpriced > 0 {
      let place = missingRates(amongReadings: true).map { ": \($0)" } ?? ""
      let advice = measure.clauses.contains(.on) ? ", or: \(measure.word) … on NAME" : ""
      notes.append(
        "\(counted(coverage.unpriced, "half-hour")) \(havingVerb(coverage.unpriced)) no rate"
          + "\(place); add a tariff\(advice)")
    }
    return notes
  }
}
