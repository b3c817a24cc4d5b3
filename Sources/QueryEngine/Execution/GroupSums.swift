import EnergyModel
import QueryLanguage
import Tariffs

/// What the readings and standing charges of a plan add up to, group by group, under its policy.
struct GroupSums {
  let plan: Plan
  /// The groups that there are, in the order of the rows.
  let groups: GroupList
  /// The sums of all flows, or for `net` those of import and then of export.
  ///
  /// Their money is in 10^-12 of the minor unit whatever the policy, for `bill` whole pence.
  private let tables: [GroupTable]
  /// The same without VAT, unrounded, in the parts of ``RateWithoutVAT``; empty unless needed.
  private let tablesWithoutVAT: [GroupTable]
  /// What meters in m³ read, in millionths, by group; empty unless asked for.
  private let volumes: [Int: Int128]
  private let charges: [Int: Charge]
  /// The groups in which a standing charge is due that is not known.
  private let groupsLackingStanding: Set<Int>
  private let cancellation: Cancellation

  /// The standing charges of a group.
  struct Charge {
    /// 10^-12 of the minor unit; as the policy has it.
    var money: Int128
    /// Unrounded, in millionths of the parts of ``RateWithoutVAT``, as sums of readings are.
    var withoutVAT: Int128
    var days: Int
  }

  init(_ plan: Plan, source: some ReadingSource) throws {
    self.plan = plan
    let withoutVAT =
      plan.needsSumsWithoutVAT ? try GroupSums.add(plan, withoutVAT: true, source).tables : []
    tablesWithoutVAT = withoutVAT
    (tables, volumes) =
      plan.policy == .bill
      ? try GroupSums.addWholeDays(plan, source)
      : try GroupSums.add(plan, withoutVAT: false, source)
    charges = plan.chargesByGroup
    cancellation = source.cancellation
    let lacking = Set(
      plan.unknownCharges.map { plan.group(of: $0.tariff, scan: $0.scan, on: $0.day) })
    groupsLackingStanding = lacking
    // Without labels the tables have the same groups, all that there can be.
    let known =
      plan.grouping.hasLabels
      ? .list(Set(tables.flatMap(\.groups)).union(charges.keys).union(lacking).sorted())
      : tables[0].groups
    groups = try plan.grouping.inOrder(known, unless: source.cancellation)
  }

  // MARK: Adding up

  private typealias Sums = (tables: [GroupTable], volumes: [Int: Int128])

  private static func add(
    _ plan: Plan, withoutVAT: Bool, _ source: some ReadingSource
  ) throws -> Sums {
    var volumes: [Int: Int128] = [:]
    let tables = try (0..<(plan.measure == .net ? 2 : 1)).map { _ in
      try GroupTable(count: plan.grouping.count, isSparse: plan.grouping.hasLabels)
    }
    for (index, scan) in plan.scans.enumerated() {
      let timeline = withoutVAT ? scan.timeline?.withoutVAT : scan.timeline
      var adder = GroupAdder(
        scan: index, of: plan, pricedBy: timeline,
        into: tables[scan.point.flow == .export ? tables.count - 1 : 0])
      try plan.walk(scan, over: source) { adder.add($0, $1, $2) }
      guard !adder.overflowed else {
        throw QueryError("the cost of \(scan.point.name) is too large to add up")
      }
      volumes.merge(adder.volumes, uniquingKeysWith: +)
    }
    return (tables, volumes)
  }

  /// The sums in which each local day of a meter point counts rounded to a penny, without VAT.
  private static func addWholeDays(
    _ plan: Plan, _ source: some ReadingSource
  ) throws -> Sums {
    var daily = plan
    daily.group(by: plan.dailyKeys)
    let group = plan.grouping.coarsening(daily.grouping)
    let sums = try add(daily, withoutVAT: true, source)
    let tables = try sums.tables.map { days in
      let table = try GroupTable(count: plan.grouping.count, isSparse: plan.grouping.hasLabels)
      for day in days.groups {
        try source.cancellation.check()
        var sum = days[day]
        if sum.isEmpty { continue }
        sum.money = Money(partsRoundedToPence: sum.money).picopence
        guard table.sum(of: group(day)).pointee.add(sum) else { throw Figures.overflow }
      }
      return table
    }
    let volumes = sums.volumes.map { (group($0.key), $0.value) }
    return (tables, Dictionary(volumes, uniquingKeysWith: +))
  }

  // MARK: Asking

  /// The figures of one group, or of several together.
  func figures(_ groups: GroupList) throws -> Figures {
    let due = charges.isEmpty ? [] : groups.compactMap { charges[$0] }
    func sum(_ table: GroupTable) throws -> GroupSum {
      try Figures.sum(table.used(of: groups), in: table, unless: cancellation)
    }
    return Figures(
      sums: try tables.map(sum), withoutVAT: try tablesWithoutVAT.map(sum),
      volume: volume(groups),
      standing: due.isEmpty
        ? nil
        : due.dropFirst().reduce(due[0]) { sum, charge in
          Charge(
            money: sum.money + charge.money, withoutVAT: sum.withoutVAT + charge.withoutVAT,
            days: sum.days + charge.days)
        },
      lacksStanding: !groupsLackingStanding.isEmpty
        && groups.contains(where: groupsLackingStanding.contains))
  }

  func figures(_ group: Int) -> Figures {
    Figures(
      sums: tables.map { $0[group] }, withoutVAT: tablesWithoutVAT.map { $0[group] },
      volume: volumes[group], standing: charges[group],
      lacksStanding: groupsLackingStanding.contains(group))
  }

  private func volume(_ groups: GroupList) -> Int128? {
    if self.volumes.isEmpty { return nil }
    let volumes = groups.compactMap { self.volumes[$0] }
    return volumes.isEmpty ? nil : volumes.reduce(0, +)
  }

  /// The groups in which a key has a value.
  func groups(_ key: GroupKey, is label: String) -> GroupList {
    .list(groups.filter { plan.grouping.label(of: key, group: $0) == label })
  }

  /// Whether there is neither a reading nor a charge.
  var isEmpty: Bool {
    charges.isEmpty
      && tables.allSatisfy { table in
        table.used(of: groups).allSatisfy { table[$0].present == 0 }
      }
  }

  /// Readings are counted once, however many alternatives price them, and as unpriced where any
  /// alternative has no rate.
  var coverage: Coverage {
    let times = max(plan.alternatives.count, 1)
    var coverage = Coverage()
    var unpriced = [Int](repeating: 0, count: times)
    for table in tables {
      for group in table.used(of: groups) {
        let alternative = times == 1 ? 0 : plan.grouping.ordinal(of: .tariff, group: group)
        let sum = table[group]
        coverage.expected += sum.expected
        coverage.present += sum.present + sum.leftOut
        unpriced[alternative] += sum.unpriced
      }
    }
    coverage.expected /= times
    coverage.present /= times
    coverage.unpriced = plan.isPriced ? unpriced.max() ?? 0 : 0
    return coverage
  }
}

extension Plan {
  /// Its keys, and those that tell meter points and days apart.
  var dailyKeys: [GroupKey] {
    grouping.keys + [.meter, .day].filter { !grouping.keys.contains($0) }
  }

  /// Whether something is shown without VAT that the policy does not already leave out.
  fileprivate var needsSumsWithoutVAT: Bool { extras.contains(.vat) || measure == .bill }

  /// The group of what falls due on a local day.
  fileprivate func group(of tariff: String, scan index: Int, on day: LocalDay) -> Int {
    let scan = scans[index]
    let row = scan.timeline?.rows.firstIndex { $0.tariff == tariff }
    let offsets = grouping.labelOffsets(scan: index)
    let label = offsets.isEmpty ? 0 : offsets[row.map { $0 + 1 } ?? 0]
    return grouping.base(day: day, source: scan.sourceGroup)
      + grouping.placeOffsets[day.weekday * 48] + label
  }

  /// What falls due in each group.
  fileprivate var chargesByGroup: [Int: GroupSums.Charge] {
    var result: [Int: GroupSums.Charge] = [:]
    for charge in charges {
      let scan = scans[charge.scan]
      let group = group(of: charge.tariff, scan: charge.scan, on: charge.day)
      var sum = result[group] ?? GroupSums.Charge(money: 0, withoutVAT: 0, days: 0)
      // What is due on export takes away from its income.
      let sign: Int128 = scan.point.flow == .export ? -1_000_000 : 1_000_000
      sum.money += Int128(charge.price.payable.micropence) * sign
      sum.withoutVAT += charge.price.withoutVAT.parts * sign
      sum.days += 1
      result[group] = sum
    }
    guard policy == .bill else { return result }
    return result.mapValues { sum in
      var sum = sum
      sum.money = Money(partsRoundedToPence: sum.withoutVAT).picopence
      return sum
    }
  }
}
