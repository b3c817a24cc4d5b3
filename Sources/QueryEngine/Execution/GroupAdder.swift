import EnergyModel
import QueryLanguage
import Tariffs

/// Adds the stretches of one scan to the sums of their groups.
struct GroupAdder {
  private let plan: Plan
  private let scan: Plan.Scan
  private let table: GroupTable
  private let patterns: [RateTimeline.Pattern]
  private let placeOffsets: [Int]
  private let lastPlaceOffset: Int
  /// For no rate, and then each row of the timeline; empty where rates don't tell groups apart.
  private let labelOffsets: [Int]
  /// For no rate, and then each row, whether its tariff passes the filter.
  private let rowPasses: [Bool]
  /// What the customer pays at each row, in micropence: what conditions on rates are about.
  private let payable: [Int64]
  private let isPlain: Bool
  /// What meters in m³ read, in millionths, by group; filled where it is asked for.
  private(set) var volumes: [Int: Int128] = [:]
  private let addsVolumes: Bool
  /// Kept here, as asking the other module for it takes a call.
  private let unpriced = RateTimeline.unpriced
  /// Set when a sum left the range of `Int128`; the result is then refused.
  private(set) var overflowed = false

  /// `timeline`: the scan's own, or its rates without VAT.
  init(
    scan index: Int, of plan: Plan, pricedBy timeline: RateTimeline?, into table: GroupTable
  ) {
    self.plan = plan
    scan = plan.scans[index]
    self.table = table
    patterns = timeline?.patterns ?? []
    placeOffsets = plan.grouping.placeOffsets
    lastPlaceOffset = placeOffsets.max() ?? 0
    labelOffsets = plan.grouping.labelOffsets(scan: index)
    let tariffs: [String?] = [nil] + (scan.timeline?.rows ?? []).map(\.tariff)
    rowPasses = tariffs.map { plan.filter.passes(tariff: $0) }
    payable = (scan.timeline?.rows ?? []).map(\.rate.micropence)
    addsVolumes = plan.extras.contains(.volume) && scan.meter.unit == .m3
    isPlain = plan.filter.isEmpty && !table.isSparse && !addsVolumes
  }

  /// `read`: what the meter itself read.
  mutating func add(
    _ stretch: MeterWalk.Stretch, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>
  ) {
    var base = plan.grouping.base(day: stretch.day, source: scan.sourceGroup)
    var step = 0
    if plan.grouping.isBySlot {
      step = plan.grouping.unitStride
      base += (stretch.times.lowerBound - plan.range.halfHours.lowerBound) * step
    }
    if isPlain {
      addAll(stretch, values, base: base, step: step)
    } else {
      addSome(stretch, values, read, base: base, step: step)
    }
  }

  /// The usual case: every half-hour counts, and clock and calendar alone decide where.
  private mutating func addAll(
    _ stretch: MeterWalk.Stretch, _ values: UnsafePointer<Int64>, base: Int, step: Int
  ) {
    table.use(base...base + step * (stretch.times.count - 1) + lastPlaceOffset)
    let sums = table.sums + base
    let first = stretch.times.lowerBound
    let count = stretch.times.count
    let expected = scan.expected
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

  /// With a filter, with labels of rates among the keys, or with volumes.
  private mutating func addSome(
    _ stretch: MeterWalk.Stretch, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>,
    base: Int, step: Int
  ) {
    for index in 0..<stretch.times.count {
      let slot = stretch.slot + index
      guard plan.filter.passes(weekday: stretch.weekday, slot: slot) else { continue }
      let row = stretch.pattern.map { Int(patterns[$0].rows[slot]) } ?? -1
      guard rowPasses[row + 1] else { continue }
      let rate = row < 0 ? nil : stretch.pattern.map { patterns[$0].rates[slot] }
      let quantity = values[index]
      let passes =
        quantity >= 0
        && plan.filter.passes(quantity: quantity, rate: row < 0 ? nil : payable[row])
      guard passes || quantity >= 0 || scan.expected.contains(stretch.times.lowerBound + index)
      else { continue }
      let label = labelOffsets.isEmpty ? 0 : labelOffsets[row + 1]
      let group = base + index * step + placeOffsets[stretch.weekday * 48 + slot] + label
      let sum = table.sum(of: group)
      if quantity < 0 {
        sum.pointee.missing += 1
      } else if !passes {
        sum.pointee.leftOut += 1
      } else {
        let overflow = sum.pointee.take(quantity, at: rate ?? unpriced, unless: unpriced)
        overflowed = overflowed || overflow
        if addsVolumes { volumes[group, default: 0] += Int128(read[index]) }
      }
    }
  }
}
