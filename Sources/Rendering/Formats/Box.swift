import EnergyModel

/// A table with lines around it and between its columns.
struct BoxFrame: GridFrame {
  let options: RenderOptions

  func width(of grid: Grid) -> Int {
    grid.columns.reduce(1) { $0 + $1.width + 3 }
  }

  func draw(_ grid: Grid, to output: OutputBuffer) throws {
    try output.write(border(grid, .top))
    for header in grid.headers { try output.write(line(grid, header, bold: true)) }
    try output.write(border(grid, .middle))
    try grid.forEachRow { try output.write(line(grid, $0)) }
    if !grid.totals.isEmpty { try output.write(border(grid, .middle)) }
    for total in grid.totals { try output.write(line(grid, total, bold: true)) }
    try output.write(border(grid, .bottom))
  }

  private func line(_ grid: Grid, _ fields: [Grid.Field], bold: Bool = false) -> String {
    let side = options.unicode ? "│" : "|"
    let cells = grid.filled(fields, bold: bold, options: options)
    return "\(side) \(cells.joined(separator: " \(side) ")) \(side)\n"
  }

  private enum Edge { case top, middle, bottom }

  private func border(_ grid: Grid, _ edge: Edge) -> String {
    let (left, cross, right) =
      switch (edge, options.unicode) {
      case (_, false): ("+", "+", "+")
      case (.top, true): ("┌", "┬", "┐")
      case (.middle, true): ("├", "┼", "┤")
      case (.bottom, true): ("└", "┴", "┘")
      }
    let lines = grid.columns.map { String(repeating: options.rule, count: $0.width + 2) }
    return left + lines.joined(separator: cross) + right + "\n"
  }
}
