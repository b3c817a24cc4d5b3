import EnergyModel
import QueryLanguage
import Tariffs

/// The supplier's own costs of the half-hours of each group beside ours: what `with supplier` shows.
///
/// It is about the half-hours that have a reading. Nothing in it prices anything.
struct SupplierSums {
  private struct Sum {
    /// The supplier's costs that are known, in 10^-20 p.
    var theirs: Int128 = 0
    /// The half-hours that have one, and those that have none.
    var (known, lacking) = (0, 0)
    /// Theirs, and ours in 10^-12 p, over the half-hours that have both.
    var (theirsOfBoth, oursOfBoth): (Int128, Int128) = (0, 0)
    var both = 0

    /// Adds some half-hours.
    mutating func add(_ other: Sum) throws(QueryError) {
      theirs = try Figures.adding(theirs, other.theirs)
      theirsOfBoth = try Figures.adding(theirsOfBoth, other.theirsOfBoth)
      oursOfBoth = try Figures.adding(oursOfBoth, other.oursOfBoth)
      known += other.known
      lacking += other.lacking
      both += other.both
    }

    /// Adds a half-hour; `ours` is nil where it has no rate.
    mutating func add(theirs: Int128?, ours: Int128?) throws(QueryError) {
      guard let theirs else { return lacking += 1 }
      known += 1
      self.theirs = try Figures.adding(self.theirs, theirs)
      guard let ours else { return }
      both += 1
      theirsOfBoth = try Figures.adding(theirsOfBoth, theirs)
      oursOfBoth = try Figures.adding(oursOfBoth, ours)
    }
  }

  private var sums: [Int: Sum] = [:]
  private let alternatives: Int

  /// `source`: one whose readings count as they do in the plan; see ``Plan/readings(from:)``.
  init(_ plan: Plan, by grouping: Grouping, source: some ReadingSource) throws {
    alternatives = max(plan.alternatives.count, 1)
    for index in plan.scans.indices { try read(index, of: plan, by: grouping, source) }
  }

  private mutating func read(
    _ index: Int, of plan: Plan, by grouping: Grouping, _ source: some ReadingSource
  ) throws {
    let scan = plan.scans[index]
    let path = GroupPath(scan: index, of: plan, by: grouping)
    let choice = HalfHourChoice(scan, plan.filter, needsRows: grouping.hasLabels)
    var costs = try SupplierCostReader(source, scan, plan)
    try plan.walk(scan, over: source) { stretch, values, _ in
      let (base, step) = path.base(stretch)
      for (offset, time) in stretch.times.enumerated() where values[offset] >= 0 {
        let place = stretch.weekday * 48 + stretch.slot + offset
        let position = choice.position(offset, of: stretch)
        let row = choice.row(at: position)
        guard choice.passes(place: place), choice.passes(row: row),
          choice.passes(values[offset], at: position)
        else { continue }
        let group = base + offset * step + path.offset(place: place, row: row)
        try sums[group, default: Sum()].add(
          theirs: costs.cost(at: time).amount,
          ours: choice.rate(at: position).map { Int128(values[offset]) * Int128($0) })
      }
    }
  }

  private func sum(_ groups: GroupList) throws(QueryError) -> Sum {
    var sum = Sum()
    for group in groups {
      if let more = sums[group] { try sum.add(more) }
    }
    return sum
  }

  /// The readings in some groups for which the supplier's cost is not known.
  func lacking(_ groups: GroupList) -> Int {
    groups.reduce(0) { $0 + (sums[$1]?.lacking ?? 0) }
  }

  var isIncomplete: Bool { sums.values.contains { $0.lacking > 0 } }

  /// What the supplier charged, and ours less that where both are known.
  func cells(_ groups: GroupList) throws -> [Cell] {
    let sum = try sum(groups)
    return [
      sum.known > 0 ? .number(SupplierCost.pounds(sum.theirs)) : .missing,
      sum.both > 0
        ? .number(try SupplierSums.difference(sum.oursOfBoth, less: sum.theirsOfBoth)) : .missing,
    ]
  }

  /// Notes on half-hours without a cost of the supplier; each counts once, however many alternatives
  /// price it.
  var notes: [String] {
    let lacking = sums.values.reduce(0) { $0 + $1.lacking } / alternatives
    return SupplierSums.notes(
      known: sums.values.reduce(0) { $0 + $1.known } / alternatives, lacking: lacking)
  }

  static func notes(known: Int, lacking: Int) -> [String] {
    guard lacking > 0 else { return [] }
    guard known > 0 else {
      return ["the cache has no cost of the supplier for these readings; see 'help supplier'"]
    }
    return [
      "\(counted(lacking, "reading")) \(havingVerb(lacking)) no cost of the supplier; "
        + "'difference' is over the others"
    ]
  }

  /// In pounds: our cost in 10^-12 p less the supplier's in 10^-20 p.
  static func difference(_ ours: Int128, less theirs: Int128) throws(QueryError) -> FixedPoint {
    let (short, rest) = theirs.quotientAndRemainder(dividingBy: 100_000_000)
    guard rest != 0 else { return FixedPoint(try Figures.adding(ours, -short), scale: 14) }
    return FixedPoint(
      try Figures.adding(try Figures.product(ours, 100_000_000), -theirs), scale: 22)
  }
}

extension SupplierCostReader {
  /// The supplier's costs of a scan's meter over the period of a plan.
  init(_ source: some ReadingSource, _ scan: Plan.Scan, _ plan: Plan) throws {
    let halfHours = plan.period.range.halfHours
    let first = halfHours.lowerBound.flooredDivision(by: 48)
    let end = max(first, (halfHours.upperBound + 47).flooredDivision(by: 48))
    self.init(try source.supplierCosts(of: scan.meter.id, days: first..<end))
  }
}
