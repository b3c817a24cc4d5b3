import EnergyModel

/// A self-contained web page: the statement, the table and its footer.
struct HTMLFormat: WholeFormat {
  let options: RenderOptions

  func write(_ table: ResultTable, to output: OutputBuffer) throws {
    var options = options
    options.width = nil
    let rows = try HTMLTable(table, options: options)
    let statement = table.header.statement.visible.xml
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

      """)
    try rows.write(to: output)
    for line in Footer(table, options: options, hasMarks: rows.hasMarks).lines {
      try output.write("<p>\(line.xml)</p>\n")
    }
    try output.write("</body>\n</html>\n")
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
