import EnergyModel

/// Makes a grid fit the terminal, in as few steps as needed, and records what it left out.
///
/// First redundant content is removed, then decimals, then the ends of texts.
struct Fitting {
  private let frame: any GridFrame
  private let options: RenderOptions
  private(set) var grid: Grid
  /// A line about each thing that was removed, rounded or truncated.
  private(set) var layoutNotes: [String] = []

  init(_ grid: Grid, frame: any GridFrame, options: RenderOptions) throws(Cancelled) {
    self.grid = grid
    self.frame = frame
    self.options = options
    if excess > 0 { try moveRemarks() }
    if excess > 0 { self.grid.foldTitles() }
    if excess > 0 { try self.grid.shortenTimes() }
    if excess > 0 { try removeConstants() }
    var losses: [String] = []
    if excess > 0, try self.grid.dropDecimals(by: excess) { losses.append("rounded") }
    if excess > 0, try self.grid.narrow(by: excess, mark: options.cutMark) { losses.append("cut") }
    if !losses.isEmpty {
      layoutNotes.append(
        losses.joined(separator: " and ") + " to fit \(width) columns; 'last' and files have it all"
      )
    }
  }

  var fits: Bool { excess <= 0 }

  private var width: Int { options.width ?? .max }
  /// The number of columns by which the grid is too wide.
  private var excess: Int { frame.width(of: grid) - width }

  /// Moves the layoutNotes on single rows below the table.
  private mutating func moveRemarks() throws(Cancelled) {
    guard let index = grid.columns.firstIndex(where: { $0.kind == .remark }) else { return }
    let remark = grid.columns[index]
    for (name, row) in zip(try rowNames(), grid.table.rows) {
      let isMissing = remark.source < row.cells.count && row.cells[remark.source] == .missing
      if !isMissing { layoutNotes.append("\(name): \(grid.field(remark, of: row).text)") }
    }
    grid.columns.remove(at: index)
  }

  /// The first labels of each row, as many as tell all rows apart.
  private func rowNames() throws(Cancelled) -> [String] {
    var names: [String] = []
    for label in grid.columns.prefix(while: { !$0.kind.isNumeric && $0.kind != .remark })
    where names.isEmpty || Set(names).count < names.count {
      for (index, row) in grid.table.rows.enumerated() {
        try options.cancellation.check()
        let text = grid.field(label, of: row).text
        if index < names.count { names[index] += " " + text } else { names.append(text) }
      }
    }
    return names
  }

  private mutating func removeConstants() throws(Cancelled) {
    var said: [String] = []
    while excess > 0, let (index, text) = try grid.constantColumn() {
      said.append("\(grid.columns[index].wholeTitle) \(text)")
      grid.columns.remove(at: index)
    }
    if excess > 0, let day = try grid.removeDay() { said.append("day \(day)") }
    if !said.isEmpty { layoutNotes.append("in every row: " + said.joined(separator: ", ")) }
  }
}
