import EnergyModel
import JSONText

/// One JSON object for each statement, on one line.
struct JSONFormat: WholeFormat {
  func write(_ table: CompactTable, to output: OutputBuffer) throws {
    let header = table.header
    let row = JSONRow(header.columns)
    let columns = header.columns.map {
      JSON.object([("name", JSON.string($0.name)), ("unit", JSON.string($0.unit?.word))])
    }
    try output.write("{\"statement\":\(JSON.string(header.statement))")
    try output.write(",\"period\":\(header.period.map(JSON.period) ?? JSON.null)")
    try output.write(",\"policy\":\(JSON.string(header.policy))")
    try output.write(",\"coverage\":\(table.summary.coverage.map(JSON.coverage) ?? JSON.null)")
    if let versus = table.header.versus {
      let coverage = table.summary.versusCoverage.map(JSON.coverage) ?? JSON.null
      let parts = JSON.object([("period", JSON.period(versus)), ("coverage", coverage)])
      try output.write(",\"versus\":\(parts)")
    }
    try output.write(",\"columns\":[\(columns.joined(separator: ","))],\"rows\":[")
    for (number, cells) in table.rows.lazy.map(\.cells).enumerated() {
      if number > 0 { try output.write(",") }
      try output.write(row.object(cells))
    }
    try output.write("],\"totals\":\(totals(table))}\n")
  }

  /// The total as an object by column name; several totals are nested by part.
  private func totals(_ table: CompactTable) -> String {
    let totals = table.summary.totals.map { total in
      let figures = zip(table.header.columns, total.cells).filter { $1 != .missing }
      return (total.part, JSON.object(figures.map { ($0.name, JSON.value($1)) }))
    }
    if let (part, whole) = totals.first, part == nil { return whole }
    return JSON.object(totals.map { ($0 ?? "", $1) })
  }
}

/// Writes rows as objects, whose column names are converted to JSON only once.
struct JSONRow {
  private let keys: [String]

  init(_ columns: [ResultColumn]) { keys = columns.map { JSON.string($0.name) + ":" } }

  func object(_ cells: [Cell]) -> String {
    var text = "{"
    for (index, cell) in cells.enumerated() {
      if index > 0 { text += "," }
      text += keys[index]
      text += JSON.value(cell)
    }
    return text + "}"
  }
}

extension JSON {
  static func value(_ cell: Cell) -> String {
    switch cell {
    case .missing: null
    case .text(let text): string(text)
    case .number(let number): number.text
    case .day(let day): "\"\(day)\""
    case .time(let time): "\"\(time.stamp)\""
    case .spark(let heights): string(ChartGlyphs.spark(heights, unicode: true))
    }
  }

  static func period(_ period: ResultPeriod) -> String {
    object([
      ("start", string(period.start)),
      ("end_exclusive", string(period.endExclusive)),
      ("timezone", string(period.timezone)),
    ])
  }

  static func coverage(_ coverage: Coverage) -> String {
    object([
      ("expected", String(coverage.expected)),
      ("present", String(coverage.present)),
      ("unpriced", String(coverage.unpriced)),
    ])
  }
}
