import EnergyModel
import QueryLanguage
import Tariffs

/// The supplier's own costs of the half-hours of each group beside ours: what `with supplier` shows.
///
/// It is about the half-hours that have a reading. Nothing in it prices anything.
struct SupplierSums {
  /// The sums of a group.
  struct Sum {
    /// The supplier's costs that are known, in 10^-20 p.
    fileprivate(set) var theirs: Int128 = 0
    /// The half-hours that have one, and those that have none.
    fileprivate(set) var (known, lacking) = (0, 0)
    /// Theirs, and ours in 10^-12 p, over the half-hours that have both.
    fileprivate(set) var (theirsOfBoth, oursOfBoth): (Int128, Int128) = (0, 0)
    fileprivate(set) var both = 0
    /// How far rounding may take theirs from ours over these half-hours, in 10^-21 p.
    fileprivate(set) var bound: Int128 = 0
    /// Those of them whose own difference rounding does not explain.
    fileprivate(set) var differing = 0

    /// Adds some half-hours.
    fileprivate mutating func add(_ other: Sum) throws(QueryError) {
      theirs = try Figures.adding(theirs, other.theirs)
      theirsOfBoth = try Figures.adding(theirsOfBoth, other.theirsOfBoth)
      oursOfBoth = try Figures.adding(oursOfBoth, other.oursOfBoth)
      bound = try Figures.adding(bound, other.bound)
      known += other.known
      lacking += other.lacking
      both += other.both
      differing += other.differing
    }

    /// Adds a half-hour; `ours` is nil where it has no rate.
    @inline(__always)
    fileprivate mutating func add(
      theirs: Int128?, ours: Int128?, bound: Int128
    ) throws(QueryError) {
      guard let theirs else { return lacking += 1 }
      known += 1
      self.theirs = try Figures.adding(self.theirs, theirs)
      guard let ours else { return }
      both += 1
      theirsOfBoth = try Figures.adding(theirsOfBoth, theirs)
      oursOfBoth = try Figures.adding(oursOfBoth, ours)
      self.bound = try Figures.adding(self.bound, bound)
      // Both fit, as amounts are at most 10^29 and costs of single half-hours 10^25.
      let difference = (ours &* 1_000_000_000) &- (theirs &* 10)
      if difference.magnitude > bound.magnitude { differing += 1 }
    }
  }

  private var sums: [Sum] = []
  /// Where among the sums that of a group is; nil where it has its own number, as groups without
  /// labels have.
  private var places: [Int: Int]?
  private let alternatives: Int

  /// `source`: one whose readings count as they do in the plan; see ``Plan/readings(from:)``.
  init(_ plan: Plan, by grouping: Grouping, source: some ReadingSource) throws {
    alternatives = max(plan.alternatives.count, 1)
    let hasPlaces = !grouping.hasLabels && grouping.count <= SupplierSums.mostPlaces
    places = hasPlaces ? nil : [:]
    if hasPlaces { sums = Array(repeating: Sum(), count: grouping.count) }
    for index in plan.scans.indices { try read(index, of: plan, by: grouping, source) }
  }

  /// The most groups that each have a place from the start: those of ten years of half-hours.
  private static let mostPlaces = 200_000

  private mutating func read(
    _ index: Int, of plan: Plan, by grouping: Grouping, _ source: some ReadingSource
  ) throws {
    let scan = plan.scans[index]
    let path = GroupPath(scan: index, of: plan, by: grouping)
    let choice = HalfHourChoice(scan, plan.filter, needsRows: grouping.hasLabels)
    var costs = try SupplierCostReader(source, scan, plan)
    try plan.walk(scan, over: source) { stretch, values, _ in
      let (base, step) = path.base(stretch)
      let first = stretch.times.lowerBound
      // A stretch is within one UTC day.
      let day = costs.day(of: first)
      let (bound, slot) = (costs.halfDigit(at: first), first.flooredRemainder(by: 48))
      for offset in 0..<stretch.times.count where values[offset] >= 0 {
        let place = stretch.weekday * 48 + stretch.slot + offset
        let position = choice.position(offset, of: stretch)
        let row = choice.row(at: position)
        if !choice.isAll {
          guard choice.passes(place: place), choice.passes(row: row),
            choice.passes(values[offset], at: position)
          else { continue }
        }
        let sum = self.place(of: base + offset * step + path.offset(place: place, row: row))
        try sums[sum].add(
          theirs: day.isEmpty ? nil : day[slot + offset].amount,
          ours: choice.rate(at: position).map { Int128(values[offset]) * Int128($0) },
          bound: bound)
      }
    }
  }

  @inline(__always)
  private mutating func place(of group: Int) -> Int {
    guard places != nil else { return group }
    if let place = places?[group] { return place }
    places?[group] = sums.count
    sums.append(Sum())
    return sums.count - 1
  }

  private subscript(group: Int) -> Sum? {
    guard let places else { return sums[group] }
    return places[group].map { sums[$0] }
  }

  /// The groups that readings were in, in row order.
  func groups(_ grouping: Grouping, cancellation: Cancellation) throws -> GroupList {
    try grouping.inOrder(
      places.map { GroupList.list($0.keys.sorted()) } ?? .run(0..<sums.count),
      cancellation: cancellation)
  }

  /// The sums of some groups together.
  func sum(_ groups: GroupList) throws(QueryError) -> Sum {
    var sum = Sum()
    for group in groups {
      if let more = self[group] { try sum.add(more) }
    }
    return sum
  }

  /// The readings in some groups for which the supplier's cost is not known.
  func lacking(_ groups: GroupList) -> Int {
    groups.reduce(0) { $0 + (self[$1]?.lacking ?? 0) }
  }

  var isIncomplete: Bool { sums.contains { $0.lacking > 0 } }

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
    let lacking = sums.reduce(0) { $0 + $1.lacking } / alternatives
    return SupplierSums.notes(
      known: sums.reduce(0) { $0 + $1.known } / alternatives, lacking: lacking)
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
