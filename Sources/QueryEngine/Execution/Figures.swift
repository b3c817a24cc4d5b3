import EnergyModel
import QueryLanguage

/// What one row of `usage`, `cost` or `net` is made of.
struct Figures {
  /// Of all flows; for `net` of import and then of export.
  ///
  /// Under the policy `bill` their money is whole pence without VAT.
  var sums: [GroupSum]
  /// What they are made of, by rate of VAT; empty unless asked for.
  var dues: [[VATRate: Due]]
  /// What meters in m³ read, in millionths; nil where there is no such reading.
  var volume: Int128?
  /// Nil where none falls due.
  var standing: GroupSums.Charge?
  /// Whether a standing charge is due that is not known, and so in no total.
  var lacksStanding: Bool

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
  }

  /// What they come to with the standing charge, 10^-12 of the minor unit; of `net` without export.
  var money: Int128 {
    sums.dropFirst().reduce(sums[0].money) { $0 - $1.money } + (standing?.money ?? 0)
  }

  /// The columns that are the measure's own.
  func cells(_ set: Report.FigureSet) -> [Cell] {
    switch set {
    case .usage: Usage.cells(self)
    case .cost: Cost.cells(self)
    case .net: Net.cells(self)
    }
  }

  /// The standing charge, and the cost with it: a charge is due on days without readings too, so
  /// that the totals of the rows add up to the total of all.
  var standingCells: [Cell] {
    guard let standing else { return [.missing, money(sums[0])] }
    let charge = Cell.number(Money(picopence: standing.money).inMajorUnit)
    // Energy that nothing prices leaves no total.
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

  /// What VAT a statement asks on energy and standing charge, each rate's rounded to a penny.
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

  /// Pounds per kWh over what has a rate, to 8 places.
  var averageRate: Cell {
    guard sums[0].pricedQuantity > 0 else { return .missing }
    return .number(
      FixedPoint(divide(sums[0].money, by: sums[0].pricedQuantity, .even), scale: 8))
  }

  func usage(_ sum: GroupSum) -> Cell {
    sum.present > 0 ? .number(FixedPoint(sum.quantity, scale: 6)) : .missing
  }

  func money(_ sum: GroupSum) -> Cell {
    sum.present > sum.unpriced ? .number(Money(picopence: sum.money).inMajorUnit) : .missing
  }
}
