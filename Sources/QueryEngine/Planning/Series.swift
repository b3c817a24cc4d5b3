import EnergyModel
package import Tariffs

/// Something that each half-hour has a number of for a kWh: what readings are multiplied by.
///
/// A scan holds those that its measure needs, the price first, as conditions and keys look at it.
package enum Series: Hashable, Sendable {
  /// The price or payment for a kWh, with VAT, in micropence.
  case price(RateTimeline)

  /// The kinds that a measure can ask for.
  package enum Kind: Hashable, Sendable {
    case price
  }

  var kind: Kind {
    switch self {
    case .price: .price
    }
  }

  /// The numbers, and when they hold.
  var values: HalfHourNumbers {
    switch self {
    case .price(let timeline): timeline.rates
    }
  }
}

extension Planner {
  /// The series of a kind for a meter that is priced so; nil where it has none.
  ///
  /// - Throws: when its values can't be read.
  func series(_ kind: Series.Kind, _ price: Pricing?) throws -> Series? {
    switch kind {
    case .price: try price.map { .price(try timeline($0.uses)) }
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

  /// The row that prices a half-hour of a segment of the scan.
  func row(_ index: Int, of stretch: MeterWalk.Segment) -> RateRow? {
    guard let timeline, let position = stretch.positions[Plan.Scan.priceIndex] else { return nil }
    return timeline.row(at: position.first + index)
  }
}
