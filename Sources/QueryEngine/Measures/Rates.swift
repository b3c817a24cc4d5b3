import EnergyModel
import QueryLanguage
import Tariffs

extension Plan.Scan {
  /// A run of half-hours at one rate.
  struct RateSegment: Hashable {
    var halfHours: Range<Int>
    var row: RateRow
  }

  /// The rates of those half-hours that pass a filter, in order of time, and the number of
  /// half-hours that pass by the clock but have no rate.
  ///
  /// Adjacent bands with one rate are merged; dated rows are not. `daily` is called about once a
  /// day during the search, and an error that it throws ends it.
  func rates(
    in halfHours: Range<Int>, zone: ClockZone, where filter: Filter = Filter(),
    daily: () throws -> Void
  ) rethrows -> (stretches: [RateSegment], unpriced: Int) {
    var stretches: [RateSegment] = []
    var unpriced = 0
    var walk = MeterWalk(halfHours, zone: zone, series: series)
    try walk.finish { stretch, _ in
      try daily()
      for (index, time) in stretch.times.enumerated() {
        guard filter.passes(weekday: stretch.weekday, slot: stretch.slot + index) else { continue }
        guard let row = row(index, of: stretch) else {
          unpriced += filter.needsRates ? 0 : 1
          continue
        }
        guard filter.passes(row) else { continue }
        if let last = stretches.last, last.halfHours.upperBound == time, last.row.joins(row) {
          stretches[stretches.count - 1].halfHours = last.halfHours.lowerBound..<time + 1
        } else {
          stretches.append(RateSegment(halfHours: time..<time + 1, row: row))
        }
      }
    }
    return (stretches, unpriced)
  }
}

extension RateRow {
  fileprivate func joins(_ next: RateRow) -> Bool {
    tariff == next.tariff && rate == next.rate && dates == next.dates
  }
}

/// `rates`: the rates charged or paid, run by run.
enum Rates: MeasureRule {
  static let needs = MeasureNeeds(readsMeters: false)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    [
      maker.instant("start"), maker.instant("end"), maker.text("tariff"), maker.rate("rate"),
    ]
  }

  static func report(_ maker: ReportMaker) -> Report { .rates }
}

/// The rows of `rates`: the rates charged or paid, run by run.
struct RateList {
  let plan: Plan
  let cancellation: Cancellation

  func write(to sink: inout some ResultSink) throws {
    try plan.list(to: &sink, cancellation: cancellation) { selection, sink in
      var seen: Set<Plan.Scan.RateSegment> = []
      var without = 0
      for scan in plan.scans {
        let (stretches, unpriced) = try scan.rates(
          in: plan.period.range.halfHours, zone: plan.period.zone, where: plan.filter,
          daily: cancellation.check)
        without = max(without, unpriced)
        for stretch in stretches where seen.insert(stretch).inserted {
          let stamps = [stretch.halfHours.lowerBound, stretch.halfHours.upperBound].map {
            Cell.time(plan.period.zone.localTime(Instant(halfHour: $0)))
          }
          try selection.append(
            ResultRow(
              cells: stamps + [.text(stretch.row.tariff), .number(stretch.row.rate.inMajorUnit)]),
            to: &sink)
        }
      }
      let place = plan.missingRates(amongReadings: false).map { ": \($0)" } ?? ""
      var notes = plan.notes
      if without > 0 {
        notes.append(
          "\(counted(without, "half-hour")) of the period \(havingVerb(without)) no rate\(place)")
      } else if seen.isEmpty {
        notes.append(
          plan.filter.isEmpty
            ? "no rates\(plan.flowNames) \(plan.periodText)"
            : "no rate\(plan.flowNames) passes 'where' \(plan.periodText)")
      }
      return ResultSummary(
        isIncomplete: without > 0 || seen.isEmpty && plan.filter.isEmpty,
        tariffs: plan.tariffNames, notes: notes)
    }
  }
}
