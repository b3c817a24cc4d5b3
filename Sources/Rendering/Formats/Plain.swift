import EnergyModel

/// Aligned columns and nothing else; never truncated, as there is no footer to say so.
struct PlainFormat: WholeFormat {
  let options: RenderOptions

  func write(_ table: CompactTable, to output: OutputBuffer) throws {
    var colorless = options
    colorless.color = false
    let grid = try Grid(table, options: colorless)
    try output.write(grid.spacedLine(grid.header, options: colorless))
    try grid.forEachRecord { try output.write(grid.spacedLine($0, options: colorless)) }
  }
}
