import EnergyModel
import QueryLanguage
import Tariffs

extension Plan.Scan {
  /// A stretch of half-hours at one rate.
  struct RateStretch: Hashable {
    var halfHours: Range<Int>
    var row: RateRow
  }

  /// The rates of some half-hours in order of time; half-hours without a rate are left out.
  ///
  /// Neighbouring bands of one rate are one stretch; dated rows stay as they came.
  func rates(in halfHours: Range<Int>, zone: ClockZone) -> [RateStretch] {
    guard let timeline else { return [] }
    var stretches: [RateStretch] = []
    var walk = MeterWalk(halfHours, zone: zone, timeline: timeline)
    walk.finish { stretch, _ in
      guard let pattern = stretch.pattern else { return }
      for (index, time) in stretch.times.enumerated() {
        let position = timeline.patterns[pattern].rows[stretch.slot + index]
        guard position != RateTimeline.noRow else { continue }
        let row = timeline.rows[Int(position)]
        if let last = stretches.last, last.halfHours.upperBound == time, last.row.joins(row) {
          stretches[stretches.count - 1].halfHours = last.halfHours.lowerBound..<time + 1
        } else {
          stretches.append(RateStretch(halfHours: time..<time + 1, row: row))
        }
      }
    }
    return stretches
  }
}

extension RateRow {
  fileprivate func joins(_ next: RateRow) -> Bool {
    tariff == next.tariff && rate == next.rate && dates == next.dates
  }
}

/// The rows of `rates`: what is asked or paid, stretch by stretch.
struct RateList {
  let plan: Plan

  func write(to sink: inout some ResultSink) throws {
    try sink.begin(plan.head)
    var selection = RowSelection(plan)
    var seen: Set<Plan.Scan.RateStretch> = []
    for scan in plan.scans {
      for stretch in scan.rates(in: plan.range.halfHours, zone: plan.zone)
      where seen.insert(stretch).inserted {
        let stamps = [stretch.halfHours.lowerBound, stretch.halfHours.upperBound].map {
          Cell.text(plan.zone.stamp(Instant(halfHour: $0)))
        }
        try selection.append(
          ResultRow(
            cells: stamps + [.text(stretch.row.tariff), .number(stretch.row.rate.inMajorUnit)]),
          to: &sink)
      }
    }
    try selection.finish(to: &sink)
    let without =
      plan.scans.map { scan in
        scan.rates(in: plan.range.halfHours, zone: plan.zone).reduce(plan.range.halfHours.count) {
          $0 - $1.halfHours.count
        }
      }.max() ?? 0
    let place = plan.missingRates(amongReadings: false).map { ": \($0)" } ?? ""
    let note =
      without > 0
      ? ["\(counted(without, "half-hour")) of the period \(havingVerb(without)) no rate\(place)"]
      : []
    try sink.end(
      ResultFoot(
        isIncomplete: without > 0, tariffs: plan.tariffNames,
        rowsInAll: selection.sent < selection.passed ? selection.passed : nil,
        notes: plan.notes + note))
  }
}
