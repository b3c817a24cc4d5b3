import EnergyModel
import QueryLanguage

/// What one row of `usage`, `cost` or `net` is made of.
struct Figures {
  /// Of all flows; for `net` of import and then of export.
  var sums: [GroupSum]
  /// The same without VAT, in the parts of ``RateWithoutVAT``; empty unless asked for.
  var withoutVAT: [GroupSum]
  /// What meters in m³ read, in millionths; nil where there is no such reading.
  var volume: Int128?
  /// Nil where none falls due.
  var standing: GroupSums.Charge?
  /// Whether a standing charge is due that is not known, and so in no total.
  var lacksStanding: Bool

  static let overflow = QueryError("the cost is too large to add up")

  static func sum(
    _ groups: GroupList, in table: GroupTable, unless cancellation: Cancellation
  ) throws -> GroupSum {
    var total = GroupSum()
    for group in groups {
      try cancellation.check()
      guard total.add(table[group]) else { throw overflow }
    }
    return total
  }

  func isIncomplete(priced: Bool) -> Bool {
    sums.contains { $0.missing > 0 || (priced && $0.unpriced > 0) }
  }

  /// The columns that are the measure's own.
  func measureCells(_ measure: Measure) -> [Cell] {
    guard measure == .net else {
      return measure == .cost ? [usage(sums[0]), money(sums[0])] : [usage(sums[0])]
    }
    // A flow of which nothing is expected adds nothing; one that is missing leaves no answer.
    func part(_ sum: GroupSum) -> Int128? {
      sum.isEmpty ? 0 : sum.present > sum.unpriced ? sum.money : nil
    }
    var net = Cell.missing
    if let cost = part(sums[0]), let income = part(sums[1]), !sums.allSatisfy(\.isEmpty) {
      net = .number(Money(picopence: cost - income).inMajorUnit)
    }
    return [usage(sums[0]), money(sums[0]), usage(sums[1]), money(sums[1]), net]
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
  var vatCells: [Cell] {
    guard case .number(let cost) = money(sums[0]) else { return [.missing, .missing] }
    let net = FixedPoint(withoutVAT: withoutVAT[0].money)
    return [.number(net), .number(cost - net)]
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

  private func usage(_ sum: GroupSum) -> Cell {
    sum.present > 0 ? .number(FixedPoint(sum.quantity, scale: 6)) : .missing
  }

  private func money(_ sum: GroupSum) -> Cell {
    sum.present > sum.unpriced ? .number(Money(picopence: sum.money).inMajorUnit) : .missing
  }
}

extension FixedPoint {
  /// Pounds, from a sum of products of a reading and a ``RateWithoutVAT``: exact where 14 decimals
  /// can be, else to 8 places.
  init(withoutVAT parts: Int128) {
    let divisor = RateWithoutVAT.partsPerMicropenny
    self =
      parts % divisor == 0
      ? Money(picopence: parts / divisor).inMajorUnit
      : FixedPoint(divide(parts, by: divisor * 1_000_000, .even), scale: 8)
  }
}
