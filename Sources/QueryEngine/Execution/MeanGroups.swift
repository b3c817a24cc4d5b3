import EnergyModel
import QueryLanguage

/// The groups that each row of means adds up, and the number of units of time that it is the mean of.
final class MeanGroups {
  private let means: Aggregate.Means
  /// What tells why no unit may be complete.
  private let silentMeters: [String]
  /// By the label of the part, in the order of the scans.
  private var units: [(part: String?, units: CompleteUnits)] = []
  /// By row.
  private var members: [Int: [Int]] = [:]
  /// By part, and by what the rows are about.
  private var counts: [String?: [Grouping.Extent: Figures.Units]] = [:]
  /// The rows, in order.
  private(set) var rows: GroupList = []

  /// `source`: one whose readings count as they do in the plan.
  init(
    _ plan: Plan, _ aggregate: Aggregate, _ means: Aggregate.Means, sums: GroupSums,
    source: some ReadingSource
  ) throws {
    self.means = means
    silentMeters = plan.silentMeters
    let grouping = aggregate.grouping
    let bounds = grouping.unitStarts
    let parts = Dictionary(grouping: plan.scans.indices) { index in
      means.name(ofPart: plan, index)
    }
    var complete: [String?: Set<Int>] = [:]
    for (part, scans) in parts.sorted(by: { $0.value[0] < $1.value[0] }) {
      let units = try CompleteUnits(
        plan, means.unit, needsRates: means.needsRates, scans: scans, bounds: bounds,
        source: source)
      self.units.append((part, units))
      complete[part] = Set(units.complete.map { means.unit.ordinal($0) })
      for day in units.complete { count(day, in: part) { $0.complete += 1 } }
      for day in units.leftOut { count(day, in: part) { $0.leftOut += 1 } }
    }
    guard sums.groups.count <= Ceiling.cells else {
      throw Ceiling.tooManyCells("means have to know the sums of each \(means.unit.rawValue) first")
    }
    let row = means.rows.coarsening(grouping)
    for group in sums.groups {
      let part = grouping.name(of: group, by: means.partKeys)
      let day = bounds[grouping.unitIndex(group)]
      guard complete[part]?.contains(means.unit.ordinal(day)) ?? false else { continue }
      members[row(group), default: []].append(group)
    }
    rows = try means.rows.inOrder(
      means.rows.hasLabels ? .list(members.keys.sorted()) : .run(0..<means.rows.count),
      cancellation: source.cancellation)
  }

  private var tellsDays: Bool { means.unit == .day }

  private func count(
    _ day: LocalDay, in part: String?, _ change: (inout Figures.Units) -> Void
  ) {
    let extent = means.rows.extent(of: day, telling: tellsDays)
    change(&counts[part, default: [:]][extent, default: Figures.Units()])
  }

  /// The groups whose sums make a row.
  func members(_ row: Int) -> [Int] { members[row] ?? [] }

  /// The units that some rows of one part are about.
  func count(_ rows: GroupList) -> Figures.Units {
    guard let first = rows.first else { return Figures.Units() }
    let counts = counts[means.rows.name(of: first, by: means.partKeys)] ?? [:]
    return Set(rows.map { means.rows.extent(of: $0, telling: tellsDays) })
      .compactMap { counts[$0] }
      .reduce(into: Figures.Units()) { sum, units in
        sum.complete += units.complete
        sum.leftOut += units.leftOut
      }
  }

  /// Whether some row has no complete unit, though something of it was due.
  var isIncomplete: Bool {
    counts.values.contains { $0.values.contains { $0.complete == 0 && $0.leftOut > 0 } }
  }

  /// How many units the means are over, where some are left out.
  var summary: [String] {
    let unit = means.unit.rawValue
    return units.compactMap { part, units in
      let leftOut = units.leftOut.count
      guard leftOut > 0 else { return nil }
      let count = units.complete.count
      return (part.map { "\($0): " } ?? "")
        + (count == 0
          ? "no \(unit) is complete" : "means are over \(counted(count, "complete \(unit)"))")
        + "; \(counted(leftOut, unit)) \(leftOut == 1 ? "is" : "are") left out"
        + (count > 0 || silentMeters.isEmpty
          ? "" : ": " + silentMeters.joined(separator: "; "))
    }
  }
}

extension Aggregate.Means {
  /// The label of the part that a scan's readings are in.
  fileprivate func name(ofPart plan: Plan, _ index: Int) -> String? {
    partKeys.isEmpty
      ? nil
      : partKeys.map { key in
        let scan = plan.scans[index]
        return key == .source(.flow)
          ? scan.point.flow.rawValue : plan.alternatives[scan.alternative]
      }.joined(separator: " ")
  }
}
