import EnergyModel

/// A table in GitHub-flavoured Markdown, with the footer in italics.
struct MarkdownFormat: WholeFormat {
  let options: RenderOptions

  func write(_ table: CompactTable, to output: OutputBuffer) throws {
    var options = options
    options.color = false
    options.width = nil
    var grid = try Grid(table, options: options, escape: MarkdownFormat.escaped)
    for index in grid.columns.indices {
      grid.columns[index].width = max(3, grid.columns[index].width)
    }
    let alignments = grid.columns.map { column in
      let dashes = String(repeating: "-", count: column.width - 1)
      return column.isText ? ":" + dashes : dashes + ":"
    }
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
    try output.write(line(grid.filled(grid.header, options: options)) + line(alignments))
    try grid.forEachRecord { try output.write(line(grid.filled($0, options: options))) }
    for text in Footer(table, options: options, hasMarks: grid.hasMarks).lines {
      try output.write("\n*\(MarkdownFormat.escaped(text))*\n")
    }
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\\", "|", "*", "`", "~", "<", "&", "[": escaped += "\\"
      default: break
      }
      escaped.unicodeScalars.append(scalar)
    }
  }
}
