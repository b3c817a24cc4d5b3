package import EnergyModel
package import QueryLanguage

/// Makes a sink that writes any number of results to `output` in a format.
///
/// csv, tsv, jsonl and line write each row as it arrives; other formats buffer all rows until the
/// end.
package func makeRenderer(
  _ format: OutputFormat, options: RenderOptions, output: OutputBuffer
) -> any ResultSink {
  switch format {
  case .csv: CSVRenderer(output: output, options: options)
  case .tsv: TSVRenderer(output: output, options: options)
  case .jsonl: JSONLinesRenderer(output: output)
  case .line: LineRenderer(output: output, options: options)
  case .json: BufferedRenderer(JSONFormat(), output)
  case .svg: NoPicture()
  case .html: BufferedRenderer(HTMLFormat(options: options), output)
  case .markdown: BufferedRenderer(MarkdownFormat(options: options), output)
  case .plain: BufferedRenderer(PlainFormat(options: options), output)
  case .table:
    BufferedRenderer(FittedFormat(frame: TableFrame(options: options), options: options), output)
  case .box:
    BufferedRenderer(FittedFormat(frame: BoxFrame(options: options), options: options), output)
  }
}

/// A format that needs all rows before it writes the first.
protocol WholeFormat {
  func write(_ table: CompactTable, to output: OutputBuffer) throws
}

/// A sink that buffers a result, and renders it at the end.
struct BufferedRenderer: ResultSink {
  private let format: any WholeFormat
  private let output: OutputBuffer
  private var table = CompactTable()

  init(_ format: any WholeFormat, _ output: OutputBuffer) {
    self.format = format
    self.output = output
  }

  mutating func begin(_ header: ResultHeader) { table.begin(header) }
  mutating func append(_ row: ResultRow) { table.append(row) }

  mutating func end(_ summary: ResultSummary) throws {
    table.end(summary)
    try format.write(table, to: output)
  }
}
