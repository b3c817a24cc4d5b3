import EnergyModel

/// The table of a result as an element of a page, its statement above the columns.
struct HTMLTable {
  private let grid: Grid
  private let statement: String

  init(_ table: CompactTable, options: RenderOptions) throws(Cancelled) {
    grid = try Grid(table, options: options, escape: \.xml)
    statement = table.header.statement.visible.xml
  }

  /// Whether incomplete rows are marked.
  var hasMarks: Bool { grid.hasMarks }

  func write(to output: OutputBuffer) throws {
    try output.write(
      """
      <table>
      <caption>\(statement)</caption>
      <thead>
      \(row(grid.header, tag: "th"))</thead>
      <tbody>

      """)
    try grid.forEachRow { try output.write(row($0)) }
    try output.write("</tbody>\n")
    let totals = grid.totals.map { row($0) }
    if !totals.isEmpty { try output.write("<tfoot>\n\(totals.joined())</tfoot>\n") }
    try output.write("</table>\n")
  }

  private func row(_ fields: [Grid.Field], tag: String = "td") -> String {
    let cells = zip(fields, grid.columns).map { field, column in
      let classes =
        (column.isText ? column.kind == .spark ? ["spark"] : [] : ["figure"])
        + (field.isAlarming ? ["alarm"] : [])
      let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
      return "<\(tag)\(attribute)>\(field.text)</\(tag)>"
    }
    return "<tr>\(cells.joined())</tr>\n"
  }
}
