import EnergyModel
import QueryLanguage

/// The figures of a breakdown's rows: each is one group of the sums or, as a mean, several of them.
///
/// It is asked once a row, and is no value so that nothing of it is copied then.
final class RowSums {
  private let sums: GroupSums
  private let meanGroups: MeanGroups?
  let grouping: Grouping

  /// `source`: one whose readings count as they do in the plan.
  init(_ plan: Plan, _ aggregate: Aggregate, source: some ReadingSource) throws {
    let sums = try GroupSums(plan, aggregate, source: source)
    self.sums = sums
    grouping = aggregate.rows
    meanGroups = try aggregate.means.map {
      try MeanGroups(plan, aggregate, $0, sums: sums, source: source)
    }
  }

  /// The rows, in order.
  var rows: GroupList { meanGroups?.rows ?? sums.groups }
  var coverage: Coverage { sums.coverage }
  var isEmpty: Bool { sums.isEmpty }
  /// The number of units that the means are over, where some are left out, in sentences.
  var means: [String] { meanGroups?.summary ?? [] }
  /// Whether some row is a mean of which no unit is complete.
  var lacksUnits: Bool { meanGroups?.isIncomplete ?? false }

  /// The groups of the sums that make a row.
  func members(_ row: Int) -> GroupList {
    meanGroups.map { .list($0.members(row)) } ?? .run(row..<row + 1)
  }

  func members(_ rows: GroupList) -> GroupList {
    meanGroups.map { groups in .list(rows.flatMap(groups.members)) } ?? rows
  }

  func figures(_ row: Int) throws -> Figures {
    meanGroups == nil ? try sums.figures(row) : try figures([row])
  }

  /// The figures of some rows of one part together.
  func figures(_ rows: GroupList) throws -> Figures {
    var figures = try sums.figures(members(rows))
    figures.units = meanGroups?.count(rows)
    return figures
  }
}
