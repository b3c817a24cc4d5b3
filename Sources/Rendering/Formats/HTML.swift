import EnergyModel

/// A self-contained web page: the statement, the table and its footer.
struct HTMLFormat: WholeFormat {
  let options: RenderOptions

  func write(_ table: CompactTable, to output: OutputBuffer) throws {
    var options = options
    options.width = nil
    let rows = try HTMLTable(table, options: options)
    try output.write(
      HTMLPage.opening(
        title: table.header.statement.visible, style: HTMLFormat.style + "\n"))
    try rows.write(to: output)
    for line in Footer(table, options: options, hasMarks: rows.hasMarks).lines {
      try output.write("<p>\(line.xml)</p>\n")
    }
    try output.write(HTMLPage.ending)
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
    .spark { white-space: pre; font-family: monospace; }
    .alarm { color: var(--alarm); }
    p { margin: 0.3rem 0; color: var(--faint); font-size: 0.9rem; }
    """
}
