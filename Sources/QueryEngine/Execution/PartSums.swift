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

  /// The groups that have something of the part.
  var groups: Set<Int> {
    var groups: Set<Int> = []
    for table in net {
      for group in table.used(of: table.groups) where table[group].present > 0 {
        groups.insert(group)
      }
    }
    return groups
  }

  /// The sum of some groups; nil where the part holds nothing of them.
  ///
  /// `table`: 0, or 1 for the export of `net`.
  func due(
    _ groups: GroupList, table: Int, cancellation: Cancellation
  ) throws -> (due: Due, quantity: Int128)? {
    func sum(_ tables: [GroupTable]) throws -> GroupSum {
      let table = tables[table]
      return try Figures.sum(table.used(of: groups), in: table, cancellation: cancellation)
    }
    let all = try sum(net)
    guard all.present > 0 else { return nil }
    var due = Due(net: all.money, of: vat)
    if let days { due.pence = try sum(days).money }
    if let payable { due.payable = try sum(payable).money }
    return (due, all.quantity)
  }
}

/// The parts of a plan while its readings are added up.
struct PartTables {
  /// In order of their tariffs and bands.
  private let parts: [Part]
  /// For each row of each scan its part.
  private let partOfRow: [[Int]]
  private let plan: Plan
  private let aggregate: Aggregate

  /// Where the half-hours of a part go.
  struct Part {
    fileprivate let key: Key
    /// Whether ``tables`` are of the finer groups in which each local day is rounded.
    let isByDay: Bool
    /// Without VAT.
    let tables: [GroupTable]
    /// With VAT; nil unless asked for.
    let payable: [GroupTable]?
  }

  fileprivate struct Key: Hashable {
    var line: StatementLines.Line?
    var vat: VATRate
  }

  init(_ plan: Plan, _ aggregate: Aggregate) throws {
    (self.plan, self.aggregate) = (plan, aggregate)
    let lines =
      plan.prices.policy == .bill ? StatementLines(plan.scans, zone: plan.period.zone) : nil
    var keys: [Key] = []
    var places: [Key: Int] = [:]
    func part(_ key: Key) -> Int {
      if let place = places[key] { return place }
      places[key] = keys.count
      keys.append(key)
      return keys.count - 1
    }
    partOfRow = plan.scans.map { scan in
      guard let rows = scan.timeline?.rows else { return [] }
      var parts: [Int] = []
      var last: (tariff: String, vat: VATRate, part: Int)?
      rows.forEachPrice { number, tariff, price in
        if let last, last.tariff == tariff, last.vat == price.vat { return parts.append(last.part) }
        let hasBands = lines?.hasBands(tariff) ?? false
        let line = lines.map {
          hasBands ? $0.line(of: rows[number]) : $0.line(ofTariff: tariff, band: "")
        }
        parts.append(part(Key(line: line, vat: price.vat)))
        last = hasBands ? nil : (tariff, price.vat, parts[parts.count - 1])
      }
      return parts
    }
    let needsPayable = aggregate.sums.withVAT && Set(keys.map(\.vat)).count > 1
    // Where there are many parts, each has few groups.
    let isSparse = keys.count > 8
    parts = try keys.map { key in
      let daily = key.line?.isByDay == true ? aggregate.daily : nil
      return Part(
        key: key, isByDay: daily != nil,
        tables: try aggregate.emptyTables(by: daily, isSparse: daily == nil && isSparse),
        payable: needsPayable ? try aggregate.emptyTables(isSparse: isSparse) : nil)
    }
  }

  /// Adds the half-hours of a scan.
  func adder(scan index: Int) -> PartAdder {
    PartAdder(
      scan: index, of: plan, parts: parts, partOfRow: partOfRow[index],
      table: aggregate.table(of: plan.scans[index]),
      days: aggregate.daily.map { GroupPath(scan: index, of: plan, by: $0) })
  }

  /// The sum of them all.
  func sums(_ cancellation: Cancellation) throws -> [PartSums] {
    try parts.map { part in
      var (net, days) = (part.tables, [GroupTable]?.none)
      if part.isByDay, let daily = aggregate.daily {
        (net, days) = try aggregate.rounding(
          part.tables, by: daily, at: part.key.vat, cancellation)
      }
      return PartSums(
        line: part.key.line, vat: part.key.vat, net: net, days: days, payable: part.payable)
    }
  }
}

/// Adds the priced half-hours of one scan to the parts that they stand in.
final class PartAdder {
  private let parts: [PartTables.Part]
  private let partOfRow: [Int]
  /// For each row what it costs without VAT, in parts of a micropenny, and what it costs with it.
  private let net: [Int64]
  private let payable: [Int64]
  /// 0, or 1 for the export of `net`.
  private let table: Int
  /// To the groups in which local days are rounded; nil where none is.
  private let days: GroupPath?

  fileprivate init(
    scan index: Int, of plan: Plan, parts: [PartTables.Part], partOfRow: [Int], table: Int,
    days: GroupPath?
  ) {
    self.parts = parts
    self.partOfRow = partOfRow
    var (net, payable): ([Int64], [Int64]) = ([], [])
    plan.scans[index].timeline?.rows.forEachPrice { _, _, price in
      net.append(Int64(price.partsWithoutVAT))
      payable.append(price.payable.micropence)
    }
    (self.net, self.payable) = (net, payable)
    self.table = table
    self.days = days
  }

  /// Whether some parts are of groups in which local days are rounded.
  var isByDay: Bool { days != nil }

  /// Adds readings at a rate; true when a sum left the range of `Int128`.
  ///
  /// `row`: that of the rate; -1 where there is none, and then they are in no part.
  /// `day`: where the one half-hour is that it is; nil for several, which is for parts that are not
  ///   by day.
  func add(
    _ quantity: Int64, count: Int, row: Int, group: Int,
    day: (stretch: MeterWalk.Segment, index: Int)?
  ) -> Bool {
    guard row >= 0 else { return false }
    let part = parts[partOfRow[row]]
    var group = group
    var overflow = false
    if let tables = part.payable {
      overflow = tables[table].sum(of: group).pointee
        .add(quantity, count: count, times: payable[row], none: HalfHourNumbers.none)
    }
    if part.isByDay, let days, let (stretch, index) = day {
      let (base, step) = days.base(stretch)
      let place = stretch.weekday * 48 + stretch.slot + index
      group = base + index * step + days.offset(place: place, row: row)
    }
    return part.tables[table].sum(of: group).pointee
      .add(quantity, count: count, times: net[row], none: HalfHourNumbers.none) || overflow
  }
}

extension Aggregate {
  /// The sums of local days of one meter point each, added up as they are and rounded to a penny.
  fileprivate func rounding(
    _ tables: [GroupTable], by daily: Grouping, at vat: VATRate, _ cancellation: Cancellation
  ) throws -> (net: [GroupTable], pence: [GroupTable]) {
    let group = grouping.coarsening(daily)
    let (net, pence) = (try emptyTables(), try emptyTables())
    for (index, days) in tables.enumerated() {
      for day in days.groups {
        try cancellation.check()
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
  ///
  /// `other`: a grouping in place of the aggregate's own.
  func emptyTables(by other: Grouping? = nil, isSparse: Bool = false) throws -> [GroupTable] {
    let grouping = other ?? grouping
    return try (0..<(sums.separatesExport ? 2 : 1)).map { _ in
      try GroupTable(count: grouping.count, isSparse: isSparse || grouping.hasLabels)
    }
  }

  /// Which of the tables a scan is added to.
  func table(of scan: Plan.Scan) -> Int {
    sums.separatesExport && scan.point.flow == .export ? 1 : 0
  }

  /// Adds the readings of a scan to tables, in one walk: each series to its own, or where there is
  /// none the readings alone to the first.
  ///
  /// - Returns: the volume read by a meter in m³, by group.
  func add(
    _ index: Int, of plan: Plan, to tables: [[GroupTable]], _ parts: PartTables?,
    _ source: some ReadingSource
  ) throws -> [Int: Int128] {
    let scan = plan.scans[index]
    let adders = tables.enumerated().map { number, tables in
      GroupAdder(
        scan: index, of: plan, by: grouping,
        series: scan.series.indices.contains(number) ? number : nil,
        addsVolumes: sums.volume && number == 0, into: tables[table(of: scan)],
        parts: number == Plan.Scan.priceIndex ? parts?.adder(scan: index) : nil)
    }
    try plan.walk(scan, over: source) { stretch, values, read in
      for adder in adders { adder.add(stretch, values, read) }
    }
    for adder in adders { adder.finish() }
    guard !adders.contains(where: \.overflowed) else {
      throw QueryError("the cost of \(scan.point.name) is too large to add up")
    }
    return adders[0].volumes ?? [:]
  }
}
