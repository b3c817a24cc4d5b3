import EnergyModel

/// A sink that writes a header and then a line a row, each row as it comes.
protocol DelimitedRenderer: ResultSink {
  var output: OutputBuffer { get }
  /// Stands for a missing value.
  var null: String { get }
  /// Stands between the fields of a line.
  var separator: String { get }
  /// The text in such a form that it is read back as one field.
  func field(_ text: String) -> String
}

extension DelimitedRenderer {
  func begin(_ head: ResultHead) throws {
    try output.write(head.columns.map { field($0.name) }.joined(separator: separator) + "\n")
  }

  func append(_ row: ResultRow) throws {
    var line = ""
    for (index, cell) in row.cells.enumerated() {
      if index > 0 { line += separator }
      switch cell {
      case .missing: line += null
      case .text(let text): line += field(text)
      case .number(let number): line += number.text
      }
    }
    try output.write(line + "\n")
  }

  func end(_ foot: ResultFoot) {}
}
