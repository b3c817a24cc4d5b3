import EnergyModel
import QueryLanguage

/// The half-hours of each group by themselves, the readings of all its meters added up: what `spread`
/// and `power` are about.
struct SingleHalfHours {
  /// A half-hour by its number, and its energy in millionths.
  private struct HalfHour {
    var time: Int
    /// ``DayReadings/missing`` where a meter lacks its reading.
    var quantity: Int64
  }

  /// In order of time.
  private var halfHours: [Int: [HalfHour]] = [:]

  /// `source`: one whose readings count as they do in the plan; see ``Plan/readings(from:)``.
  init(_ plan: Plan, by grouping: Grouping, source: some ReadingSource) throws {
    for index in plan.scans.indices {
      let read = try SingleHalfHours.read(index, of: plan, by: grouping, source)
      for (group, more) in read {
        halfHours[group] = try SingleHalfHours.merged((halfHours[group] ?? []) + more)
      }
    }
  }

  private static func read(
    _ index: Int, of plan: Plan, by grouping: Grouping, _ source: some ReadingSource
  ) throws -> [Int: [HalfHour]] {
    let scan = plan.scans[index]
    let path = GroupPath(scan: index, of: plan, by: grouping)
    let choice = HalfHourChoice(scan, plan.filter, needsRows: grouping.hasLabels)
    var read: [Int: [HalfHour]] = [:]
    try plan.walk(scan, over: source) { stretch, values, _ in
      let (base, step) = path.base(stretch)
      for (offset, time) in stretch.times.enumerated() {
        let place = stretch.weekday * 48 + stretch.slot + offset
        let position = choice.position(offset, of: stretch)
        let row = choice.row(at: position)
        let quantity = values[offset]
        guard choice.passes(place: place), choice.passes(row: row),
          quantity >= 0
            ? choice.passes(quantity, at: position) : scan.expected.contains(time)
        else { continue }
        let group = base + offset * step + path.offset(place: place, row: row)
        read[group, default: []].append(HalfHour(time: time, quantity: quantity))
      }
    }
    return read
  }

  /// Each half-hour once, with what all meters read in it.
  private static func merged(_ halfHours: [HalfHour]) throws(QueryError) -> [HalfHour] {
    var merged: [HalfHour] = []
    merged.reserveCapacity(halfHours.count)
    for halfHour in halfHours.sorted(by: { $0.time < $1.time }) {
      guard let last = merged.last, last.time == halfHour.time else {
        merged.append(halfHour)
        continue
      }
      var sum = DayReadings.missing
      if last.quantity >= 0, halfHour.quantity >= 0 {
        let (quantity, overflow) = last.quantity.addingReportingOverflow(halfHour.quantity)
        guard !overflow else { throw Figures.overflow }
        sum = quantity
      }
      merged[merged.count - 1].quantity = sum
    }
    return merged
  }

  /// The quantities of some groups together, ascending, without the half-hours that a meter lacks.
  private func quantities(_ groups: GroupList) throws -> [Int64] {
    let found = groups.compactMap { halfHours[$0] }
    let all = found.count == 1 ? found[0] : try SingleHalfHours.merged(found.flatMap(\.self))
    return all.map(\.quantity).filter { $0 >= 0 }.sorted()
  }

  /// The smallest, the median and the largest half-hour; of an even number, the median is the mean of
  /// the two in the middle.
  func spreadCells(_ groups: GroupList) throws -> [Cell] {
    let quantities = try quantities(groups)
    guard let least = quantities.first, let most = quantities.last else {
      return [.missing, .missing, .missing]
    }
    let middle = [quantities[(quantities.count - 1) / 2], quantities[quantities.count / 2]]
    let twice = middle.reduce(Int128(0)) { $0 + Int128($1) }
    return [
      .number(FixedPoint(Int128(least), scale: 6)), .number(FixedPoint(twice * 5, scale: 7)),
      .number(FixedPoint(Int128(most), scale: 6)),
    ]
  }

  /// The mean power in kW, to 8 places.
  func powerCell(_ groups: GroupList) throws -> Cell {
    let quantities = try quantities(groups)
    guard !quantities.isEmpty else { return .missing }
    let sum = quantities.reduce(Int128(0)) { $0 + Int128($1) }
    // A half-hour has twice as much in kW as in kWh.
    return .number(FixedPoint(divide(sum * 200, by: Int128(quantities.count), .even), scale: 8))
  }
}
