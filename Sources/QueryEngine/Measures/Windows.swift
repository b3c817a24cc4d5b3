import EnergyModel
import QueryLanguage
import Tariffs

/// `cheapest`: the window of a given length with the lowest mean rate.
enum Cheapest: MeasureRule {
  static let needs = MeasureNeeds(readsMeters: false, alternatives: .one)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    [maker.instant("start"), maker.instant("end"), maker.rate("average_rate")]
  }

  static func report(_ maker: ReportMaker) -> Report {
    .window(Report.Window(length: maker.duration, isCheapest: true))
  }
}

/// `dearest`: the window of a given length with the highest mean rate.
enum Dearest: MeasureRule {
  static let needs = Cheapest.needs

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] { Cheapest.columns(maker) }

  static func report(_ maker: ReportMaker) -> Report {
    .window(Report.Window(length: maker.duration, isCheapest: false))
  }
}

/// The row of `cheapest` or `dearest`: the window of a given length with the lowest or highest mean
/// rate; of equals, the earliest.
struct WindowSearch {
  let plan: Plan
  let window: Report.Window
  let cancellation: Cancellation

  func write(to sink: inout some ResultSink) throws {
    try sink.begin(plan.header)
    let found = try best()
    if let (start, sum) = found {
      let end = start + window.length
      let mean = divide(sum, by: Int128(window.length), .even)
      try sink.append(
        ResultRow(cells: [
          .time(plan.period.zone.localTime(Instant(halfHour: start))),
          .time(plan.period.zone.localTime(Instant(halfHour: end))),
          .number(FixedPoint(mean, scale: 8)),
        ]))
    }
    let note = found == nil ? [absence] : []
    try sink.end(
      ResultSummary(isIncomplete: found == nil, tariffs: plan.tariffNames, notes: plan.notes + note)
    )
  }

  /// The note that there is no window, with where the rates end, and how to get more.
  private var absence: String {
    guard plan.filter.isEmpty else {
      return "no window of that length that 'where' allows has rates throughout"
    }
    let place = plan.prices.uses.isEmpty ? nil : plan.missingRates(amongReadings: false)
    let remedy = plan.prices.uses.contains(where: \.isFetched) ? "; type: fetch rates" : ""
    return "no window of that length has rates throughout"
      + (place.map { ": \($0)\(remedy)" } ?? "")
  }

  /// The start of the best window, and the sum of its rates in micropence.
  private func best() throws -> (start: Int, sum: Int128)? {
    let timelines = Set(plan.scans.compactMap(\.timeline))
    guard timelines.count <= 1 else {
      throw QueryError("the meters are on different rates", hint: "choose one: meter NAME")
    }
    guard let scan = plan.scans.first else { return nil }
    var best: (start: Int, sum: Int128)?
    var rates: [Int64] = []
    var sum: Int128 = 0
    var next = plan.period.range.halfHours.lowerBound
    let priced = try scan.rates(
      in: plan.period.range.halfHours, zone: plan.period.zone, where: plan.filter,
      daily: cancellation.check)
    for stretch in priced.stretches {
      try cancellation.check()
      // A half-hour without a rate, or that does not pass the filter, can't be in a window.
      if stretch.halfHours.lowerBound != next { (rates, sum) = ([], 0) }
      for time in stretch.halfHours {
        rates.append(stretch.row.rate.micropence)
        sum += Int128(stretch.row.rate.micropence)
        if rates.count > window.length {
          sum -= Int128(rates[rates.count - 1 - window.length])
        }
        guard rates.count >= window.length else { continue }
        let isBetter = window.isCheapest ? sum < best?.sum ?? .max : sum > best?.sum ?? .min
        if isBetter { best = (time + 1 - window.length, sum) }
      }
      next = stretch.halfHours.upperBound
    }
    return best
  }
}
