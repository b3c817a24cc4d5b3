import EnergyModel

/// A sink that writes a header and then a line for each row, as the rows arrive.
protocol DelimitedRenderer: ResultSink {
  var output: OutputBuffer { get }
  var options: RenderOptions { get }
  /// The separator between the fields of a line.
  var separator: String { get }
  /// Escapes `text` so that it is read back as one field.
  func field(_ text: String) -> String
}

extension DelimitedRenderer {
  /// The mark for a missing value.
  var null: String { shown(options.null) }

  private func shown(_ text: String) -> String { options.isForTerminal ? text.visible : text }

  /// A name or other text that may come from a file.
  private func foreign(_ text: String) -> String {
    field(shown(options.keepsFormulas ? text : text.neutralisingFormula))
  }

  func begin(_ header: ResultHeader) throws {
    let names = header.columns.map { foreign($0.name) }
    try output.write(names.joined(separator: separator) + "\n")
  }

  func append(_ row: ResultRow) throws {
    // Bytes, as strings for each field took most of the time of long results.
    try output.write { line in
      for (index, cell) in row.cells.enumerated() {
        if index > 0 { line += separator.utf8 }
        switch cell {
        case .missing: line += null.utf8
        case .text(let text): line += foreign(text).utf8
        case .number(let number): number.write(to: &line)
        case .day(let day): line += day.description.utf8
        case .time(let time): line += time.stamp.utf8
        case .spark(let heights): line += ChartGlyphs.spark(heights, unicode: true).utf8
        }
      }
      line.append(UInt8(ascii: "\n"))
    }
  }

  func end(_ summary: ResultSummary) {}
}
