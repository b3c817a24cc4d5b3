import EnergyModel
import QueryLanguage
import Tariffs

/// The units of time of a period that means are over: those of which all half-hours were read, and
/// where money is asked for have a rate.
struct CompleteUnits {
  /// The first days of the units that count, in order.
  private(set) var complete: [LocalDay] = []
  /// The first days of those that do not, though something of them was due.
  private(set) var leftOut: [LocalDay] = []

  /// What is known of a half-hour, over several meters.
  private struct Facts: OptionSet {
    let rawValue: UInt8
    /// Some meter read it.
    static let isRead = Facts(rawValue: 1)
    /// Some meter should have read it and did not, or what it read has no rate.
    static let isLacking = Facts(rawValue: 2)
    /// Conditions on time and tariff let it pass.
    static let isAsked = Facts(rawValue: 4)
  }

  /// Looks at every half-hour of the period that is in a unit of which something was read or due.
  ///
  /// `scans`: the meters that are added up, by their positions in the plan.
  /// `bounds`: the first day of each group of calendar keys, and the end; a unit lies within one.
  init(
    _ plan: Plan, _ unit: GroupKey.Calendar, needsRates: Bool, scans: [Int], bounds: [LocalDay],
    source: some ReadingSource
  ) throws {
    let due = scans.map { CompleteUnits.due(plan.scans[$0], of: plan, unit) }
    let read = scans.compactMap { plan.scans[$0].readings.map { Range($0) } }
    guard let halfHours = CompleteUnits.units(unit, of: due + read, in: plan.period) else { return }
    var facts = [Facts](repeating: [], count: halfHours.count)
    for (index, due) in zip(scans, due) {
      let scan = plan.scans[index]
      let choice = HalfHourChoice(scan, plan.filter, needsRows: false)
      let rates = scan.timeline?.rates.numbers
      try plan.walk(scan, in: halfHours, over: source) { stretch, values, _ in
        for (offset, time) in stretch.times.enumerated() {
          let place = stretch.weekday * 48 + stretch.slot + offset
          let position = choice.position(offset, of: stretch)
          var found: Facts = []
          if choice.passes(place: place), choice.passes(row: choice.row(at: position)) {
            found.insert(.isAsked)
          }
          if values[offset] >= 0 {
            found.insert(.isRead)
            let rate = position.flatMap { rates?[$0] } ?? HalfHourNumbers.none
            if needsRates, rate == HalfHourNumbers.none { found.insert(.isLacking) }
          } else if due.contains(time) {
            found.insert(.isLacking)
          }
          facts[time - halfHours.lowerBound].formUnion(found)
        }
      }
    }
    classify(plan.period, unit, facts, of: halfHours, bounds)
  }

  /// What a meter should have read, from the start of the unit of its first reading on: it did not
  /// read all of that, unless another one of the meter point did.
  private static func due(
    _ scan: Plan.Scan, of plan: Plan, _ unit: GroupKey.Calendar
  ) -> Range<Int> {
    let expected = scan.expected
    guard !expected.isEmpty, let first = scan.readings?.lowerBound else { return expected }
    let isSuccessor = plan.scans.contains { other in
      other.point.id == scan.point.id && other.readings.map { $0.lowerBound < first } ?? false
    }
    if isSuccessor { return expected }
    let zone = plan.period.zone
    let day = unit.start(of: zone.day(of: Instant(halfHour: expected.lowerBound)))
    return zone.range(from: day, to: day + 1).halfHours.lowerBound..<expected.upperBound
  }

  /// The half-hours of the period from the first unit in which some ranges are to the last; nil where
  /// nothing of them is in it.
  private static func units(
    _ unit: GroupKey.Calendar, of ranges: [Range<Int>], in period: Plan.Period
  ) -> Range<Int>? {
    let zone = period.zone
    let inside = ranges.map { $0.clamped(to: period.range.halfHours) }.filter { !$0.isEmpty }
    guard let first = inside.map(\.lowerBound).min(), let end = inside.map(\.upperBound).max()
    else { return nil }
    let start = unit.start(of: zone.day(of: Instant(halfHour: first)))
    let last = zone.day(of: Instant(halfHour: end - 1))
    var next = last + 1
    while unit.ordinal(next) == unit.ordinal(last) { next = next + 1 }
    return zone.range(from: start, to: next).halfHours.clamped(to: period.range.halfHours)
  }

  /// Adds the units of some half-hours, which the facts are about, to those that are complete or left
  /// out.
  private mutating func classify(
    _ period: Plan.Period, _ unit: GroupKey.Calendar, _ facts: [Facts], of halfHours: Range<Int>,
    _ bounds: [LocalDay]
  ) {
    let zone = period.zone
    var day = zone.day(of: Instant(halfHour: halfHours.lowerBound))
    let end = zone.day(of: Instant(halfHour: halfHours.upperBound - 1)) + 1
    while day < end {
      let first = day
      while day < end, unit.ordinal(day) == unit.ordinal(first) { day = day + 1 }
      let range = zone.range(from: first, to: day).halfHours
      let known = range.clamped(to: halfHours)
      let own = facts[
        known.lowerBound - halfHours.lowerBound..<known.upperBound - halfHours.lowerBound]
      let inside = bounds.partitioningIndex { $0 > first }
      guard own.contains(where: { $0.contains(.isAsked) }),
        own.contains(where: { !$0.isDisjoint(with: [.isRead, .isLacking]) })
      else { continue }
      let isWhole =
        known == range && unit.start(of: first) == first && unit.start(of: day) == day
        && (inside == bounds.count || bounds[inside] >= day)
      if isWhole, own.allSatisfy({ $0.contains(.isRead) && !$0.contains(.isLacking) }) {
        complete.append(first)
      } else {
        leftOut.append(first)
      }
    }
  }
}

extension Plan {
  /// Meters that should have been read in the period, and last were before it, as a line each.
  var silentMeters: [String] {
    let start = period.range.halfHours.lowerBound
    return scans.compactMap { scan in
      guard scan.alternative == 0, !scan.expected.isEmpty, let last = scan.readings?.upperBound,
        last < start
      else { return nil }
      let day = period.zone.day(of: Instant(halfHour: last))
      return "\(scan.point.name), meter \(scan.meter.serial), has no reading after \(day)"
    }
  }
}
