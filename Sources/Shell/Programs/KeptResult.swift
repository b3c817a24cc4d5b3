import EnergyModel

/// The last result, kept so that it can be shown again.
struct KeptResult {
  /// More rows are not kept, but counted: a year of half-hours and its double are kept, and the
  /// memory of a result that streams stays flat.
  static let most = 40_000

  /// Without rows when there were too many.
  private(set) var table = ResultTable()
  private(set) var count = 0

  var isWhole: Bool { count <= KeptResult.most }

  mutating func begin(_ head: ResultHead) { table = ResultTable(head: head) }

  mutating func append(_ row: ResultRow) {
    count += 1
    if isWhole {
      table.append(row)
    } else if !table.rows.isEmpty {
      table.rows = []
    }
  }

  mutating func end(_ foot: ResultFoot) { table.end(foot) }
}
