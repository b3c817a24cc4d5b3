import EnergyModel

/// The last result, kept for `last`.
struct KeptResult {
  /// The most rows kept, beyond which they are only counted: two years of half-hours fit, and the
  /// memory of a streamed result stays constant.
  static let most = 40_000
  /// The most cells kept, a limit that only rows with many columns reach.
  static let mostCells = 1_000_000

  /// The result, without rows if there were too many.
  private(set) var table = CompactTable()
  /// The outline of its chart; nil for lists.
  var outline: ChartOutline?
  private(set) var count = 0
  private var cells = 0

  /// What exceeded the limits; nil if the whole result was kept.
  var exceededLimit: String? {
    if count > KeptResult.most { return "\(count) rows; at most \(KeptResult.most)" }
    if cells > KeptResult.mostCells { return "\(cells) cells; at most \(KeptResult.mostCells)" }
    return nil
  }

  mutating func begin(_ header: ResultHeader) { table.begin(header) }

  mutating func append(_ row: ResultRow) {
    count += 1
    cells += row.cells.count
    if exceededLimit == nil {
      table.append(row)
    } else if !table.rows.isEmpty {
      table.removeRows()
    }
  }

  mutating func end(_ summary: ResultSummary) { table.end(summary) }
}
