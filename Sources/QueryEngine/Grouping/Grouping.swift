package import EnergyModel
package import QueryLanguage

/// The rows of a result as numbers, and the way from a half-hour to its row.
///
/// A group is a source (flow, meter), a unit of the calendar and a place in the cycle of the
/// week; its number is the sum of the three, each times its stride. All cyclic labels and all
/// calendar units of the period have groups, with or without readings; a cyclic key that a
/// calendar key determines (the weekday of a day) adds none.
package struct Grouping: Hashable, Sendable {
  /// What one meter contributes to, for the source keys.
  package struct Source: Hashable, Sendable {
    package var flow: Flow
    package var meter: MeterPoint

    package init(flow: Flow, meter: MeterPoint) {
      self.flow = flow
      self.meter = meter
    }
  }

  package let keys: [GroupKey]
  private let zone: ClockZone
  private let firstDay: Int
  /// The labels of each source group, in the order of the source keys.
  private let sourceLabels: [[String]]
  /// The places of these labels among the values of their keys.
  private let sourceOrdinals: [[Int]]
  /// The first instant of each calendar unit.
  private let units: [Instant]
  /// Whether each half-hour is a unit of its own.
  let isBySlot: Bool
  /// For each local day of the period, its unit.
  private let unitOfDay: [Int]
  /// The ordinals of the cyclic keys at each place of the cycle, in order of the rows.
  private let places: [[Int]]
  /// For each weekday and slot, the place times its stride.
  let placeOffsets: [Int32]
  private let sourceStride: Int
  let unitStride: Int
  private let placeStride: Int

  package var count: Int { sourceLabels.count * units.count * places.count }

  /// The groups of `keys` over the sources of a plan's scans and the days of its period.
  package init(keys: [GroupKey], sources: [Source], days: Range<LocalDay>, zone: ClockZone) {
    self.keys = keys
    self.zone = zone
    firstDay = days.lowerBound.number
    (sourceLabels, sourceOrdinals) = Grouping.sourceGroups(of: sources, keys: keys)
    let calendar = keys.filter { $0.nature == .calendar }
    isBySlot = calendar.contains(.slot)
    (units, unitOfDay) = Grouping.units(of: calendar, days: days, zone: zone)
    let cyclic = Grouping.cyclicKeys(keys)
    let cycle = (0..<7 * 48).map { place in
      cyclic.map { $0.cyclicOrdinal(weekday: place / 48, slot: place % 48) }
    }
    let sorted = Set(cycle).sorted { $0.lexicographicallyPrecedes($1) }
    let rank = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    places = sorted

    // The natures nest in the order in which the keys first name them.
    var strides: [GroupKey.Nature: Int] = [:]
    var next = 1
    let sizes: [GroupKey.Nature: Int] = [
      .source: sourceLabels.count, .calendar: units.count, .cyclic: sorted.count,
    ]
    for nature in Grouping.natures(keys).reversed() {
      strides[nature] = next
      next *= sizes[nature] ?? 1
    }
    sourceStride = strides[.source] ?? 0
    unitStride = strides[.calendar] ?? 0
    let placeStride = strides[.cyclic] ?? 0
    self.placeStride = placeStride
    placeOffsets = cycle.map { Int32((rank[$0] ?? 0) * placeStride) }
  }

  /// The part of the group number that a local day has in common.
  func base(day: LocalDay, source: Int) -> Int {
    source * sourceStride + (isBySlot ? 0 : unitOfDay[day.number - firstDay] * unitStride)
  }

  /// The group of labels that a source belongs to.
  package func sourceGroup(_ source: Source) -> Int {
    sourceLabels.firstIndex(of: Grouping.label(of: source, keys: keys)) ?? 0
  }

  /// The groups in the order of the rows.
  var rowOrder: [Int] {
    guard !isInOrder else { return Array(0..<count) }
    let ordinals = (0..<count).map { group in keys.map { ordinal(of: $0, group: group) } }
    return (0..<count).sorted { ordinals[$0].lexicographicallyPrecedes(ordinals[$1]) }
  }

  /// Whether the groups' numbers already follow the keys from the first to the last.
  ///
  /// They do when keys of one nature stand together, and a key that a calendar key determines
  /// stands behind it: the weekday before the day puts all Mondays first.
  private var isInOrder: Bool {
    var runs: [GroupKey.Nature] = []
    for key in keys where runs.last != effectiveNature(key) { runs.append(effectiveNature(key)) }
    let isDeterminedLate = keys.indices.allSatisfy { index in
      keys[index].nature == effectiveNature(keys[index])
        || keys[..<index].contains { $0.determines(keys[index]) }
    }
    return Set(runs).count == runs.count && isDeterminedLate
  }

  /// The place of a group's value among the values of a key.
  func ordinal(of key: GroupKey, group: Int) -> Int {
    switch effectiveNature(key) {
    case .source: return sourceOrdinals[sourceIndex(group)][sourceKeyIndex(key)]
    case .calendar where key == .slot: return unitIndex(group)
    case .calendar:
      let start = units[unitIndex(group)]
      let day = zone.day(of: start)
      return key.nature == .calendar
        ? key.calendarOrdinal(day)
        : key.cyclicOrdinal(weekday: day.weekday, slot: zone.slot(at: start))
    case .cyclic:
      let index = Grouping.cyclicKeys(keys).firstIndex(of: key) ?? 0
      return places[placeIndex(group)][index]
    }
  }

  /// The text of a key's column.
  func label(of key: GroupKey, group: Int) -> String {
    switch effectiveNature(key) {
    case .source:
      return sourceLabels[sourceIndex(group)][sourceKeyIndex(key)]
    case .calendar where key.nature == .calendar:
      return key.calendarLabel(units[unitIndex(group)], zone: zone)
    case .calendar, .cyclic:
      return key.cyclicLabel(ordinal(of: key, group: group))
    }
  }

  private func sourceKeyIndex(_ key: GroupKey) -> Int {
    keys.filter { $0.nature == .source }.firstIndex(of: key) ?? 0
  }
  private func sourceIndex(_ group: Int) -> Int {
    sourceStride == 0 ? 0 : group / sourceStride % sourceLabels.count
  }
  private func unitIndex(_ group: Int) -> Int {
    unitStride == 0 ? 0 : group / unitStride % units.count
  }
  private func placeIndex(_ group: Int) -> Int {
    placeStride == 0 ? 0 : group / placeStride % places.count
  }

  private func effectiveNature(_ key: GroupKey) -> GroupKey.Nature {
    key.nature == .cyclic && !Grouping.cyclicKeys(keys).contains(key) ? .calendar : key.nature
  }

  /// The cyclic keys that no calendar key determines.
  private static func cyclicKeys(_ keys: [GroupKey]) -> [GroupKey] {
    keys.filter { key in
      key.nature == .cyclic && !keys.contains { $0.nature == .calendar && $0.determines(key) }
    }
  }

  private static func natures(_ keys: [GroupKey]) -> [GroupKey.Nature] {
    let cyclic = cyclicKeys(keys)
    var natures: [GroupKey.Nature] = []
    for key in keys {
      let nature = key.nature == .cyclic && !cyclic.contains(key) ? .calendar : key.nature
      if !natures.contains(nature) { natures.append(nature) }
    }
    return natures
  }

  /// The label of a source under each of the source keys.
  private static func label(of source: Source, keys: [GroupKey]) -> [String] {
    keys.filter { $0.nature == .source }
      .map { $0 == .flow ? source.flow.rawValue : source.meter.name }
  }

  /// The source groups in the order of the keys: flows in theirs, meters by number.
  private static func sourceGroups(
    of sources: [Source], keys: [GroupKey]
  ) -> (labels: [[String]], ordinals: [[Int]]) {
    let sourceKeys = keys.filter { $0.nature == .source }
    guard !sourceKeys.isEmpty else { return ([[]], [[]]) }
    let flows = Flow.allCases
    let numbers = Set(sources.map(\.meter.number)).sorted()
    func ordinals(_ source: Source) -> [Int] {
      sourceKeys.map {
        ($0 == .flow
          ? flows.firstIndex(of: source.flow) : numbers.firstIndex(of: source.meter.number)) ?? 0
      }
    }
    let sorted = sources.map { (ordinals($0), label(of: $0, keys: keys)) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    var groups: (labels: [[String]], ordinals: [[Int]]) = ([], [])
    for (ordinals, label) in sorted where !groups.labels.contains(label) {
      groups.labels.append(label)
      groups.ordinals.append(ordinals)
    }
    return groups
  }

  private static func units(
    of keys: [GroupKey], days: Range<LocalDay>, zone: ClockZone
  ) -> (starts: [Instant], ofDay: [Int]) {
    if keys.contains(.slot) {
      let range = zone.range(from: days.lowerBound, to: days.upperBound)
      return (range.halfHours.map { Instant(halfHour: $0) }, [])
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
      let here = keys.map { $0.calendarOrdinal(day) }
      if here != ordinals {
        ordinals = here
        starts.append(zone.start(of: day))
      }
      ofDay.append(starts.count - 1)
    }
    return (starts, ofDay)
  }
}
