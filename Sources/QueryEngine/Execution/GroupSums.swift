import EnergyModel
import QueryLanguage
import Tariffs

/// The sums of a plan's readings and standing charges, group by group, under its policy.
///
/// It is no value, as it is asked once a row and large.
final class GroupSums {
  private let plan: Plan
  private let aggregate: Aggregate
  /// The existing groups, in row order.
  let groups: GroupList
  /// The sums of all flows; for `net`, those of import and then those of export.
  ///
  /// Whatever the policy, their money includes VAT and is unrounded, in 10^-12 of the minor unit.
  private var tables: [GroupTable] { series[shownSeries] }
  /// Such tables for each series of the scans; where they have none, with what readings come to
  /// alone.
  private let series: [[GroupTable]]
  /// The place of the shown series among them.
  private let shownSeries: Int
  /// The same sums split by rate of VAT, and under the policy `bill` by statement line; empty
  /// unless needed.
  private let parts: [PartSums]
  /// For each group the parts that it has something of, where there are many; empty elsewhere.
  private let partsOfGroup: [Int: [Int]]
  /// The volume read by meters in m³, in millionths, by group; empty unless asked for.
  private let volumes: [Int: Int128]
  private let charges: [Int: Charge]
  /// The groups in which a standing charge of unknown amount is due.
  private let groupsLackingStanding: Set<Int>
  private let cancellation: Cancellation

  /// The standing charges of a group.
  struct Charge {
    /// The days by rate of VAT.
    var days: [VATRate: Int] = [:]
    /// The charges by rate of VAT; their `net` is in millionths of its parts, as for sums of
    /// readings.
    var dues: [VATRate: Due] = [:]
    /// Whether ``money`` is whole pence without VAT, rather than unrounded with VAT.
    var isInPence: Bool

    /// The sum in 10^-12 of the minor unit.
    var money: Int128 {
      dues.values.reduce(0) { $0 + (isInPence ? $1.pence : $1.payable) }
    }

    /// Adds charges and rounds the total once for each rate of VAT, discarding earlier rounding.
    mutating func add(_ other: Charge) {
      days.merge(other.days, uniquingKeysWith: +)
      for (vat, due) in other.dues {
        dues[vat] = Due(
          net: (dues[vat]?.net ?? 0) + due.net, of: vat,
          payable: (dues[vat]?.payable ?? 0) + due.payable)
      }
    }
  }

  init(_ plan: Plan, _ aggregate: Aggregate, source: some ReadingSource) throws {
    self.plan = plan
    self.aggregate = aggregate
    let series = try (0..<max(plan.scans.map(\.series.count).max() ?? 0, 1)).map { _ in
      try aggregate.emptyTables()
    }
    let parts = aggregate.sums.withoutVAT ? try PartTables(plan, aggregate) : nil
    var volumes: [Int: Int128] = [:]
    for index in plan.scans.indices {
      let read = try aggregate.add(index, of: plan, to: series, parts, source)
      volumes.merge(read, uniquingKeysWith: +)
    }
    (self.series, self.volumes) = (series, volumes)
    let kinds = plan.scans.map { $0.series.map(\.kind) }
    shownSeries = kinds.lazy.compactMap { $0.firstIndex(of: aggregate.sums.series) }.first ?? 0
    let sums = try parts?.sums(source.cancellation) ?? []
    self.parts = sums
    var partsOfGroup: [Int: [Int]] = [:]
    for (index, part) in sums.enumerated() where sums.count > 8 {
      for group in part.groups { partsOfGroup[group, default: []].append(index) }
    }
    self.partsOfGroup = partsOfGroup
    let due = ChargeGroups(aggregate, plan.scans)
    charges = aggregate.charges(by: due, plan)
    cancellation = source.cancellation
    let lacking = Set(
      aggregate.charges.unknown.map { due.group(of: $0.tariff, scan: $0.scan, on: $0.day) })
    groupsLackingStanding = lacking
    // Without labels all tables have the same groups: all that are possible.
    let known =
      aggregate.grouping.hasLabels
      ? .list(Set(series.joined().flatMap(\.groups)).union(charges.keys).union(lacking).sorted())
      : series[0][0].groups
    groups = try aggregate.grouping.inOrder(known, cancellation: source.cancellation)
  }

  // MARK: Asking

  /// The figures of one group, or of several together.
  ///
  /// Under the policy `bill` they are those of one statement over all of the groups, which may
  /// differ by pence from the sum of separate statements.
  func figures(_ groups: GroupList) throws -> Figures {
    var standing: Charge?
    for charge in charges.isEmpty ? [] : groups.compactMap({ charges[$0] }) {
      standing?.add(charge)
      standing = standing ?? charge
    }
    return try figures(
      sums: tables.map { table in
        try Figures.sum(table.used(of: groups), in: table, cancellation: cancellation)
      },
      of: groups, volume: volume(groups), standing: standing)
  }

  func figures(_ group: Int) throws -> Figures {
    try figures(
      sums: tables.map { $0[group] }, of: [group], volume: volumes[group],
      standing: charges[group])
  }

  /// What the energy of a group costs with VAT and unrounded whatever the policy, in 10^-12 of the
  /// minor unit.
  func unrounded(_ group: Int) -> Int128 { tables[0][group].money }

  private func figures(
    sums: [GroupSum], of groups: GroupList, volume: Int128?, standing: Charge?
  ) throws -> Figures {
    var figures = Figures(
      sums: sums, dues: [], volume: volume, standing: standing,
      lacksStanding: !groupsLackingStanding.isEmpty
        && groups.contains(where: groupsLackingStanding.contains))
    guard aggregate.sums.withoutVAT else { return figures }
    for table in tables.indices {
      var dues: [VATRate: Due] = [:]
      for part in parts(of: groups) {
        if let due = try part.due(groups, table: table, cancellation: cancellation)?.due {
          try dues.add(due, at: part.vat)
        }
      }
      figures.dues.append(dues)
      if plan.prices.policy == .bill { figures.sums[table].money = try dues.pence() }
    }
    return figures
  }

  /// Those that some groups have something of, and perhaps others.
  private func parts(of groups: GroupList) -> [PartSums] {
    guard !partsOfGroup.isEmpty, groups.count < parts.count else { return parts }
    return Set(groups.flatMap { partsOfGroup[$0] ?? [] }).sorted().map { parts[$0] }
  }

  /// The amounts of each statement line over some groups, and its kWh in millionths, in order of
  /// tariffs and bands; where a line has several rates of VAT one for each.
  func lines(
    _ groups: GroupList
  ) throws -> [(line: StatementLines.Line, quantity: Int128, dues: [VATRate: Due])] {
    var lines: [(line: StatementLines.Line, quantity: Int128, dues: [VATRate: Due])] = []
    for part in parts {
      guard let line = part.line else { continue }
      for table in tables.indices {
        guard let (due, quantity) = try part.due(groups, table: table, cancellation: cancellation)
        else {
          continue
        }
        let index =
          lines.firstIndex { $0.line == line && $0.dues[part.vat] != nil } ?? lines.count
        if index == lines.count { lines.append((line, 0, [:])) }
        lines[index].quantity += quantity
        try lines[index].dues.add(due, at: part.vat)
      }
    }
    return lines
  }

  /// The priced energy of some groups in millionths of a kWh, and what is due on it, by rate of VAT.
  func energy(_ groups: GroupList) throws -> [VATRate: (quantity: Int128, due: Due)] {
    var energy: [VATRate: (quantity: Int128, due: Due)] = [:]
    for part in parts(of: groups) {
      guard let (due, quantity) = try part.due(groups, table: 0, cancellation: cancellation) else {
        continue
      }
      guard var sum = energy[part.vat] else {
        energy[part.vat] = (quantity, due)
        continue
      }
      sum.quantity += quantity
      try sum.due.add(due)
      energy[part.vat] = sum
    }
    return energy
  }

  private func volume(_ groups: GroupList) -> Int128? {
    if self.volumes.isEmpty { return nil }
    let volumes = groups.compactMap { self.volumes[$0] }
    return volumes.isEmpty ? nil : volumes.reduce(0, +)
  }

  /// The groups in which a key has the given value.
  func groups(_ key: GroupKey, is label: String) -> GroupList {
    .list(groups.filter { aggregate.grouping.label(of: key, group: $0) == label })
  }

  /// Whether there is neither a reading nor a charge.
  var isEmpty: Bool {
    charges.isEmpty
      && tables.allSatisfy { table in
        table.used(of: groups).allSatisfy { table[$0].present == 0 }
      }
  }

  /// Counts each reading once, however many alternatives price it, and as unpriced where any
  /// alternative has no rate.
  var coverage: Coverage {
    let times = max(plan.alternatives.count, 1)
    var coverage = Coverage()
    var unpriced = [Int](repeating: 0, count: times)
    for table in tables {
      for group in table.used(of: groups) {
        let alternative =
          times == 1 ? 0 : aggregate.grouping.ordinal(of: .label(.tariff), group: group)
        let sum = table[group]
        coverage.expected += sum.expected
        coverage.present += sum.present + sum.excluded
        unpriced[alternative] += sum.unpriced
      }
    }
    coverage.expected /= times
    coverage.present /= times
    coverage.unpriced = plan.isPriced ? unpriced.max() ?? 0 : 0
    return coverage
  }
}

extension Aggregate {
  /// The standing charges due in each group.
  fileprivate func charges(by due: ChargeGroups, _ plan: Plan) -> [Int: GroupSums.Charge] {
    let isInPence = plan.prices.policy == .bill
    var result: [Int: GroupSums.Charge] = [:]
    for charge in charges.known {
      let group = due.group(of: charge.tariff, scan: charge.scan, on: charge.day)
      // A charge on export reduces its income.
      let isExport = plan.scans[charge.scan].point.flow == .export
      let sign: Int128 = isExport ? -1_000_000 : 1_000_000
      let price = charge.price
      let due = Due(
        net: price.partsWithoutVAT * sign, of: price.vat,
        payable: Int128(price.payable.micropence) * sign)
      let own = GroupSums.Charge(days: [price.vat: 1], dues: [price.vat: due], isInPence: isInPence)
      result[group, default: GroupSums.Charge(isInPence: isInPence)].add(own)
    }
    return result
  }
}

/// A map from standing charges to the groups of a plan that they fall in.
///
/// The rows of the tariffs, of which there may be very many, are searched once and not for each
/// day.
private struct ChargeGroups {
  private let grouping: Grouping
  /// For each scan the offset of the first row of each tariff; empty where rates don't distinguish
  /// groups.
  private let tariffs: [[String: Int]]
  /// For each scan the offset of no rate.
  private let withoutRate: [Int]

  init(_ aggregate: Aggregate, _ scans: [Plan.Scan]) {
    grouping = aggregate.grouping
    let offsets = scans.indices.map { aggregate.grouping.labelOffsets(scan: $0) }
    withoutRate = offsets.map { $0.first ?? 0 }
    tariffs = zip(scans, offsets).map { scan, offsets in
      // The first offset is that of no rate; where there are no labels there are none.
      offsets.isEmpty
        ? [:] : (scan.timeline?.rows.firstRowOfTariff ?? [:]).mapValues { offsets[$0 + 1] }
    }
  }

  func group(of tariff: String, scan index: Int, on day: LocalDay) -> Int {
    grouping.base(day: day, scan: index)
      + grouping.placeOffsets[day.weekday * 48] + (tariffs[index][tariff] ?? withoutRate[index])
  }
}
