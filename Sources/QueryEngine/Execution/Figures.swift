import EnergyModel
import QueryLanguage

/// What one row of `usage`, `cost` or `net` is made of.
struct Figures {
  /// Of all flows; for `net` of import and then of export.
  var sums: [GroupSum]
  /// Micropence; nil where none falls due.
  var standing: Int128?

  init(sums: [GroupSum], standing: Int128?) {
    self.sums = sums
    self.standing = standing
  }

  /// The sum of groups.
  init(
    of groups: [Int], in tables: [GroupTable], standing: [Int: Int128]
  ) throws(QueryError) {
    var sums: [GroupSum] = []
    for table in tables {
      var total = GroupSum()
      for group in groups where !total.add(table[group]) {
        throw QueryError("the cost is too large to add up")
      }
      sums.append(total)
    }
    let charges = groups.compactMap { standing[$0] }
    self.init(sums: sums, standing: charges.isEmpty ? nil : charges.reduce(0, +))
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
    // Micropence are 10^-8 of a pound, sums of money 10^-14.
    let pounds = FixedPoint(standing * 1_000_000, scale: 14)
    return [.number(pounds), .number(FixedPoint(pounds.digits + sums[0].money, scale: 14))]
  }

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
