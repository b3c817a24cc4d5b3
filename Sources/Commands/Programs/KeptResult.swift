import EnergyModel
import QueryEngine

/// The last result, kept for `last`.
struct KeptResult {
  /// The most rows kept, beyond which they are only counted: two years of half-hours fit, and the
  /// memory of a streamed result stays constant.
  static let most = 40_000
  /// The most cells kept, a limit that only rows with many columns, or with long texts, reach.
  static let mostCells = 1_000_000

  /// The result, without rows if there were too many.
  private(set) var table = CompactTable()
  /// The outline of its chart; nil for lists.
  var outline: ChartOutline?
  private(set) var count = 0
  private var cells = 0
  /// Whether a text counted as several cells.
  private(set) var hasLongTexts = false

  /// Whether it exceeds the limits.
  var isTooLarge: Bool { count > KeptResult.most || cells > KeptResult.mostCells }

  /// What exceeded the limits; nil if the whole result was kept.
  var exceededLimit: String? {
    if count > KeptResult.most { return "\(count) rows; at most \(KeptResult.most)" }
    if cells > KeptResult.mostCells {
      let texts = hasLongTexts ? ", one for each \(Ceiling.textPiece) bytes of a text" : ""
      return "\(cells) cells\(texts); at most \(KeptResult.mostCells)"
    }
    return nil
  }

  mutating func begin(_ header: ResultHeader) { table.begin(header) }

  /// Keeps a row that counts as `weight` cells.
  mutating func append(_ row: ResultRow, weight: Int) {
    count += 1
    cells += weight
    hasLongTexts = hasLongTexts || weight > row.cells.count
    if !isTooLarge {
      table.append(row)
    } else if !table.rows.isEmpty {
      table.removeRows()
    }
  }

  mutating func end(_ summary: ResultSummary) { table.end(summary) }
}
