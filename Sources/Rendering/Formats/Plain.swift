import EnergyModel

/// Aligned columns and nothing else; never truncated, as there is no footer to say so.
struct PlainFormat: WholeFormat {
  let options: RenderOptions

  func write(_ table: ResultTable, to output: OutputBuffer) throws {
    var colorless = options
    colorless.color = false
    let grid = try Grid(table, options: colorless)
    for fields in [grid.header] + grid.records {
      try output.write(grid.spacedLine(fields, options: colorless))
    }
  }
}
