import EnergyModel
import QueryEngine

/// Passes a result on to a renderer and keeps what the session itself wants to know of it.
///
/// Notes go to standard error, so the renderer does not see them.
struct ResultTap: ResultSink {
  private var renderer: any ResultSink
  private let cancellation: Cancellation
  /// The name of the format that keeps all cells until the end; nil where rows are streamed.
  private let holder: String?
  private var cells = 0
  private(set) var kept = KeptResult()
  var summary: ResultSummary { kept.table.summary }

  init(_ renderer: any ResultSink, heldBy holder: String?, cancellation: Cancellation) {
    self.renderer = renderer
    self.holder = holder
    self.cancellation = cancellation
  }

  mutating func begin(_ header: ResultHeader) throws {
    kept.begin(header)
    try renderer.begin(header)
  }

  mutating func append(_ row: ResultRow) throws {
    try cancellation.check()
    // Rows that are only passed on need not be weighed.
    let isHeld = holder != nil || !kept.isTooLarge
    let weight = isHeld ? Ceiling.weight(of: row) : row.cells.count
    cells += weight
    if let holder, cells > Ceiling.cells {
      throw Ceiling.tooManyCells(
        "\(holder) holds the whole result in memory",
        hasLongTexts: kept.hasLongTexts || weight > row.cells.count,
        hint: "csv does not: as csv into FILE")
    }
    kept.append(row, weight: weight)
    try renderer.append(row)
  }

  mutating func end(_ summary: ResultSummary) throws {
    kept.end(summary)
    var shown = summary
    shown.notes = []
    try renderer.end(shown)
  }
}
