import EnergyModel
import QueryLanguage
import Rendering

/// The parts of a result that its chart draws, and how.
///
/// It is made from the plan before the first row, and kept with the result, so that the result can
/// be drawn again.
package struct ChartOutline {
  /// How the title begins: `Import cost`.
  var subject: String
  /// The query's conditions: `where weekday`.
  var choice: String
  /// Stretches of the clock at rates of their own.
  var bands: [ChartBand] = []
  /// The currency of prices.
  var currency: String
  var zone: ClockZone
  var form: Form

  /// The kinds of results.
  enum Form {
    case groups(Groups)
    /// `readings`; where all are there, half-hours between them without a row are missing.
    case readings(areAllThere: Bool)
    case rates
    /// `cheapest` and `dearest`, with the rates of a local day range.
    case window(name: String, rates: (Range<LocalDay>) throws -> ResultTable)
    case bill
    case compare
    /// `reconcile`, with its key if it has one.
    case reconcile([GroupKey])
    /// `gaps`, with the local days on which readings are expected.
    case gaps(expected: Range<LocalDay>)
  }

  /// Sums by keys.
  struct Groups {
    /// In the order of the columns.
    var keys: [GroupKey]
    /// The key whose values are columns.
    var across: GroupKey?
    var hasAlternatives: Bool
    /// Whether the figures of another period stand beside them.
    var hasVersus = false
    /// Whether each row has what was read and, including that, what is projected.
    var isProjected = false
    /// By the short names of columns; the last one alone where there is room for one.
    var figures: [Figure]
    /// A sum or mean that runs along the rows, and what the bars behind it are then called.
    var running: (line: Figure, bars: String)?
  }

  struct Figure {
    var column: String
    var name: String
    var role = ChartRole.above
  }

  /// The table to draw, and how.
  func drawn(_ table: ResultTable) throws -> (table: ResultTable, request: ChartRequest) {
    var drawn = try shaped(table)
    drawn.request.choice = choice
    return drawn
  }

  private func shaped(
    _ table: ResultTable
  ) throws -> (table: ResultTable, request: ChartRequest) {
    guard !table.rows.isEmpty || isOfGaps else { throw ChartError.noRows }
    switch form {
    case .groups(let groups): return try drawn(table, groups)
    case .readings(let areAllThere): return drawnReadings(table, areAllThere: areAllThere)
    case .rates: return drawnRates(table)
    case .window(let name, let rates): return try drawnWindow(table, name, rates)
    case .bill: return drawnBill(table)
    case .compare:
      let total = table.column("total")
      return (
        table,
        ChartRequest(
          subject: subject, keys: [.alternative], figures: [ChartFigure(column: total, name: "")])
      )
    case .reconcile(let keys): return try drawnDifferences(table, keys)
    case .gaps(let expected): return try drawnGaps(table, expected)
    }
  }

  private var isOfGaps: Bool { if case .gaps = form { true } else { false } }
}

/// Differences: of each row of a key, or of each line that is money.
extension ChartOutline {
  private func drawnDifferences(
    _ table: ResultTable, _ keys: [GroupKey]
  ) throws -> (table: ResultTable, request: ChartRequest) {
    guard keys.isEmpty else {
      return try drawn(
        table,
        Groups(
          keys: keys, hasAlternatives: false,
          figures: [Figure(column: "difference", name: "")]))
    }
    var drawn = table.keeping([table.column("line"), table.column("difference")])
    drawn.rows = zip(table.rows, drawn.rows).filter { $0.0.cells[2].text != "kWh" }.map(\.1)
    drawn.header.columns[1].kind = .money(places: 2)
    drawn.header.columns[1].unit = .money(currency)
    guard !drawn.rows.isEmpty else { throw ChartError.noRows }
    return (
      drawn,
      ChartRequest(
        subject: subject, keys: [.label], figures: [ChartFigure(column: 1, name: "")])
    )
  }
}

/// Sums by keys: each key a column, the finest position on the axis.
extension ChartOutline {
  private func drawn(
    _ wide: ResultTable, _ groups: Groups
  ) throws -> (table: ResultTable, request: ChartRequest) {
    // The fields of a grid have no parts.
    let isDivided =
      groups.isProjected && groups.keys.count { $0.rank < GroupKey.labelRank } < 2
    var table = wide
    if groups.hasVersus { table = try wide.withoutOtherKeys(groups.keys) }
    if isDivided { table = wide.dividedByTime(behind: groups.keys.count) }
    var keys = groups.keys + (isDivided ? [.label(.band)] : [])
    var figures = groups.figures
    if let across = groups.across {
      keys.removeAll { $0 == across }
      table = wide.unpivoted(behind: keys.count, as: across)
      keys.append(across)
      figures = [Figure(column: ResultTable.unpivoted, name: "")]
    }
    // A key that another one determines, as a day its week, adds nothing to a picture.
    let columns = keys.indices.filter { index in
      !keys.contains { $0.determines(keys[index]) }
    }.sorted { (keys[$0].rank, $0) < (keys[$1].rank, $1) }
    table = table.keeping(
      columns + table.header.columns.indices.dropFirst(keys.count))
    keys = columns.map { keys[$0] }
    for index in keys.indices where keys[index] == .label(.rate) {
      table.header.columns[index].unit = .moneyPerKWh(currency)
      table.header.columns[index].kind = .rate
    }
    let isGrid = keys.count { $0.rank < GroupKey.labelRank } > 1
    if isGrid {
      figures = figures.suffix(1)
    } else if figures.count > 1, !groups.hasVersus {
      figures.removeLast()
    }
    if let running = groups.running, groups.across == nil, !isGrid,
      keys.allSatisfy({ $0.rank < GroupKey.labelRank })
    {
      if figures.count == 1 { figures[0].name = running.bars }
      figures.append(running.line)
    }
    let request = ChartRequest(
      subject: subject,
      keys: keys.map { $0.chartKey(hasAlternatives: groups.hasAlternatives, isAlone: !isGrid) },
      figures: figures.map {
        ChartFigure(
          column: table.column($0.column, from: keys.count), name: $0.name,
          role: isGrid ? .above : $0.role)
      }, bands: bands)
    // Where nothing was due, as in the hour that a clock change leaves out, nothing is missing.
    table.rows.removeAll { row in
      !row.isIncomplete && request.figures.allSatisfy { row.cells[$0.column] == .missing }
    }
    guard !table.rows.isEmpty else { throw ChartError.noRows }
    return (table, request)
  }
}

extension ResultTable {
  /// A table of two periods with the places in the other one at its end, and without the rows that
  /// only that one has.
  ///
  /// - Throws: that the other period has no place behind these keys.
  fileprivate func withoutOtherKeys(_ keys: [GroupKey]) throws(ChartError) -> ResultTable {
    guard let key = keys.first else { throw .noKeys }
    guard keys.count == 1, key.rank < GroupKey.labelRank else { throw .noPlaceBehind }
    let places = header.columns.indices.filter { header.columns[$0].name == "versus_\(key.word)" }
    var table = keeping(header.columns.indices.filter { !places.contains($0) } + places)
    table.rows.removeAll { $0.cells[0] == .missing }
    return table
  }
}

extension GroupKey {
  static let labelRank = 3

  /// Keys are drawn in this order: the last position is the axis, names are parts of it.
  fileprivate var rank: Int {
    switch self {
    case .calendar: 0
    case .cyclic(.weekday), .cyclic(.daytype): 1
    case .cyclic(.halfhour), .cyclic(.hour): 2
    case .label, .source: GroupKey.labelRank
    }
  }

  /// Whether each of its values has only one of another key.
  fileprivate func determines(_ other: GroupKey) -> Bool {
    switch (self, other) {
    case (.calendar(let own), .calendar(let other)): own < other
    case (.calendar(.slot), .cyclic): true
    case (.calendar(.day), .cyclic(.weekday)), (.calendar(.day), .cyclic(.daytype)): true
    case (.cyclic(.halfhour), .cyclic(.hour)), (.cyclic(.weekday), .cyclic(.daytype)): true
    default: false
    }
  }

  fileprivate func chartKey(hasAlternatives: Bool, isAlone: Bool) -> ChartKey {
    switch self {
    case .cyclic(.halfhour): .clock(minutes: 30)
    case .cyclic(.hour): .clock(minutes: 60)
    case .cyclic(.weekday), .cyclic(.daytype): .weekdays
    case .calendar(.slot): .calendar(.slot)
    case .calendar(.day): .calendar(.day)
    case .calendar(.week): .calendar(.week)
    case .calendar(.month): .calendar(.month)
    case .calendar(.quarter): .calendar(.quarter)
    case .calendar(.year): .calendar(.year)
    case .label(.tariff): hasAlternatives ? .alternative : .label
    case .label(.rate), .label(.band), .source(.meter): .label
    case .source(.flow): .flow
    }
  }
}
