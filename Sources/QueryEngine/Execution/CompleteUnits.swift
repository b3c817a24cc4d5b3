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

  /// Looks at every half-hour of the period.
  ///
  /// `scans`: the meters that are added up, by their positions in the plan.
  /// `bounds`: the first day of each group of calendar keys, and the end; a unit lies within one.
  init(
    _ plan: Plan, _ unit: GroupKey.Calendar, needsRates: Bool, scans: [Int], bounds: [LocalDay],
    source: some ReadingSource
  ) throws {
    let halfHours = plan.period.range.halfHours
    var facts = [Facts](repeating: [], count: halfHours.count)
    for index in scans {
      let scan = plan.scans[index]
      let choice = HalfHourChoice(scan, plan.filter, needsRows: false)
      let rates = scan.timeline?.rates.numbers
      let due = CompleteUnits.due(scan.expected, unit, plan.period.zone)
      try plan.walk(scan, over: source) { stretch, values, _ in
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
    sort(plan.period, unit, facts, bounds)
  }

  /// What a meter should have read, from the start of the unit of its first reading on: it did not
  /// read all of that.
  private static func due(
    _ expected: Range<Int>, _ unit: GroupKey.Calendar, _ zone: ClockZone
  ) -> Range<Int> {
    guard !expected.isEmpty else { return expected }
    var day = zone.day(of: Instant(halfHour: expected.lowerBound))
    let ordinal = unit.ordinal(day)
    while unit.ordinal(day - 1) == ordinal { day = day - 1 }
    let start = zone.range(from: day, to: day + 1).halfHours.lowerBound
    return start..<expected.upperBound
  }

  private mutating func sort(
    _ period: Plan.Period, _ unit: GroupKey.Calendar, _ facts: [Facts], _ bounds: [LocalDay]
  ) {
    let zone = period.zone
    var day = period.days.lowerBound
    while day < period.days.upperBound {
      let first = day
      while day < period.days.upperBound, unit.ordinal(day) == unit.ordinal(first) { day = day + 1 }
      let range = zone.range(from: first, to: day).halfHours
      let known = range.clamped(to: period.range.halfHours)
      let own = facts[
        known.lowerBound - period.range.halfHours.lowerBound..<known.upperBound
          - period.range.halfHours.lowerBound]
      guard own.contains(where: { $0.contains(.isAsked) }),
        own.contains(where: { !$0.isDisjoint(with: [.isRead, .isLacking]) })
      else { continue }
      let isWhole =
        known == range && unit.ordinal(first - 1) != unit.ordinal(first)
        && unit.ordinal(day) != unit.ordinal(first)
        && (first + 1 == day || !bounds.contains { first < $0 && $0 < day })
      if isWhole, own.allSatisfy({ $0.contains(.isRead) && !$0.contains(.isLacking) }) {
        complete.append(first)
      } else {
        leftOut.append(first)
      }
    }
  }
}
