import EnergyModel
import QueryLanguage
import Tariffs

/// The sums, for each group, of the half-hours with one rate of VAT that belong to one line of a
/// statement.
struct PartSums {
  /// The line; nil where lines don't matter.
  let line: StatementLines.Line?
  let vat: VATRate
  /// The cost without VAT, unrounded, in the ``VATRate/parts`` of the rate: over all flows, or for
  /// `net` that of import and then that of export.
  let net: [GroupTable]
  /// The cost in whole pence, each local day rounded; nil where the line is rounded at its end.
  let days: [GroupTable]?
  /// The unrounded cost with VAT; nil unless asked for.
  let payable: [GroupTable]?

  private struct Key: Hashable {
    var line: StatementLines.Line?
    var vat: VATRate
  }

  /// The parts of a plan, in order of their tariffs and bands.
  static func all(
    _ plan: Plan, _ aggregate: Aggregate, _ source: some ReadingSource
  ) throws -> [PartSums] {
    let lines =
      plan.prices.policy == .bill ? StatementLines(plan.scans, zone: plan.period.zone) : nil
    var keys: [Key] = []
    var places: [Key: Int] = [:]
    // The index of the part for each row of each scan.
    let parts = plan.scans.map { scan in
      (scan.timeline?.rows ?? []).map { row in
        let key = Key(line: lines?.line(of: row), vat: row.price.vat)
        if let place = places[key] { return place }
        places[key] = keys.count
        keys.append(key)
        return keys.count - 1
      }
    }
    let needsPayable = aggregate.sums.withVAT && Set(keys.map(\.vat)).count > 1
    // Where there are many parts, each has few groups.
    let isSparse = keys.count > 8
    return try keys.enumerated().map { part, key in
      /// The timeline of each scan, with numbers for only those rows that belong to the part.
      func timelines(_ number: (RateRow) -> Int64) -> [RateTimeline?] {
        zip(plan.scans, parts).map { scan, parts in
          scan.timeline.map { timeline in
            timeline.replacingRates(
              zip(timeline.rows, parts).map { $1 == part ? number($0) : RateTimeline.unpriced })
          }
        }
      }
      let withoutVAT = timelines { Int64($0.price.partsWithoutVAT) }
      let net: [GroupTable]
      var days: [GroupTable]?
      if let daily = aggregate.daily, key.line?.isByDay == true {
        (net, days) = try aggregate.sums(
          ofDaysIn: daily, plan, pricedBy: withoutVAT, key.vat, source)
      } else {
        net = try aggregate.sums(plan, pricedBy: withoutVAT, isSparse: isSparse, source)
      }
      return PartSums(
        line: key.line, vat: key.vat, net: net, days: days,
        payable: needsPayable
          ? try aggregate.sums(
            plan, pricedBy: timelines(\.rate.micropence), isSparse: isSparse, source)
          : nil)
    }
  }

  /// The amount and quantity of some groups together; nil where none of them is in the part.
  ///
  /// `table` is 0, or 1 for the export of `net`.
  func due(
    _ groups: GroupList, table: Int, cancellation: Cancellation
  ) throws -> (due: Due, quantity: Int128)? {
    func sum(_ tables: [GroupTable]) throws -> GroupSum {
      let table = tables[table]
      return try Figures.sum(table.used(of: groups), in: table, cancellation: cancellation)
    }
    let all = try sum(net)
    guard all.present > all.unpriced else { return nil }
    var due = Due(net: all.money, of: vat)
    if let days { due.pence = try sum(days).money }
    if let payable { due.payable = try sum(payable).money }
    return (due, all.pricedQuantity)
  }
}

/// An amount due at one rate of VAT.
struct Due: Hashable {
  /// Without VAT and unrounded: 10^-12 of the minor unit, in the ``VATRate/parts`` of the rate.
  var net: Int128
  /// Without VAT in whole pence, as the policy `bill` rounds it, in 10^-12 of the minor unit.
  var pence: Int128
  /// With VAT, in 10^-12 of the minor unit; 0 unless asked for.
  var payable: Int128

  /// Creates an amount of which the pence are rounded once.
  init(net: Int128, of vat: VATRate, payable: Int128 = 0) {
    self.net = net
    self.payable = payable
    pence = Money(roundingToPence: net, of: vat).picopence
  }

  mutating func add(_ other: Due) throws(QueryError) {
    net = try Figures.adding(net, other.net)
    pence = try Figures.adding(pence, other.pence)
    payable = try Figures.adding(payable, other.payable)
  }
}

extension [VATRate: Due] {
  mutating func add(_ due: Due, at vat: VATRate) throws(QueryError) {
    guard var sum = self[vat] else { return self[vat] = due }
    try sum.add(due)
    self[vat] = sum
  }

  mutating func add(_ others: [VATRate: Due]) throws(QueryError) {
    for (vat, due) in others { try add(due, at: vat) }
  }

  /// The sum in whole pence without VAT, in 10^-12 of the minor unit.
  func pence() throws(QueryError) -> Int128 {
    var sum: Int128 = 0
    for due in values { sum = try Figures.adding(sum, due.pence) }
    return sum
  }

  /// The VAT on the whole pence, that of each rate rounded to a penny.
  var vatInPence: FixedPoint {
    reduce(FixedPoint(0)) { $0 + Money(picopence: $1.value.pence).inPence($1.key).inMajorUnit }
  }

  /// The unrounded sum without VAT, as a fraction of 10^-12 of the minor unit.
  private func fraction() throws(QueryError) -> (sum: Int128, parts: Int128) {
    var (sum, parts): (Int128, Int128) = (0, 1)
    for (vat, due) in self {
      var (own, ownParts) = (due.net, vat.parts)
      if own % ownParts == 0 { (own, ownParts) = (own / ownParts, 1) }
      let factor = parts % ownParts == 0 ? 1 : ownParts
      parts = try Figures.product(parts, factor)
      sum = try Figures.adding(
        Figures.product(sum, factor), Figures.product(own, parts / ownParts))
    }
    return (sum, parts)
  }

  /// The sum without VAT in the major unit: exact if 14 decimals suffice, else half-even to 8.
  func withoutVAT() throws(QueryError) -> FixedPoint {
    let (sum, parts) = try fraction()
    return sum % parts == 0
      ? Money(picopence: sum / parts).inMajorUnit
      : FixedPoint(divide(sum, by: try Figures.product(parts, 1_000_000), .even), scale: 8)
  }

  /// The mean without VAT in the major unit over `count`, in millionths, rounded half-even to 8
  /// places.
  func meanWithoutVAT(of count: Int128) throws(QueryError) -> FixedPoint? {
    guard count > 0 else { return nil }
    let (sum, parts) = try fraction()
    return FixedPoint(divide(sum, by: try Figures.product(parts, count), .even), scale: 8)
  }
}

extension Aggregate {
  /// The costs of the readings at the rates of some timelines, one for each scan.
  fileprivate func sums(
    _ plan: Plan, pricedBy timelines: [RateTimeline?], isSparse: Bool, _ source: some ReadingSource
  ) throws -> [GroupTable] {
    let tables = try emptyTables(isSparse: isSparse)
    for (index, timeline) in timelines.enumerated() {
      guard let timeline, let extent = timeline.pricedExtent else { continue }
      _ = try add(index, of: plan, pricedBy: timeline, in: extent, to: tables, source)
    }
    return tables
  }

  /// The costs of each local day of a meter point, summed both unrounded and rounded to a penny.
  fileprivate func sums(
    ofDaysIn daily: Grouping, _ plan: Plan, pricedBy timelines: [RateTimeline?], _ vat: VATRate,
    _ source: some ReadingSource
  ) throws -> (net: [GroupTable], pence: [GroupTable]) {
    var finer = self
    finer.grouping = daily
    let group = grouping.coarsening(daily)
    let (net, pence) = (try emptyTables(), try emptyTables())
    let tables = try finer.sums(plan, pricedBy: timelines, isSparse: false, source)
    for (index, days) in tables.enumerated() {
      for day in days.groups {
        try source.cancellation.check()
        var sum = days[day]
        if sum.isEmpty { continue }
        guard net[index].sum(of: group(day)).pointee.add(sum) else { throw Figures.overflow }
        sum.money = Money(roundingToPence: sum.money, of: vat).picopence
        guard pence[index].sum(of: group(day)).pointee.add(sum) else { throw Figures.overflow }
      }
    }
    return (net, pence)
  }

  /// Empty tables: one, or for `net` one for import and one for export.
  func emptyTables(isSparse: Bool = false) throws -> [GroupTable] {
    try (0..<(sums.separatesExport ? 2 : 1)).map { _ in
      try GroupTable(count: grouping.count, isSparse: isSparse || grouping.hasLabels)
    }
  }

  /// Adds the readings of a scan in some half-hours to the tables of its flow.
  ///
  /// - Returns: the volume read by a meter in m³, by group.
  func add(
    _ index: Int, of plan: Plan, pricedBy timeline: RateTimeline?, in halfHours: Range<Int>,
    to tables: [GroupTable], _ source: some ReadingSource
  ) throws -> [Int: Int128] {
    let scan = plan.scans[index]
    var adder = GroupAdder(
      scan: index, of: plan, by: grouping, addsVolumes: sums.volume, pricedBy: timeline,
      into: tables[scan.point.flow == .export ? tables.count - 1 : 0])
    try plan.walk(scan, over: source, in: halfHours) { adder.add($0, $1, $2) }
    guard !adder.overflowed else {
      throw QueryError("the cost of \(scan.point.name) is too large to add up")
    }
    return adder.volumes
  }
}
