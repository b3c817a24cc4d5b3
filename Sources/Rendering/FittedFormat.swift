import EnergyModel

/// A frame for a grid of character cells.
protocol GridFrame {
  /// The terminal columns that the drawn grid takes.
  func width(of grid: Grid) -> Int
  func draw(_ grid: Grid, to output: OutputBuffer) throws
}

/// A format that draws a framed table to fit the terminal, with a footer below.
struct FittedFormat: WholeFormat {
  let frame: any GridFrame
  let options: RenderOptions

  func write(_ table: CompactTable, to output: OutputBuffer) throws {
    let grid = try Grid(table, options: options)
    let fitting = try Fitting(grid, frame: frame, options: options)
    var layoutNotes = fitting.layoutNotes
    if fitting.fits {
      try frame.draw(fitting.grid, to: output)
    } else if options.isPaged {
      layoutNotes = [
        "wider than \(options.width ?? 0) columns: Right and Left scroll sideways, q ends"
      ]
      try frame.draw(grid, to: output)
    } else {
      layoutNotes = ["too wide for \(options.width ?? 0) columns: shown as one value a line"]
      try drawRecords(grid, to: output)
      if !table.rows.isEmpty { try output.write("\n") }
    }
    try Footer(table, options: options, hasMarks: grid.hasMarks, layoutNotes: layoutNotes)
      .write(to: output, options: options)
  }

  private func drawRecords(_ grid: Grid, to output: OutputBuffer) throws {
    let names = LineRenderer.aligned(
      grid.columns.map { $0.title.isEmpty ? "incomplete" : $0.title })
    var isFirst = true
    try grid.forEachRecord { fields in
      // A total is empty under some columns, and few rows have a mark.
      let nonEmpty = zip(names, fields).filter { !$1.text.isEmpty }
      try output.write(
        (isFirst ? "" : "\n") + LineRenderer.record(nonEmpty.map { ($0, $1.text) }))
      isFirst = false
    }
  }
}
