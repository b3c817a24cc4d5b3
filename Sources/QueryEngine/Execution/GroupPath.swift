import EnergyModel

/// The way from a half-hour of one scan to the number of its group.
final class GroupPath {
  private let grouping: Grouping
  private let scan: Int
  private let firstHalfHour: Int
  /// For each weekday and slot, what it adds to the number.
  let placeOffsets: [Int]
  let lastPlaceOffset: Int
  /// For no rate, and then each row of the scan's rates, what it adds to the number; empty where
  /// rates don't tell groups apart.
  private let labelOffsets: [Int]

  init(scan: Int, of plan: Plan, by grouping: Grouping) {
    self.grouping = grouping
    self.scan = scan
    firstHalfHour = plan.period.range.halfHours.lowerBound
    placeOffsets = grouping.placeOffsets
    lastPlaceOffset = placeOffsets.max() ?? 0
    labelOffsets = grouping.labelOffsets(scan: scan)
  }

  /// What the half-hours of a stretch have in common, and by how much each goes further than the one
  /// before it.
  func base(_ stretch: MeterWalk.Segment) -> (base: Int, step: Int) {
    let base = grouping.base(day: stretch.day, scan: scan)
    guard grouping.isBySlot else { return (base, 0) }
    let step = grouping.unitStride
    return (base + (stretch.times.lowerBound - firstHalfHour) * step, step)
  }

  /// The offset that it adds to the number.
  ///
  /// `place`: of the week, 48 a day.
  /// `row`: the position of its rate among the scan's; -1 where there is none.
  func offset(place: Int, row: Int) -> Int {
    placeOffsets[place] + (labelOffsets.isEmpty ? 0 : labelOffsets[row + 1])
  }

  /// Whether the days of the week go to different groups.
  var dependsOnWeekday: Bool {
    placeOffsets.indices.contains { placeOffsets[$0] != placeOffsets[$0 % 48] }
  }
}
