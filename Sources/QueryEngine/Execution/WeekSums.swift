import EnergyModel

/// What the readings of some days come to at each place of the week, as long as all of a place go to
/// one group at one number: quantities are added up first, and multiplied and moved to their groups
/// once.
final class WeekSums {
  /// The readings at one place of the week.
  struct Sum {
    /// Millionths of a kWh or m³.
    var quantity: Int64 = 0
    var present: Int64 = 0
    /// Half-hours that should have a reading and have none.
    var missing: Int64 = 0
  }

  /// Larger readings could, in all the years of a clock, add up to more than 64 bits hold.
  private static let limit: Int64 = 1 << 42

  /// Whether the days of the week are told apart.
  let hasWeekdays: Bool
  /// For each weekday, or for all of them, the 48 slots.
  private let sums: UnsafeMutablePointer<Sum>
  private let count: Int
  private var isEmpty = true

  init(hasWeekdays: Bool) {
    self.hasWeekdays = hasWeekdays
    count = hasWeekdays ? 7 * 48 : 48
    sums = .allocate(capacity: count)
    sums.initialize(repeating: Sum(), count: count)
  }

  deinit { sums.deallocate() }

  /// Adds a stretch; false, and nothing is done, where it has a reading too large for this.
  ///
  /// `expected`: the half-hours that should have a reading.
  func add(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, expected: Range<Int>
  ) -> Bool {
    let count = stretch.times.count
    var bits: Int64 = 0
    for index in 0..<count { bits |= values[index] & ~(values[index] >> 63) }
    guard bits < WeekSums.limit else { return false }
    isEmpty = false
    let sums = sums + (hasWeekdays ? stretch.weekday * 48 : 0) + stretch.slot
    for index in 0..<count {
      let value = values[index]
      let isMissing = value >> 63
      sums[index].quantity &+= value & ~isMissing
      sums[index].present &+= 1 &+ isMissing
      sums[index].missing &-= isMissing
    }
    guard
      expected.lowerBound > stretch.times.lowerBound
        || expected.upperBound < stretch.times.upperBound
    else { return true }
    // Nothing is missing that was not expected.
    for index in 0..<count where values[index] < 0 {
      if !expected.contains(stretch.times.lowerBound + index) { sums[index].missing &-= 1 }
    }
    return true
  }

  /// Hands over what there is, place by place, and begins anew.
  func empty(_ body: (_ place: Int, Sum) -> Void) {
    guard !isEmpty else { return }
    isEmpty = true
    for place in 0..<count {
      let sum = sums[place]
      guard sum.present | sum.missing != 0 else { continue }
      sums[place] = Sum()
      body(place, sum)
    }
  }
}
