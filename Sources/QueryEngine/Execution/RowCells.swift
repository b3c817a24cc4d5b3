import EnergyModel
import QueryLanguage

/// The cells of a breakdown's rows behind their keys.
///
/// It is asked row by row, in order, as sums and means run along the rows. Rows of different parts are
/// never added up.
struct RowCells {
  private let figureSet: Report.FigureSet
  private let extras: [Extra]
  private let rollingRows: Int
  private let single: SingleHalfHours?
  private let supplier: SupplierSums?
  private let sparks: Sparks?
  /// What shares are of, by part.
  private let wholes: [String?: FixedPoint]
  private var sums: [String?: FixedPoint] = [:]
  private var windows: [String?: Window] = [:]
  private var isOfTotal = false

  /// The last figures, at most as many as `rolling` asks for, and their sum.
  private struct Window {
    /// Nil where one is missing; the oldest is at `oldest` once there are enough.
    var figures: [FixedPoint?] = []
    var oldest = 0
    var sum = FixedPoint(0)
    var missing = 0

    mutating func add(_ figure: FixedPoint?, keeping count: Int) {
      if let figure { sum = sum + figure } else { missing += 1 }
      guard figures.count == count else { return figures.append(figure) }
      if let last = figures[oldest] { sum = sum - last } else { missing -= 1 }
      figures[oldest] = figure
      oldest = (oldest + 1) % count
    }
  }

  init(
    _ breakdown: Report.Breakdown, single: SingleHalfHours?, supplier: SupplierSums?,
    sparks: Sparks?, wholes: [String?: FixedPoint]
  ) {
    figureSet = breakdown.figures
    extras = breakdown.extras
    rollingRows = breakdown.rollingRows
    self.single = single
    self.supplier = supplier
    self.sparks = sparks
    self.wholes = wholes
  }

  /// The cells of the next row, which is of some groups.
  mutating func next(
    _ figures: Figures, of groups: GroupList, labels: [Cell], in part: String?
  ) throws -> [Cell] {
    let own = figures.cells(figureSet)
    var cells = try figures.means(own)
    if extras.isEmpty { return cells }
    let means =
      extras.contains(.standing) ? try figures.means(figures.standingCells) : []
    let shown = (means.last ?? cells.last)?.number
    for extra in extras {
      switch extra {
      case .standing: cells += means
      case .coverage: cells += figures.coverageCells(priced: figureSet.countsUnpriced)
      case .price: cells.append(figures.averageRate)
      case .share: cells.append(try share(own.last?.number, in: part))
      case .cumulative: cells.append(running(shown, in: part))
      case .rolling: cells.append(try rolling(shown, in: part))
      case .spread: cells += try single?.spreadCells(groups) ?? []
      case .power: cells.append(try single?.powerCell(groups) ?? .missing)
      case .supplier: cells += try supplierCells(figures, groups)
      case .vat: cells += try figures.means(figures.vatCells())
      case .volume: cells += try figures.means([figures.volumeCell])
      case .revisions: break
      case .spark: cells.append(sparks?.cell(labels) ?? .missing)
      }
    }
    return cells
  }

  /// The cells of a part's total: the running sum is its last value, and no mean of rows is over it.
  func total(_ figures: Figures, of groups: GroupList, in part: String?) throws -> [Cell] {
    var alone = self
    (alone.sums, alone.isOfTotal) = ([:], true)
    return try alone.next(figures, of: groups, labels: [], in: part)
  }

  /// Sums; or means, but not of units in which the supplier's cost of a half-hour is not known.
  private func supplierCells(_ figures: Figures, _ groups: GroupList) throws -> [Cell] {
    guard let supplier, figures.units == nil || supplier.lacking(groups) == 0 else {
      return [.missing, .missing]
    }
    return try figures.means(try supplier.cells(groups))
  }

  private mutating func running(_ figure: FixedPoint?, in part: String?) -> Cell {
    guard let figure else { return .missing }
    let sum = (sums[part] ?? FixedPoint(0)) + figure
    sums[part] = sum
    return .number(sum)
  }

  /// The mean of the last rows to 8 places; missing where one of them is, or there are too few.
  private mutating func rolling(_ figure: FixedPoint?, in part: String?) throws -> Cell {
    guard !isOfTotal else { return .missing }
    let count = rollingRows
    windows[part, default: Window()].add(figure, keeping: count)
    guard let window = windows[part], window.figures.count == count, window.missing == 0 else {
      return .missing
    }
    return .number(try Figures.quotient(window.sum, by: FixedPoint(count), "a mean"))
  }

  /// The share of a figure in its part's whole, to 8 places.
  private func share(_ figure: FixedPoint?, in part: String?) throws(QueryError) -> Cell {
    guard let figure, let whole = wholes[part], whole.digits != 0 else { return .missing }
    return .number(try Figures.quotient(figure, by: whole, "a share of the total"))
  }
}

extension Figures {
  /// A quotient to 8 places.
  ///
  /// - Throws: that `what` is too large.
  static func quotient(
    _ figure: FixedPoint, by divisor: FixedPoint, _ what: String
  ) throws(QueryError) -> FixedPoint {
    guard let quotient = figure.quotient(by: divisor, places: 8) else {
      throw QueryError("\(what) is too large to be written")
    }
    return quotient
  }
}
