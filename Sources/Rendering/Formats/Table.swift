import EnergyModel

/// Columns separated by two spaces, with thin rules under the header and above the total.
struct TableFrame: GridFrame {
  let options: RenderOptions

  func width(of grid: Grid) -> Int {
    grid.columns.map(\.width).reduce(0, +) + 2 * max(0, grid.columns.count - 1)
  }

  func draw(_ grid: Grid, to output: OutputBuffer) throws {
    let rule = String(repeating: options.rule, count: width(of: grid)) + "\n"
    for header in grid.headers {
      try output.write(grid.spacedLine(header, bold: true, options: options))
    }
    try output.write(rule)
    try grid.forEachRow { try output.write(grid.spacedLine($0, options: options)) }
    if !grid.totals.isEmpty { try output.write(rule) }
    for total in grid.totals {
      try output.write(grid.spacedLine(total, bold: true, options: options))
    }
  }
}

extension Grid {
  /// A row whose columns are separated by two spaces.
  func spacedLine(_ fields: [Field], bold: Bool = false, options: RenderOptions) -> String {
    filled(fields, bold: bold, options: options).joined(separator: "  ").withoutTrailingSpaces
      + "\n"
  }
}
