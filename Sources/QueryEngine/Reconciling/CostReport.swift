import EnergyModel
import QueryLanguage

/// The rows of `reconcile` without a bill: octowatt's costs beside the supplier's own, by a key or
/// line by line.
///
/// It is about the half-hours that have a reading, a rate and a cost of the supplier.
struct CostReport {
  private let plan: Plan
  private let aggregate: Aggregate
  private let hasKeys: Bool
  private let sums: SupplierSums
  private let coverage: Coverage
  private let cancellation: Cancellation
  private let standing: StandingShares
  /// What the half-hours that differ have in common; nil where all agree.
  private let patterns: CostPatterns?

  /// Adds up both, and looks at the half-hours where some differ.
  ///
  /// `isExplained`: whether they are looked at even where all agree.
  /// `source`: one whose readings count as they do in the plan.
  init(
    _ plan: Plan, _ aggregate: Aggregate, hasKeys: Bool, isExplained: Bool = false,
    source: some ReadingSource
  ) throws {
    (self.plan, self.aggregate, self.hasKeys) = (plan, aggregate, hasKeys)
    cancellation = source.cancellation
    sums = try SupplierSums(plan, by: aggregate.grouping, source: source)
    coverage = try GroupSums(plan, aggregate, source: source).coverage
    standing = hasKeys ? StandingShares() : try StandingShares(plan, aggregate.charges, source)
    let all = try sums.sum(sums.groups(aggregate.grouping, cancellation: source.cancellation))
    let isLookedAt = isExplained || all.differing > 0 || all.both == 0
    patterns = isLookedAt ? try CostPatterns(plan, isExplained: isExplained, source: source) : nil
    guard all.known > 0 else {
      throw QueryError(
        "there is nothing to reconcile with \(plan.periodText), as the supplier's own costs are not "
          + "known",
        hint: "type what a bill says: reconcile … billed energy £74.12, total £94.68; or import "
          + "Octopus's CSV download with costs")
    }
  }

  func write(to sink: inout some ResultSink) throws {
    let groups = try sums.groups(aggregate.grouping, cancellation: cancellation)
    let all = try sums.sum(groups)
    let lines = hasKeys ? (rows: [], isExplained: false) : try lines(all)
    try plan.list(to: &sink, cancellation: cancellation) { selection, sink in
      if hasKeys {
        for group in groups {
          guard let row = try row(group) else { continue }
          try selection.append(
            row,
            ranks: aggregate.grouping.keys.map {
              aggregate.grouping.ordinal(of: $0, group: group)
            }, to: &sink)
        }
      } else {
        for row in lines.rows { try selection.append(row, to: &sink) }
      }
      var notes = plan.notes(coverage) + lackingNotes(all)
      if standing.days < standing.chargedDays, !hasKeys {
        notes.append(
          "the supplier's standing charges are known of \(standing.days) of "
            + "\(standing.chargedDays) days, and only these are compared")
      }
      // Half-hours may differ where what they add up to does not.
      if let patterns, !(lines.isExplained && patterns.hasDifferences) { notes += patterns.notes }
      return ResultSummary(
        coverage: coverage,
        isIncomplete: all.lacking > 0 || lacksStanding,
        totals: hasKeys ? [try total(all)] : [], tariffs: plan.tariffNames, notes: notes)
    }
  }

  /// Whether lines are asked for, and a day's charge is not known of either.
  private var lacksStanding: Bool {
    !hasKeys && (standing.days < standing.chargedDays || !aggregate.charges.unknown.isEmpty)
  }

  private func lackingNotes(_ sum: SupplierSums.Sum) -> [String] {
    guard sum.lacking > 0 else { return [] }
    return [
      "\(counted(sum.lacking, "reading")) \(havingVerb(sum.lacking)) no cost of the supplier, and "
        + "\(sum.lacking == 1 ? "is" : "are") left out"
    ]
  }

  // MARK: By a key

  private func row(_ group: Int) throws -> ResultRow? {
    let sum = try sums.sum([group])
    guard sum.known > 0 else { return nil }
    let keys = aggregate.grouping.keys.map { aggregate.grouping.cell(of: $0, group: group) }
    return ResultRow(cells: keys + (try cells(sum)), isIncomplete: sum.lacking > 0)
  }

  private func total(_ sum: SupplierSums.Sum) throws -> ResultTotal {
    let keys = aggregate.grouping.keys.map { _ in Cell.missing }
    return ResultTotal(cells: keys + (try cells(sum)), isIncomplete: sum.lacking > 0)
  }

  /// Where nothing has a rate, theirs alone.
  private func cells(_ sum: SupplierSums.Sum) throws -> [Cell] {
    guard sum.both > 0 else {
      return [
        .number(FixedPoint(0)), .missing, .number(SupplierCost.pounds(sum.theirs)), .missing,
        .missing, .missing,
      ]
    }
    let difference = try SupplierSums.difference(sum.oursOfBoth, less: sum.theirsOfBoth)
    let bound = HalfHourCost.pounds(sum.bound)
    return [
      .number(FixedPoint(sum.both)), .number(Money(picopence: sum.oursOfBoth).inMajorUnit),
      .number(SupplierCost.pounds(sum.theirsOfBoth)), .number(difference), .number(bound),
      .text(difference.magnitude <= bound ? "yes" : "no"),
    ]
  }

  // MARK: Line by line

  /// `isExplained`: whether one differs, which then says why.
  private func lines(
    _ sum: SupplierSums.Sum
  ) throws -> (rows: [ResultRow], isExplained: Bool) {
    var lines: [(line: BillLine, ours: FixedPoint, theirs: FixedPoint, bound: FixedPoint)] = []
    if sum.both > 0 {
      lines.append(
        (
          .energy, Money(picopence: sum.oursOfBoth).inMajorUnit,
          SupplierCost.pounds(sum.theirsOfBoth), HalfHourCost.pounds(sum.bound)
        ))
    }
    if standing.days > 0 {
      lines.append((.standing, standing.ours, standing.theirs, standing.bound))
    }
    if lines.count == 2 {
      lines.append(
        (
          .total, lines[0].ours + lines[1].ours, lines[0].theirs + lines[1].theirs,
          lines[0].bound + lines[1].bound
        ))
    }
    let differing = lines.filter { ($0.ours - $0.theirs).magnitude > $0.bound }.map(\.line)
    let last = differing.last
    let rows = lines.map { line in
      let difference = line.ours - line.theirs
      let explanation =
        line.line == last ? explanation(standingDiffers: differing.contains(.standing)) : nil
      return ResultRow(
        cells: [
          .text(plan.flows.first?.rawValue ?? ""), .text(line.line.word),
          .text(plan.prices.currency), .number(line.ours), .number(line.theirs),
          .number(difference), .number(line.bound),
          .text(difference.magnitude <= line.bound ? "yes" : "no"),
          explanation.map(Cell.text) ?? .missing,
        ],
        isIncomplete: sum.lacking > 0 && line.line != .standing
          || lacksStanding && line.line != .energy,
        isTotal: line.line == .total)
    }
    return (rows, !differing.isEmpty)
  }

  private func explanation(standingDiffers: Bool) -> String? {
    let known = [patterns?.explanation, standingDiffers ? standing.explanation : nil]
      .compactMap(\.self)
    return known.isEmpty ? nil : known.joined(separator: "; ")
  }

  /// What `explain` adds.
  func explanation() -> [String] { patterns?.lines ?? [] }

  /// Writes the patterns that were tried as a result, behind a row for the half-hours as they are.
  func writeCauses(to sink: inout some ResultSink) throws {
    var header = plan.header
    header.statement = "explain \(plan.statement)"
    header.columns = CostPatterns.columns
    try sink.begin(header)
    for row in patterns?.rows ?? [] { try sink.append(ResultRow(cells: row)) }
    try sink.end(
      ResultSummary(
        coverage: coverage, isIncomplete: false, totals: [], tariffs: plan.tariffNames,
        notes: plan.notes(coverage)))
  }
}

/// The supplier's shares of standing charges, on the local days that have one in each half-hour, beside
/// the charges.
private struct StandingShares {
  private(set) var days = 0
  /// The days that octowatt has a charge for.
  private(set) var chargedDays = 0
  private(set) var (ours, theirs, bound) = (FixedPoint(0), FixedPoint(0), FixedPoint(0))

  /// A local day of a meter point.
  private struct Day: Hashable {
    var point: MeterPoint
    var day: LocalDay
  }

  init() {}

  init(
    _ plan: Plan, _ charges: Aggregate.Charges, _ source: some ReadingSource
  ) throws {
    var shares: [Day: (count: Int, sum: Int128, bound: Int128)] = [:]
    let zone = plan.period.zone
    for scan in plan.scans {
      var reader = try SupplierCostReader(source, scan, plan)
      for halfHour in plan.period.range.halfHours {
        guard let share = reader.cost(at: halfHour).standing else { continue }
        let day = Day(point: scan.point, day: zone.day(of: Instant(halfHour: halfHour)))
        let bound = reader.halfStandingDigit(at: halfHour)
        let known = shares[day] ?? (0, 0, 0)
        shares[day] = (known.count + 1, known.sum + share, known.bound + bound)
      }
    }
    chargedDays = charges.known.count
    for charge in charges.known {
      let day = Day(point: plan.scans[charge.scan].point, day: charge.day)
      let count = zone.range(from: charge.day, to: charge.day + 1).halfHours.count
      guard let share = shares[day], share.count == count else { continue }
      days += 1
      ours = ours + charge.price.payable.inMajorUnit
      theirs = theirs + SupplierCost.pounds(share.sum)
      bound = bound + HalfHourCost.pounds(share.bound)
    }
  }

  /// What a day costs on either side, in pence.
  var explanation: String? {
    func daily(_ sum: FixedPoint) -> String? {
      sum.times(FixedPoint(100)).quotient(by: FixedPoint(days), places: 4)?.text
    }
    guard let ours = daily(ours), let theirs = daily(theirs) else { return nil }
    return "the supplier's standing charge is \(theirs)p a day, and not \(ours)p"
  }
}
