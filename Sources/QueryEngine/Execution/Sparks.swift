import EnergyModel
import QueryLanguage

/// The bars of `with spark`: for each row the last figure of the measure, part by part.
///
/// All rows share one scale, on which the largest magnitude of any part is 8.
struct Sparks {
  /// By the labels of the row.
  private var heights: [[Cell]: [Int?]] = [:]

  /// Adds up the parts, unrounded; `parts` has the keys of the rows, and then that of the parts.
  init(
    _ plan: Plan, _ parts: Aggregate, _ figures: Report.FigureSet, source: some ReadingSource
  ) throws {
    var plan = plan
    plan.prices.policy = .exact
    let sums = try GroupSums(plan, parts, source: source)
    let (grouping, keys) = (parts.grouping, parts.grouping.keys.dropLast())
    guard sums.groups.count <= Ceiling.cells, let part = parts.grouping.keys.last else {
      throw Ceiling.tooManyCells("'with spark' has to know its scale before the first row")
    }
    // Rows of one calendar unit have the same parts, whatever their other labels.
    let units = keys.filter { if case .calendar = $0 { true } else { false } }
    var partsOfUnit: [[Int]: Set<Int>] = [:]
    var figuresOfRow: [[Cell]: (unit: [Int], figures: [Int: Cell])] = [:]
    for group in sums.groups {
      try source.cancellation.check()
      let unit = units.map { grouping.ordinal(of: $0, group: group) }
      let place = grouping.ordinal(of: part, group: group)
      partsOfUnit[unit, default: []].insert(place)
      let own = try sums.figures(group)
      let cell = own.cells(figures).last ?? .missing
      // Of what was not due there is nothing, and so nothing missing.
      guard cell != .missing || own.isIncomplete(priced: plan.isPriced) else { continue }
      let labels = keys.map { grouping.cell(of: $0, group: group) }
      figuresOfRow[labels, default: (unit, [:])].figures[place] = cell
    }
    let most = figuresOfRow.values.lazy.flatMap(\.figures.values).compactMap(\.magnitude).max()
    for (labels, row) in figuresOfRow {
      heights[labels] = (partsOfUnit[row.unit] ?? []).sorted().map { place in
        row.figures[place].map { $0.height(of: most) } ?? 0
      }
    }
  }

  /// The bars of the row with these labels.
  func cell(_ labels: [Cell]) -> Cell { heights[labels].map(Cell.spark) ?? .missing }
}

extension Cell {
  /// Nil for what is missing.
  fileprivate var magnitude: FixedPoint? {
    if case .number(let number) = self { number.magnitude } else { nil }
  }

  /// In eighths of `most`, at least one for what is not zero; nil for what is missing.
  fileprivate func height(of most: FixedPoint?) -> Int? {
    guard case .number(let number) = self, let most, let magnitude else { return nil }
    let whole = FixedPoint(magnitude.digits * 8, scale: magnitude.scale)
    guard number.digits != 0, let rounded = whole.quotient(by: most, places: 0) else { return 0 }
    let eighths = max(1, Int(rounded.digits))
    return number.digits < 0 ? -eighths : eighths
  }
}
