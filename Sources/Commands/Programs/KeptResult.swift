import EnergyModel

/// The last result, kept so that it can be shown again.
struct KeptResult {
  /// More rows are not kept, but counted: a year of half-hours and its double are kept, and the
  /// memory of a result that streams stays flat.
  static let most = 40_000
  /// Nor are more cells than these, which only rows of many columns have.
  static let mostCells = 1_000_000

  /// Without rows when there were too many.
  private(set) var table = ResultTable()
  private(set) var count = 0
  private var cells = 0

  /// What there is too much of to be kept; nil where all is.
  var excess: String? {
    if count > KeptResult.most { return "\(count) rows, and at most \(KeptResult.most)" }
    if cells > KeptResult.mostCells { return "\(cells) cells, and at most \(KeptResult.mostCells)" }
    return nil
  }

  mutating func begin(_ header: ResultHeader) { table = ResultTable(header: header) }

  mutating func append(_ row: ResultRow) {
    count += 1
    cells += row.cells.count
    if excess == nil {
      table.append(row)
    } else if !table.rows.isEmpty {
      table.rows = []
    }
  }

  mutating func end(_ summary: ResultSummary) { table.end(summary) }
}
