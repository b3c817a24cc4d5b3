package import EnergyModel
import Tariffs

extension Plan {
  /// Half-hours of one meter on one local day, at one offset from UTC.
  package struct PricedSegment {
    package var day: LocalDay
    /// Half-hour numbers, in UTC.
    package var halfHours: Range<Int>
    /// The quantity of each that the plan counts with, in millionths.
    ///
    /// It is ``DayReadings/missing`` where there is no reading, and valid only during the call.
    package var quantities: UnsafePointer<Int64>
    /// The quantities as the meter read them: of gas perhaps in m³.
    package var readings: UnsafePointer<Int64>
    /// The rate of each in micropence per kWh, ``HalfHourNumbers/none`` where there is none; nil where
    /// none of them has a rate.
    package var rates: ArraySlice<Int64>?
  }

  /// Visits the half-hours of a scan in order of time, those without a reading too.
  ///
  /// `source`: one with the readings as they are stored.
  package func forEachSegment(
    of scan: Scan, from source: some ReadingSource, _ visit: (PricedSegment) throws -> Void
  ) throws {
    let rates = scan.timeline?.rates.numbers ?? []
    try walk(scan, over: readings(from: source)) { segment, quantities, readings in
      let position = rates.isEmpty ? nil : segment.positions[Scan.priceIndex]?.first
      try visit(
        PricedSegment(
          day: segment.day, halfHours: segment.times, quantities: quantities, readings: readings,
          rates: position.map { rates[$0..<$0 + segment.times.count] }))
    }
  }
}
