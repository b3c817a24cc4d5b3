import EnergyModel
import QueryLanguage
import Tariffs

/// Adds the segments of one scan to the sums of their groups.
struct GroupAdder {
  private let grouping: Grouping
  private let filter: Filter
  private let firstHalfHour: Int
  private let scanIndex: Int
  private let expected: Range<Int>
  private let table: GroupTable
  private let patterns: [RateTimeline.Pattern]
  private let placeOffsets: [Int]
  private let lastPlaceOffset: Int
  /// The label part of the group number for no rate, and then for each row of the timeline; empty
  /// where rates don't distinguish groups.
  private let labelOffsets: [Int]
  /// Whether no rate, and then each row's tariff, passes the filter.
  private let rowPasses: [Bool]
  /// The payable rate of each row in micropence, which conditions on rates compare.
  private let payable: [Int64]
  private let isPlain: Bool
  /// The volume read by meters in m³, in millionths, by group; empty unless asked for.
  private(set) var volumes: [Int: Int128] = [:]
  private let addsVolumes: Bool
  /// A copy, as access across the module boundary costs a call.
  private let unpriced = RateTimeline.unpriced
  /// Whether a sum left the range of `Int128`; the result is then refused.
  private(set) var overflowed = false

  /// `timeline` is that of the scan, or one of its rates without VAT.
  init(
    scan index: Int, of plan: Plan, by grouping: Grouping, addsVolumes: Bool,
    pricedBy timeline: RateTimeline?, into table: GroupTable
  ) {
    let scan = plan.scans[index]
    self.grouping = grouping
    filter = plan.filter
    firstHalfHour = plan.period.range.halfHours.lowerBound
    scanIndex = index
    expected = scan.expected
    self.table = table
    patterns = timeline?.patterns ?? []
    placeOffsets = grouping.placeOffsets
    lastPlaceOffset = placeOffsets.max() ?? 0
    labelOffsets = grouping.labelOffsets(scan: index)
    let tariffs: [String?] = [nil] + (scan.timeline?.rows ?? []).map(\.tariff)
    rowPasses = tariffs.map { plan.filter.passes(tariff: $0) }
    payable = (scan.timeline?.rows ?? []).map(\.rate.micropence)
    self.addsVolumes = addsVolumes && scan.meter.unit == .m3
    isPlain = filter.isEmpty && !table.isSparse && !self.addsVolumes
  }

  /// `read` holds the quantities that the meter itself read.
  mutating func add(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>
  ) {
    var base = grouping.base(day: stretch.day, scan: scanIndex)
    var step = 0
    if grouping.isBySlot {
      step = grouping.unitStride
      base += (stretch.times.lowerBound - firstHalfHour) * step
    }
    if isPlain {
      addAll(stretch, values, base: base, step: step)
    } else {
      addSome(stretch, values, read, base: base, step: step)
    }
  }

  /// The common case: every half-hour counts, and only the clock and calendar determine its group.
  private mutating func addAll(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, base: Int, step: Int
  ) {
    table.use(base...base + step * (stretch.times.count - 1) + lastPlaceOffset)
    let sums = table.sums + base
    let first = stretch.times.lowerBound
    let count = stretch.times.count
    let expected = expected
    let (slot, place) = (stretch.slot, stretch.weekday * 48 + stretch.slot)
    let unpriced = unpriced
    var overflow = false
    let rates = stretch.pattern.map { patterns[$0].rates } ?? GroupAdder.noRates
    placeOffsets[place...].withUnsafeBufferPointer { places in
      rates[slot...].withUnsafeBufferPointer { rates in
        for index in 0..<count {
          let sum = sums + (index &* step &+ places[index])
          let quantity = values[index]
          if quantity >= 0 {
            overflow = sum.pointee.take(quantity, at: rates[index], unless: unpriced) || overflow
          } else if expected.contains(first &+ index) {
            sum.pointee.missing &+= 1
          }
        }
      }
    }
    overflowed = overflowed || overflow
  }

  private static let noRates = [Int64](repeating: RateTimeline.unpriced, count: 48)

  /// The general case: with a filter, with rate labels among the keys, or with volumes.
  private mutating func addSome(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>,
    base: Int, step: Int
  ) {
    for index in 0..<stretch.times.count {
      let slot = stretch.slot + index
      guard filter.passes(weekday: stretch.weekday, slot: slot) else { continue }
      let row = stretch.pattern.map { Int(patterns[$0].rows[slot]) } ?? -1
      guard rowPasses[row + 1] else { continue }
      let rate = row < 0 ? nil : stretch.pattern.map { patterns[$0].rates[slot] }
      let quantity = values[index]
      let passes =
        quantity >= 0
        && filter.passes(quantity: quantity, rate: row < 0 ? nil : payable[row])
      guard passes || quantity >= 0 || expected.contains(stretch.times.lowerBound + index)
      else { continue }
      let label = labelOffsets.isEmpty ? 0 : labelOffsets[row + 1]
      let group = base + index * step + placeOffsets[stretch.weekday * 48 + slot] + label
      let sum = table.sum(of: group)
      if quantity < 0 {
        sum.pointee.missing += 1
      } else if !passes {
        sum.pointee.excluded += 1
      } else {
        let overflow = sum.pointee.take(quantity, at: rate ?? unpriced, unless: unpriced)
        overflowed = overflowed || overflow
        if addsVolumes { volumes[group, default: 0] += Int128(read[index]) }
      }
    }
  }
}
