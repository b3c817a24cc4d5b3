import EnergyModel

/// One JSON object for each row, written as the rows arrive.
struct JSONLinesRenderer: ResultSink {
  let output: OutputBuffer
  private var row = JSONRow([])

  init(output: OutputBuffer) { self.output = output }

  mutating func begin(_ header: ResultHeader) { row = JSONRow(header.columns) }

  func append(_ row: ResultRow) throws {
    try output.write(self.row.object(row.cells) + "\n")
  }

  func end(_ summary: ResultSummary) {}
}
