import EnergyModel
import QueryLanguage

/// The sums from which one row of `usage`, `cost` or `net` is computed.
struct Figures {
  /// The sum over all flows; for `net`, that of import and then that of export.
  ///
  /// Under the policy `bill` their money is in whole pence without VAT.
  var sums: [GroupSum]
  /// Their parts by rate of VAT; empty unless asked for.
  var dues: [[VATRate: Due]]
  /// The volume read by meters in m³, in millionths; nil where there is no such reading.
  var volume: Int128?
  /// The standing charges; nil where none is due.
  var standing: GroupSums.Charge?
  /// Whether a standing charge of unknown amount is due, which no total includes.
  var lacksStanding: Bool

  /// The units of time that they are to be the mean of; nil where they are sums.
  var units: Units?

  /// Days, weeks, months or years.
  struct Units {
    var complete = 0
    /// Those that don't count, as something of them is missing.
    var leftOut = 0
  }

  static let overflow = QueryError("the cost is too large to add up")

  static func sum(
    _ groups: GroupList, in table: GroupTable, cancellation: Cancellation
  ) throws -> GroupSum {
    var total = GroupSum()
    for group in groups {
      try cancellation.check()
      guard total.add(table[group]) else { throw overflow }
    }
    return total
  }

  static func adding(_ left: Int128, _ right: Int128) throws(QueryError) -> Int128 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    if overflow { throw self.overflow }
    return sum
  }

  static func product(_ left: Int128, _ right: Int128) throws(QueryError) -> Int128 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    if overflow { throw self.overflow }
    return product
  }

  func isIncomplete(priced: Bool) -> Bool {
    sums.contains { $0.missing > 0 || (priced && $0.unpriced > 0) }
      || units.map { $0.complete == 0 && $0.leftOut > 0 } ?? false
  }

  /// Sums as means to 8 places, where means are asked for.
  func means(_ cells: [Cell]) throws(QueryError) -> [Cell] {
    guard let units else { return cells }
    return try cells.map { cell throws(QueryError) in
      guard let sum = cell.number, units.complete > 0 else { return .missing }
      return .number(try Figures.quotient(sum, by: FixedPoint(units.complete), "a mean"))
    }
  }

  /// The total with the standing charge, in 10^-12 of the minor unit; for `net`, without export.
  var money: Int128 {
    sums.dropFirst().reduce(sums[0].money) { $0 - $1.money } + (standing?.money ?? 0)
  }

  /// The cells of the measure's own columns.
  func cells(_ set: Report.FigureSet) -> [Cell] {
    switch set {
    case .usage: Usage.cells(self)
    case .cost: Cost.cells(self)
    case .net: Net.cells(self)
    }
  }

  /// The standing charge, and the cost including it.
  ///
  /// A charge is due on days without readings too, so that the totals of the rows add up to the
  /// overall total.
  var standingCells: [Cell] {
    guard let standing else { return [.missing, money(sums[0])] }
    let charge = Cell.number(Money(picopence: standing.money).inMajorUnit)
    // If none of the energy has a rate, there is no total.
    if sums[0].present > 0, sums[0].present == sums[0].unpriced { return [charge, .missing] }
    return [standing.money, standing.money + sums[0].money].map {
      .number(Money(picopence: $0).inMajorUnit)
    }
  }

  /// The cost without VAT, and the VAT.
  func vatCells() throws(QueryError) -> [Cell] {
    guard case .number(let cost) = money(sums[0]) else { return [.missing, .missing] }
    let net = try dues[0].withoutVAT()
    return [.number(net), .number(cost - net)]
  }

  /// The VAT of a statement on energy and standing charge, that of each rate rounded to a penny.
  func vatInPence() throws(QueryError) -> FixedPoint {
    var all = standing?.dues ?? [:]
    for dues in dues { try all.add(dues) }
    return all.vatInPence
  }

  var volumeCell: Cell { volume.map { .number(FixedPoint($0, scale: 6)) } ?? .missing }

  func coverageCells(priced: Bool) -> [Cell] {
    func count(_ count: (GroupSum) -> Int) -> Cell {
      .number(FixedPoint(sums.reduce(0) { $0 + count($1) }))
    }
    return [count(\.present), count(\.expected)] + (priced ? [count(\.unpriced)] : [])
  }

  /// The mean rate in pounds per kWh over the priced readings, to 8 places; with the standing charge,
  /// what a kWh of them costs in all.
  var averageRate: Cell {
    guard sums[0].pricedQuantity > 0 else { return .missing }
    let money = sums[0].money + (standing?.money ?? 0)
    return .number(FixedPoint(divide(money, by: sums[0].pricedQuantity, .even), scale: 8))
  }

  func usage(_ sum: GroupSum) -> Cell {
    sum.present > 0 ? .number(FixedPoint(sum.quantity, scale: 6)) : .missing
  }

  func money(_ sum: GroupSum) -> Cell {
    sum.present > sum.unpriced ? .number(Money(picopence: sum.money).inMajorUnit) : .missing
  }
}
