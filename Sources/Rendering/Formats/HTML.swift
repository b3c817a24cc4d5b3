import EnergyModel

/// A self-contained web page: the statement, the table and its footer.
struct HTMLFormat: WholeFormat {
  let options: RenderOptions

  func write(_ table: ResultTable, to output: OutputBuffer) throws {
    var options = options
    options.width = nil
    let grid = try Grid(table, options: options, escape: HTMLFormat.escaped)
    let statement = HTMLFormat.escaped(table.header.statement.visible)
    try output.write(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(statement)</title>
      <style>
      \(HTMLFormat.style)
      </style>
      </head>
      <body>
      <table>
      <caption>\(statement)</caption>
      <thead>
      \(row(grid, grid.header, tag: "th"))</thead>
      <tbody>

      """)
    for fields in grid.rows { try output.write(row(grid, fields)) }
    try output.write("</tbody>\n")
    let totals = grid.totals.map { row(grid, $0) }
    if !totals.isEmpty { try output.write("<tfoot>\n\(totals.joined())</tfoot>\n") }
    try output.write("</table>\n")
    for line in Footer(table, options: options, hasMarks: grid.hasMarks).lines {
      try output.write("<p>\(HTMLFormat.escaped(line))</p>\n")
    }
    try output.write("</body>\n</html>\n")
  }

  private func row(_ grid: Grid, _ fields: [Grid.Field], tag: String = "td") -> String {
    let cells = zip(fields, grid.columns).map { field, column in
      let classes = (column.isText ? [] : ["figure"]) + (field.isAlarming ? ["alarm"] : [])
      let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
      return "<\(tag)\(attribute)>\(field.text)</\(tag)>"
    }
    return "<tr>\(cells.joined())</tr>\n"
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }

  private static let style = """
    :root { color-scheme: light dark; --line: #ccc; --faint: #666; --alarm: #b00020; }
    @media (prefers-color-scheme: dark) {
      :root { --line: #444; --faint: #aaa; --alarm: #ff8a80; }
    }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; }
    table { border-collapse: collapse; }
    caption { text-align: left; font-family: monospace; margin-bottom: 0.5rem; }
    th, td { padding: 0.2rem 0.8rem; text-align: left; border-bottom: 1px solid var(--line); }
    tfoot td { font-weight: bold; }
    .figure { text-align: right; font-variant-numeric: tabular-nums; }
    .alarm { color: var(--alarm); }
    p { margin: 0.3rem 0; color: var(--faint); font-size: 0.9rem; }
    """
}
