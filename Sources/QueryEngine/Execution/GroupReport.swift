import EnergyModel
import QueryLanguage

/// The rows of `usage`, `cost` and `net`: sums of half-hours by group, or means of such sums.
struct GroupReport {
  private let plan: Plan
  private let breakdown: Report.Breakdown
  private let cancellation: Cancellation
  private let sums: RowSums
  /// The keys whose values are never added up.
  private let partKeys: [GroupKey]
  /// The sets of rows that may be added up; different parts never are.
  private let parts: [Part]
  private let supplier: SupplierSums?
  private let rowCells: RowCells
  private let isPriced: Bool
  /// Notes on what shares are of, and on what is above a power and below it.
  private let wholeNotes: [String]

  /// All rows; or those of one flow and alternative, where others can't be added to them.
  private struct Part {
    /// The label of the part; nil for all rows.
    var name: String?
    var rows: GroupList
    var total: Figures
  }

  /// `source`: the readings as they are.
  init(_ plan: Plan, _ breakdown: Report.Breakdown, source: some ReadingSource) throws {
    let counted = plan.readings(from: source)
    self.plan = plan
    self.breakdown = breakdown
    cancellation = source.cancellation
    isPriced = plan.isPriced
    try Ceiling.check(plan.rows, of: breakdown)
    sums = try RowSums(plan, breakdown.aggregate, source: counted)
    partKeys = breakdown.figures.partKeys(plan.flows, plan.alternatives)
    parts = try GroupReport.parts(of: sums, by: partKeys, cancellation)
    let isOfSingles = breakdown.extras.contains { [.spread, .power].contains($0) }
    let single =
      isOfSingles
      ? try SingleHalfHours(plan, by: breakdown.aggregate.grouping, source: counted) : nil
    supplier =
      breakdown.extras.contains(.supplier)
      ? try SupplierSums(plan, by: breakdown.aggregate.grouping, source: counted) : nil
    let wholes = try GroupReport.wholes(of: plan, breakdown, source) ?? parts
    rowCells = RowCells(
      breakdown, single: single, supplier: supplier,
      sparks: try breakdown.parts.map {
        try Sparks(plan, $0, breakdown.figures, source: counted)
      },
      wholes: Dictionary(
        wholes.map { ($0.name, $0.total.cells(breakdown.figures).last?.number ?? FixedPoint(0)) },
        uniquingKeysWith: { first, _ in first }))
    wholeNotes =
      GroupReport.notes(onWholes: wholes, breakdown)
      + (try GroupReport.notes(onPowerOf: plan, breakdown, parts, source))
  }

  private static func parts(
    of sums: RowSums, by keys: [GroupKey], _ cancellation: Cancellation
  ) throws -> [Part] {
    try sums.grouping.parts(of: sums.rows, by: keys, cancellation: cancellation).map {
      Part(name: $0.name, rows: $0.groups, total: try sums.figures($0.groups))
    }
  }

  /// The parts of all readings, where shares are of more than the rows.
  private static func wholes(
    of plan: Plan, _ breakdown: Report.Breakdown, _ source: some ReadingSource
  ) throws -> [Part]? {
    guard let aggregate = breakdown.whole else { return nil }
    var plan = plan
    (plan.filter, plan.power) = (Filter(), nil)
    let sums = try RowSums(plan, aggregate, source: plan.readings(from: source))
    return try parts(of: sums, by: aggregate.rows.keys, source.cancellation)
  }

  private static func notes(onWholes wholes: [Part], _ breakdown: Report.Breakdown) -> [String] {
    guard breakdown.whole != nil else { return [] }
    let lacking = wholes.flatMap(\.total.sums).reduce(0) { count, sum in
      count + sum.missing + (breakdown.figures.isMoney ? sum.unpriced : 0)
    }
    guard lacking > 0 else { return [] }
    return ["shares are of a whole that lacks \(counted(lacking, "half-hour"))"]
  }

  /// Notes, under the policy `bill`, that what is above a power and what is below it are statements that
  /// don't add up to that of the whole.
  private static func notes(
    onPowerOf plan: Plan, _ breakdown: Report.Breakdown, _ parts: [Part],
    _ source: some ReadingSource
  ) throws -> [String] {
    guard let power = plan.power, plan.prices.policy == .bill, breakdown.aggregate.means == nil
    else { return [] }
    let (rest, whole) = try (
      totals(of: plan, breakdown, power: power.opposite, source),
      totals(of: plan, breakdown, power: nil, source)
    )
    return parts.compactMap { part in
      guard let rest = rest[part.name], let whole = whole[part.name] else { return nil }
      let sum = part.total.money + rest
      guard sum != whole else { return nil }
      return (part.name.map { "\($0): " } ?? "")
        + "what is above \(power.threshold) and what is below it are each rounded as a statement: "
        + "together \(plan.moneyText(sum)), as one statement \(plan.moneyText(whole))"
    }
  }

  /// The money of each part with another power, in 10^-12 of the minor unit.
  private static func totals(
    of plan: Plan, _ breakdown: Report.Breakdown, power: PowerPart?, _ source: some ReadingSource
  ) throws -> [String?: Int128] {
    var plan = plan
    plan.power = power
    let sums = try RowSums(plan, breakdown.aggregate, source: plan.readings(from: source))
    let keys = breakdown.figures.partKeys(plan.flows, plan.alternatives)
    return Dictionary(
      try parts(of: sums, by: keys, source.cancellation).map { ($0.name, $0.total.money) },
      uniquingKeysWith: +)
  }

  func write(to sink: inout some ResultSink) throws {
    let rows = sums.isEmpty ? [] : sums.rows
    if let across = breakdown.across {
      // Parts that have columns of their own need no rows.
      let rowKeys = partKeys.filter { $0 != across }
      let pivot = Pivot(
        plan: plan, grouping: sums.grouping, across: across, cancellation: cancellation,
        cells: { try lastCell(sums.figures($0)) },
        sums: { try sums.figures($0) },
        parts: try sums.grouping.parts(of: rows, by: rowKeys, cancellation: cancellation),
        total: { try lastCell(sums.figures($0)) }, lacksUnits: sums.lacksUnits,
        means: sums.means, notes: try notes)
      return try pivot.write(rows, coverage: sums.coverage, to: &sink)
    }
    try sink.begin(plan.header)
    var selection = RowSelection(plan.rows, cancellation: cancellation)
    var rowCells = rowCells
    for row in rows {
      if selection.isFull { break }
      try selection.append(
        result(row, &rowCells),
        ranks: sums.grouping.keys.map { sums.grouping.ordinal(of: $0, group: row) }, to: &sink)
    }
    try selection.finish(to: &sink)
    var summary = try summary
    if selection.sent < rows.count { summary.rowsInAll = rows.count }
    try sink.end(summary)
  }

  /// Whether there is neither a reading nor a charge.
  var isEmpty: Bool { sums.isEmpty }

  /// All rows with their groups, as one side of a comparison, even where nothing was read.
  var rows: [(group: Int, row: ResultRow)] {
    get throws {
      var rowCells = rowCells
      let rows = sums.rows
      guard rows.count <= Ceiling.cells / plan.rows.columns.count else {
        throw Ceiling.tooManyCells("two periods have to be there before the first row")
      }
      return try rows.map { ($0, try result($0, &rowCells)) }
    }
  }

  var grouping: Grouping { sums.grouping }

  var summary: ResultSummary {
    get throws {
      let coverage = sums.coverage
      return ResultSummary(
        coverage: coverage, means: sums.means,
        isIncomplete: !breakdown.aggregate.charges.unknown.isEmpty
          || supplier?.isIncomplete ?? false || sums.lacksUnits,
        totals: sums.isEmpty ? [] : try parts.map(total), tariffs: plan.tariffNames,
        notes: plan.notes(coverage, isEmpty: sums.isEmpty || sums.rows.isEmpty) + (try notes))
    }
  }

  private func result(_ row: Int, _ rowCells: inout RowCells) throws -> ResultRow {
    try cancellation.check()
    let figures = try sums.figures(row)
    let members = sums.members(row)
    let labels = sums.grouping.keys.map { sums.grouping.cell(of: $0, group: row) }
    let part = sums.grouping.name(of: row, by: partKeys)
    return ResultRow(
      cells: try labels + rowCells.next(figures, of: members, labels: labels, in: part),
      isIncomplete: isIncomplete(figures, members))
  }

  private func isIncomplete(_ figures: Figures, _ groups: GroupList) -> Bool {
    figures.isIncomplete(priced: isPriced) || figures.lacksStanding
      || supplier.map { $0.lacking(groups) > 0 } ?? false
  }

  private func lastCell(_ figures: Figures) throws -> Cell {
    try figures.means(figures.cells(breakdown.figures)).last ?? .missing
  }

  private var notes: [String] {
    get throws {
      wholeNotes + (supplier?.notes ?? []) + standingNotes + (try statementNotes)
    }
  }

  /// A note that the supplier's costs stand beside a total that has more in it.
  private var standingNotes: [String] {
    guard supplier != nil, breakdown.extras.contains(.standing) else { return [] }
    return [
      "'supplier' and 'difference' are about energy alone; for standing charges too: reconcile"
    ]
  }

  /// A note, under the policy `bill`, that the rows' statements don't add up to that of the whole.
  private var statementNotes: [String] {
    get throws {
      guard plan.prices.policy == .bill, breakdown.aggregate.means == nil else { return [] }
      return try parts.compactMap { part in
        let whole = part.total.money
        var rows: Int128 = 0
        for row in part.rows { rows = try Figures.adding(rows, sums.figures(row).money) }
        guard rows != whole else { return nil }
        return (part.name.map { "\($0): " } ?? "")
          + "each row is rounded as a statement of its own: "
          + "together \(plan.moneyText(rows)), as one statement \(plan.moneyText(whole))"
      }
    }
  }

  private func total(_ part: Part) throws -> ResultTotal {
    let members = sums.members(part.rows)
    return ResultTotal(
      part: part.name,
      cells: try sums.grouping.keys.map { _ in .missing }
        + rowCells.total(part.total, of: members, in: part.name),
      isIncomplete: isIncomplete(part.total, members))
  }
}

extension Plan {
  /// An amount of 10^-12 of the minor unit, to a penny.
  fileprivate func moneyText(_ money: Int128) -> String {
    amountText(Money(picopence: money).inMajorUnit.text(places: 2), in: prices.currency)
  }
}

extension Grouping {
  /// The values of some keys in a group, as a label; nil without keys.
  func name(of group: Int, by keys: [GroupKey]) -> String? {
    keys.isEmpty ? nil : keys.map { label(of: $0, group: group) }.joined(separator: " ")
  }

  /// The groups by their values of some keys, labelled with these.
  fileprivate func parts(
    of groups: GroupList, by keys: [GroupKey], cancellation: Cancellation
  ) throws(Cancelled) -> [(name: String?, groups: GroupList)] {
    if keys.isEmpty { return groups.isEmpty ? [] : [(nil, groups)] }
    var parts: [(name: String?, groups: [Int])] = []
    for group in groups {
      try cancellation.check()
      let name = name(of: group, by: keys)
      if let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].groups.append(group)
      } else {
        parts.append((name, [group]))
      }
    }
    return parts.map { ($0.name, .list($0.groups)) }
  }
}
