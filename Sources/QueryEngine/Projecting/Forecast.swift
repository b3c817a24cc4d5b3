import EnergyModel

/// The quantities that a meter is expected to read in half-hours to come.
package struct Forecast: Hashable, Sendable {
  var point: MeterPoint
  /// The number of the newest half-hour that was read at the meter point.
  var newest: Int
  /// Those to come: in the period, and behind the newest.
  var halfHours: Range<Int>
  /// In millionths, one for each half-hour.
  var quantities: [Int64]
  /// The complete days that they are means over, in order.
  var days: [LocalDay]
  /// Nil where the same days a year earlier are not known.
  var factor: SeasonalFactor?
  /// How many half-hours have the mean rate of those days, as their own is not known yet.
  var meanPriced = 0

  /// The forecast if so much more or less were used, each quantity rounded half-even.
  func times(_ ratio: Backtest.Trial) -> Forecast {
    var forecast = self
    forecast.quantities = quantities.map {
      Int64(divide(Int128($0) * ratio.actual, by: ratio.projected, .even))
    }
    return forecast
  }
}

extension Plan {
  /// The plan with its forecasts times a ratio that depends on the flow; nil leaves them out.
  func projecting(_ ratio: (Flow) -> Backtest.Trial?) -> Plan {
    var plan = self
    for index in scans.indices {
      let scan = scans[index]
      plan.scans[index].forecast = ratio(scan.point.flow).flatMap { scan.forecast?.times($0) }
    }
    return plan
  }
}

/// Readings followed by those to come.
struct ForecastReadings<Base: ReadingSource>: ReadingSource {
  let base: Base
  let forecasts: [Meter.ID: Forecast]

  var cancellation: Cancellation { base.cancellation }

  func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws {
    try scanCounted(meter: meter, days: days) { day, counted, _ in try body(day, counted) }
  }

  func scanCounted(
    meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws {
    guard let forecast = forecasts[meter], !forecast.halfHours.isEmpty else {
      return try base.scanCounted(meter: meter, days: days, body)
    }
    let first = forecast.halfHours.lowerBound.flooredDivision(by: 48)
    let last = (forecast.halfHours.upperBound - 1).flooredDivision(by: 48)
    // The first of its days may begin with readings.
    var begun = DayReadings.blank
    try base.scanCounted(meter: meter, days: days) { day, counted, read in
      if day < first { try body(day, counted, read) }
      guard day == first else { return }
      for slot in 0..<48 { begun[slot] = counted[slot] }
    }
    for day in (first..<last + 1).clamped(to: days) {
      var values = day == first ? begun : DayReadings.blank
      for time in (day * 48..<day * 48 + 48).clamped(to: forecast.halfHours) {
        values[time - day * 48] = forecast.quantities[time - forecast.halfHours.lowerBound]
      }
      try values.withUnsafeBufferPointer { values in
        guard let counted = values.baseAddress else { return }
        try body(day, counted, counted)
      }
    }
  }

  func supplierCosts(of meter: Meter.ID, days: Range<Int>) throws -> SupplierCosts {
    try base.supplierCosts(of: meter, days: days)
  }

  func revisions(meter: Meter.ID, halfHours: Range<Int>) throws -> [Revision] {
    try base.revisions(meter: meter, halfHours: halfHours)
  }
}
