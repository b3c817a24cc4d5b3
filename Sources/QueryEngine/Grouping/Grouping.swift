package import EnergyModel
package import QueryLanguage
package import Tariffs

/// The numbering of a result's rows, and the mapping from half-hours to rows.
///
/// A group is a source (flow, meter, alternative), a calendar unit, a place in the cycle of the
/// week and a rate label; its number is the sum of these, each times its stride. All cyclic labels
/// and all calendar units of the period have groups, with or without readings, unless the filter
/// rules out all their half-hours; a cyclic key that a calendar key determines (the weekday of a
/// day) adds none.
package struct Grouping: Hashable, Sendable {
  /// The values of a scan for the source keys.
  package struct Source: Hashable, Sendable {
    package var flow: Flow
    package var meter: MeterPoint
    /// The index and name of the set of tariffs that prices it, where several are compared.
    package var alternative: Int
    var alternativeName: String?

    package init(
      flow: Flow, meter: MeterPoint, alternative: Int = 0, alternativeName: String? = nil
    ) {
      self.flow = flow
      self.meter = meter
      self.alternative = alternative
      self.alternativeName = alternativeName
    }
  }

  /// Which units and places have a half-hour that the filter passes.
  private struct Left: Hashable {
    var units: [Bool]
    var places: [Bool]
  }

  package let keys: [GroupKey]
  private let zone: ClockZone
  private let firstDay: Int
  let roles: KeyRoles
  /// The labels of each source group, in the order of the source keys.
  private let sourceLabels: [[String]]
  /// The source group of each scan.
  private let sourceOfScan: [Int]
  /// The ordinals of these labels among the values of their keys.
  private let sourceOrdinals: [[Int]]
  /// The first instant of each calendar unit.
  let units: [Instant]
  /// Whether each half-hour is a unit of its own.
  let isBySlot: Bool
  /// Whether each day is, or each half-hour.
  var isByDay: Bool { isBySlot || roles.calendar.contains(.day) }
  /// The unit of each local day of the period.
  private let unitOfDay: [Int]
  /// The ordinals of the cyclic keys at each place of the cycle, in row order.
  private let places: [[Int]]
  /// The place times its stride, for each weekday and slot.
  let placeOffsets: [Int]
  /// Which units and places the filter leaves anything of; nil where it leaves all.
  private let left: Left?
  private let axis: LabelAxis
  private let sourceStride: Int
  let unitStride: Int
  private let placeStride: Int
  private let labelStride: Int

  /// The number of possible group numbers.
  package var count: Int {
    sourceLabels.count * units.count * places.count * axis.labels.count
  }

  /// The number of them in which a half-hour may pass the filter.
  var countLeft: Int {
    guard let left else { return count }
    return sourceLabels.count * left.units.count { $0 } * left.places.count { $0 }
      * axis.labels.count
  }

  /// The number of values that a calendar key has in the period.
  package func count(ofUnits key: GroupKey.Calendar) -> Int {
    let shown = units.indices.filter { left?.units[$0] ?? true }
    if key == .slot { return shown.count }
    var (count, last) = (0, Int?.none)
    for unit in shown.map({ units[$0] }) {
      let value = key.ordinal(zone.day(of: unit))
      if value != last { count += 1 }
      last = value
    }
    return count
  }

  /// Whether the group of a half-hour depends on its rate.
  ///
  /// If so, most numbers stand for no group, and only those that occur are rows.
  var hasLabels: Bool { !roles.label.isEmpty }

  /// The groups of `keys` over the sources of a plan's scans and its period.
  ///
  /// `others` are sources that have rows without being scanned. `rows` are the rates of each scan.
  /// `times` tells for each weekday and slot whether it passes the filter; nil where all do.
  package init(
    keys: [GroupKey], scans: [Source], others: [Source], rows: [RateRows],
    in period: Plan.Period, times: [Bool]?
  ) {
    let (days, zone) = (period.days, period.zone)
    let sources = scans + others
    self.keys = keys
    self.zone = zone
    firstDay = days.lowerBound.number
    let roles = KeyRoles(
      keys, hasAlternatives: sources.contains { $0.alternativeName != nil })
    self.roles = roles
    let (labelsOfSources, ordinals) = Grouping.sourceGroups(of: sources, by: roles.source)
    (sourceLabels, sourceOrdinals) = (labelsOfSources, ordinals)
    sourceOfScan = scans.map { scan in
      labelsOfSources.firstIndex(of: Grouping.label(of: scan, by: roles.source)) ?? 0
    }
    // Ten years of tariffs have hundreds of rows, which matter only where keys distinguish them.
    axis = LabelAxis(keys: roles.label, rows: roles.label.isEmpty ? [] : rows)
    isBySlot = roles.calendar.contains(.slot)
    (units, unitOfDay) = Grouping.units(of: roles.calendar, in: period)
    let cycle = (0..<7 * 48).map { place in
      roles.cyclic.map { $0.ordinal(weekday: place / 48, slot: place % 48) }
    }
    let sorted = Set(cycle).sorted { $0.lexicographicallyPrecedes($1) }
    let rank = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    places = sorted
    let (starts, unitOfDay) = (units, unitOfDay)
    left = times.map { times in
      var left = Left(
        units: Grouping.passes(times, unitOfDay, starts, in: period),
        places: Array(repeating: false, count: sorted.count))
      for (place, passes) in times.enumerated() where passes {
        left.places[rank[cycle[place]] ?? 0] = true
      }
      return left
    }

    // The axes nest in the order in which the keys first name them.
    var strides = (source: 0, calendar: 0, cyclic: 0, label: 0)
    var next = 1
    for axis in roles.axes.reversed() {
      switch axis {
      case .source: (strides.source, next) = (next, next * sourceLabels.count)
      case .calendar: (strides.calendar, next) = (next, next * units.count)
      case .cyclic: (strides.cyclic, next) = (next, next * sorted.count)
      case .label: (strides.label, next) = (next, next * self.axis.labels.count)
      }
    }
    sourceStride = strides.source
    unitStride = strides.calendar
    placeStride = strides.cyclic
    placeOffsets = cycle.map { (rank[$0] ?? 0) * strides.cyclic }
    labelStride = strides.label
  }

  /// The part of the group number shared by all half-hours of a scan on a local day.
  func base(day: LocalDay, scan: Int) -> Int { base(day: day, source: sourceOfScan[scan]) }

  private func base(day: LocalDay, source: Int) -> Int {
    source * sourceStride + (isBySlot ? 0 : unitOfDay[day.number - firstDay] * unitStride)
  }

  /// The parts of the group number added by no rate, and then by each rate of a scan.
  func labelOffsets(scan: Int) -> [Int] {
    hasLabels ? axis.valueOfRow[scan].map { $0 * labelStride } : []
  }

  /// A function from groups of a finer grouping to those of this one.
  ///
  /// The finer one has the same scans and period, and the same keys followed by others for meters and
  /// calendar units.
  func coarsening(_ finer: Grouping) -> (Int) -> Int {
    let sources = finer.sourceLabels.map { labels in
      let own = roles.source.map { key in
        finer.roles.source.firstIndex(of: key).map { labels[$0] } ?? ""
      }
      return (sourceLabels.firstIndex(of: own) ?? 0) * sourceStride
    }
    let units = finer.units.map { unit in
      let day = zone.day(of: unit)
      return (unitOfDay[day.number - firstDay] * unitStride, day.weekday * 48)
    }
    // Where a unit is a day, its weekday is not among the places of the finer one.
    let hasWeekdays = !finer.isByDay
    let places = (0..<finer.places.count).map { place in
      finer.placeOffsets.firstIndex(of: place * finer.placeStride) ?? 0
    }
    return { group in
      let (unit, weekday) = units[finer.unitIndex(group)]
      let place = places[finer.placeIndex(group)]
      return sources[finer.sourceIndex(group)] + unit
        + placeOffsets[hasWeekdays ? place : weekday + place % 48]
        + finer.labelIndex(group) * labelStride
    }
  }

  /// The first local day of each calendar unit of the groups, with the end of the last.
  var unitStarts: [LocalDay] {
    units.map { zone.day(of: $0) } + [LocalDay(number: firstDay + unitOfDay.count)]
  }

  /// What tells which units of time a group is about: its calendar unit, and where `days` are told
  /// apart its kinds of weekdays.
  func extent(of group: Int, telling days: Bool) -> Extent {
    let kinds = days ? weekdayKeys.map { ordinal(of: .cyclic($0), group: group) } : []
    return Extent(unit: unitIndex(group), kinds: kinds)
  }

  /// The extent of the groups that the half-hours of a local day go to.
  func extent(of day: LocalDay, telling days: Bool) -> Extent {
    Extent(
      unit: unitOfDay[day.number - firstDay],
      kinds: days ? weekdayKeys.map { $0.ordinal(weekday: day.weekday, slot: 0) } : [])
  }

  struct Extent: Hashable {
    var unit: Int
    var kinds: [Int]
  }

  /// The keys of weekdays that no calendar key determines.
  private var weekdayKeys: [GroupKey.Cyclic] {
    roles.cyclic.filter { $0 == .weekday || $0 == .daytype }
  }

  /// Sorts groups into row order, without those of which the filter leaves nothing.
  func inOrder(_ all: GroupList, cancellation: Cancellation) throws -> GroupList {
    let groups = try remaining(all, cancellation: cancellation)
    guard !isInOrder else { return groups }
    guard groups.count * keys.count <= Ceiling.cells else {
      throw Ceiling.tooManyCells("this order of keys has to be made first")
    }
    let places = try groups.map { group in
      try cancellation.check()
      return (group, keys.map { ordinal(of: $0, group: group) })
    }
    return .list(
      try places.sorted { left, right in
        try cancellation.check()
        return left.1.lexicographicallyPrecedes(right.1)
      }.map(\.0))
  }

  /// The groups in which a half-hour may pass the filter.
  private func remaining(
    _ groups: GroupList, cancellation: Cancellation
  ) throws(Cancelled) -> GroupList {
    guard let left, left.units.contains(false) || left.places.contains(false) else { return groups }
    var remaining: [Int] = []
    for group in groups {
      try cancellation.check()
      if left.units[unitIndex(group)], left.places[placeIndex(group)] { remaining.append(group) }
    }
    return .list(remaining)
  }

  /// Whether group numbers already ascend in row order, from the first key to the last.
  ///
  /// They do when the keys of each axis are adjacent, and no key precedes a calendar key that
  /// determines it: weekday before day puts all Mondays first.
  private var isInOrder: Bool { roles.areTogether && !hasLabels }

  /// The ordinal of a group's value among the values of a key.
  func ordinal(of key: GroupKey, group: Int) -> Int {
    switch roles[key] {
    case .source(let index): return sourceOrdinals[sourceIndex(group)][index]
    case .label(let index): return axis.ordinals[labelIndex(group)][index]
    case .cyclic(_, let index): return places[placeIndex(group)][index]
    case .calendar(.slot): return unitIndex(group)
    case .calendar(let key): return key.ordinal(zone.day(of: units[unitIndex(group)]))
    case .determined(let key): return ordinal(of: key, at: units[unitIndex(group)])
    }
  }

  /// The cell of a key's column: a time for a slot, a day, a number for a rate, else text.
  func cell(of key: GroupKey, group: Int) -> Cell {
    switch key {
    case .calendar(.slot): return .time(zone.localTime(units[unitIndex(group)]))
    case .calendar(.day): return .day(zone.day(of: units[unitIndex(group)]))
    case .label(.rate):
      let ordinal = ordinal(of: key, group: group)
      return ordinal == .max
        ? .text(LabelAxis.none) : .number(Rate(micropence: Int64(ordinal)).inMajorUnit)
    case .calendar, .label, .cyclic, .source: return .text(label(of: key, group: group))
    }
  }

  /// The text of a key's column.
  func label(of key: GroupKey, group: Int) -> String {
    switch roles[key] {
    case .source(let index): return sourceLabels[sourceIndex(group)][index]
    case .label(let index): return axis.labels[labelIndex(group)][index]
    case .cyclic(let key, let index): return key.label(places[placeIndex(group)][index])
    case .calendar(let key): return key.label(units[unitIndex(group)], zone: zone)
    case .determined(let key): return key.label(ordinal(of: key, at: units[unitIndex(group)]))
    }
  }

  func ordinal(of key: GroupKey.Cyclic, at instant: Instant) -> Int {
    key.ordinal(weekday: zone.day(of: instant).weekday, slot: zone.slot(at: instant))
  }

  private func sourceIndex(_ group: Int) -> Int {
    sourceStride == 0 ? 0 : group / sourceStride % sourceLabels.count
  }
  func unitIndex(_ group: Int) -> Int {
    unitStride == 0 ? 0 : group / unitStride % units.count
  }
  private func placeIndex(_ group: Int) -> Int {
    placeStride == 0 ? 0 : group / placeStride % places.count
  }
  private func labelIndex(_ group: Int) -> Int {
    labelStride == 0 ? 0 : group / labelStride % axis.labels.count
  }

  /// The label of a source for each of its traits.
  private static func label(of source: Source, by traits: [KeyRoles.SourceTrait]) -> [String] {
    traits.map { trait in
      switch trait {
      case .flow: source.flow.rawValue
      case .meter: source.meter.name
      case .alternative: source.alternativeName ?? ""
      }
    }
  }

  /// The source groups in the order of the keys: flows in their own order, meters by number.
  private static func sourceGroups(
    of sources: [Source], by traits: [KeyRoles.SourceTrait]
  ) -> (labels: [[String]], ordinals: [[Int]]) {
    guard !traits.isEmpty else { return ([[]], [[]]) }
    let flows = Flow.allCases
    let numbers = Set(sources.map(\.meter.number)).sorted()
    func ordinals(_ source: Source) -> [Int] {
      traits.map { trait in
        switch trait {
        case .flow: flows.firstIndex(of: source.flow) ?? 0
        case .meter: numbers.firstIndex(of: source.meter.number) ?? 0
        case .alternative: source.alternative
        }
      }
    }
    let sorted = sources.map { (ordinals($0), label(of: $0, by: traits)) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    var groups: (labels: [[String]], ordinals: [[Int]]) = ([], [])
    for (ordinals, label) in sorted where !groups.labels.contains(label) {
      groups.labels.append(label)
      groups.ordinals.append(ordinals)
    }
    return groups
  }

  /// Whether each unit has a half-hour that passes; `ofDay` is empty where each is a unit.
  private static func passes(
    _ times: [Bool], _ ofDay: [Int], _ starts: [Instant], in period: Plan.Period
  ) -> [Bool] {
    let zone = period.zone
    guard !ofDay.isEmpty else {
      return starts.map { times[zone.day(of: $0).weekday * 48 + zone.slot(at: $0)] }
    }
    let weekdays = (0..<7).map { times[$0 * 48..<$0 * 48 + 48].contains(true) }
    var passes = Array(repeating: false, count: starts.count)
    for (index, unit) in ofDay.enumerated() where weekdays[(period.days.lowerBound + index).weekday]
    {
      passes[unit] = true
    }
    return passes
  }

  private static func units(
    of keys: [GroupKey.Calendar], in period: Plan.Period
  ) -> (starts: [Instant], ofDay: [Int]) {
    let (days, zone) = (period.days, period.zone)
    if keys.contains(.slot) {
      return (period.range.halfHours.map { Instant(halfHour: $0) }, [])
    }
    let count = days.upperBound.number - days.lowerBound.number
    guard !keys.isEmpty else {
      return ([zone.start(of: days.lowerBound)], Array(repeating: 0, count: count))
    }
    var starts: [Instant] = []
    var ofDay: [Int] = []
    var ordinals: [Int] = []
    ofDay.reserveCapacity(count)
    for number in days.lowerBound.number..<days.upperBound.number {
      let day = LocalDay(number: number)
      let here = keys.map { $0.ordinal(day) }
      if here != ordinals {
        ordinals = here
        starts.append(zone.start(of: day))
      }
      ofDay.append(starts.count - 1)
    }
    return (starts, ofDay)
  }
}
