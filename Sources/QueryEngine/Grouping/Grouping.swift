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

  /// - Parameters:
  ///   - sources: those of the plan's scans, in the order of the rows.
  ///   - days: the period.
  package init(keys: [GroupKey], sources: [Source], days: Range<LocalDay>, zone: ClockZone) {
    self.keys = keys
    self.zone = zone
    firstDay = days.lowerBound.number
    sourceLabels = Grouping.labels(of: sources, keys: keys)
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
    let labels = Grouping.labels(of: [source], keys: keys)
    return labels.first.flatMap { sourceLabels.firstIndex(of: $0) } ?? 0
  }

  /// The groups in the order of the rows.
  var rowOrder: [Int] {
    let natures = keys.map { effectiveNature($0) }
    var runs: [GroupKey.Nature] = []
    for nature in natures where runs.last != nature { runs.append(nature) }
    guard Set(runs).count < runs.count else { return Array(0..<count) }
    let ordinals = (0..<count).map { group in keys.map { ordinal(of: $0, group: group) } }
    return (0..<count).sorted { ordinals[$0].lexicographicallyPrecedes(ordinals[$1]) }
  }

  /// The place of a group's value among the values of a key.
  func ordinal(of key: GroupKey, group: Int) -> Int {
    switch effectiveNature(key) {
    case .source: return sourceIndex(group)
    case .calendar:
      return key.nature == .calendar ? unitIndex(group) : determinedOrdinal(key, group)
    case .cyclic:
      let index = Grouping.cyclicKeys(keys).firstIndex(of: key) ?? 0
      return places[placeIndex(group)][index]
    }
  }

  /// The text of a key's column.
  func label(of key: GroupKey, group: Int) -> String {
    switch effectiveNature(key) {
    case .source:
      let index = keys.filter { $0.nature == .source }.firstIndex(of: key) ?? 0
      return sourceLabels[sourceIndex(group)][index]
    case .calendar where key.nature == .calendar:
      return key.calendarLabel(units[unitIndex(group)], zone: zone)
    case .calendar, .cyclic:
      return key.cyclicLabel(ordinal(of: key, group: group))
    }
  }

  private func determinedOrdinal(_ key: GroupKey, _ group: Int) -> Int {
    let start = units[unitIndex(group)]
    return key.cyclicOrdinal(weekday: zone.day(of: start).weekday, slot: zone.slot(at: start))
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

  private static func labels(of sources: [Source], keys: [GroupKey]) -> [[String]] {
    let sourceKeys = keys.filter { $0.nature == .source }
    guard !sourceKeys.isEmpty else { return [[]] }
    let sorted = sources.sorted { left, right in
      for key in sourceKeys {
        if key == .flow, left.flow != right.flow { return left.flow < right.flow }
        if key == .meter, left.meter.number != right.meter.number {
          return left.meter.number < right.meter.number
        }
      }
      return false
    }
    var labels: [[String]] = []
    for source in sorted {
      let label = sourceKeys.map { $0 == .flow ? source.flow.rawValue : source.meter.name }
      if !labels.contains(label) { labels.append(label) }
    }
    return labels
  }

  private static func units(
    of keys: [GroupKey], days: Range<LocalDay>, zone: ClockZone
  ) -> (starts: [Instant], ofDay: [Int]) {
    if keys.contains(.slot) {
      let range = zone.range(from: days.lowerBound, to: days.upperBound)
      return (range.halfHours.map { Instant(halfHour: $0) }, [])
    }
    let count = days.upperBound.number - days.lowerBound.number
    guard !keys.isEmpty else { return ([zone.start(of: days.lowerBound)], Array(repeating: 0, count: count)) }
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
