import EnergyModel
import QueryLanguage
import Rendering
import Testing

@Suite struct OutputTests {
  @Test func csvStreamsInChunks() throws {
    var chunks = 0
    var bytes = 0
    var largest = 0
    let output = OutputBuffer { chunk in
      chunks += 1
      bytes += chunk.count
      largest = max(largest, chunk.count)
    }
    let sink = makeRenderer(.csv, options: RenderOptions(), output: output)
    try stream(200_000, into: sink)
    try output.flush()
    // `day,usage_kwh,cost_gbp` and then a row of 29 bytes, each with the end of its line.
    #expect(bytes == 23 + 200_000 * 30)
    #expect(largest < 65_536 + 30)
    #expect(chunks == bytes / 65_536 + 1)
  }

  private func stream(_ count: Int, into sink: some ResultSink) throws {
    var sink = sink
    try sink.begin(costs.header)
    let cells: [Cell] = [
      .text("2023-07-01"), number(1_234_567_801, scale: 6), number(37_925, scale: 4),
    ]
    for _ in 0..<count { try sink.append(ResultRow(cells: cells)) }
    try sink.end(ResultSummary())
  }

  @Test(arguments: [OutputFormat.csv, .tsv, .jsonl, .line])
  func streamingFormatsDoNotWaitForTheEnd(format: OutputFormat) throws {
    var isWritten = false
    let output = OutputBuffer(chunk: 1) { _ in isWritten = true }
    var sink = makeRenderer(format, options: RenderOptions(), output: output)
    try sink.begin(costs.header)
    try sink.append(costs.rows[0])
    #expect(isWritten)
  }

  @Test(arguments: OutputFormat.allCases.filter { $0 != .svg })
  func aRendererTakesSeveralResults(format: OutputFormat) throws {
    var text = ""
    let output = OutputBuffer { text += String(decoding: $0, as: UTF8.self) }
    var sink = makeRenderer(format, options: RenderOptions(), output: output)
    for table in [names, costs] { try table.send(to: &sink) }
    try output.flush()
    #expect(try text == rendered(names, as: format) + rendered(costs, as: format))
  }

  @Test(arguments: [
    ("csv", OutputFormat.csv), ("TSV", .tsv), ("json", .json), ("jsonl", .jsonl),
    ("html", .html), ("htm", .html), ("md", .markdown), ("txt", .table),
    ("svg", .svg),
  ])
  func extensions(text: String, format: OutputFormat) {
    #expect(OutputFormat(pathExtension: text) == format)
  }

  @Test func unknownExtension() {
    #expect(OutputFormat(pathExtension: "xlsx") == nil)
    #expect(OutputFormat(pathExtension: "") == nil)
  }
}
