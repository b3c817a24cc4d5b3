import EnergyModel
package import Tariffs

/// Something that each half-hour has a number of for a kWh: what readings are multiplied by.
///
/// A scan holds them in the order of the cases, so that the price is the first.
package enum Series: Hashable, Sendable {
  /// What a kWh costs or earns, with VAT, in micropence.
  case price(RateTimeline)

  /// The numbers, and when they hold.
  var values: HalfHourNumbers {
    switch self {
    case .price(let timeline): timeline.rates
    }
  }
}

extension Plan.Scan {
  /// Where the price stands among the series of a scan that has one.
  static let priceIndex = 0

  /// Nil when nothing is priced.
  package var timeline: RateTimeline? {
    switch series.first {
    case .price(let timeline): timeline
    case nil: nil
    }
  }

  /// What prices a half-hour of a stretch of the scan.
  func row(_ index: Int, of stretch: MeterWalk.Segment) -> RateRow? {
    guard let timeline, let position = stretch.positions[Plan.Scan.priceIndex] else { return nil }
    return timeline.row(at: position.first + index)
  }
}
