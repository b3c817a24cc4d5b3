import EnergyModel

/// Which rate holds when, for one meter point: ordered stretches that do not overlap.
///
/// A stretch carries a rate for each of the 48 slots of the local clock, so that ten years of a
/// time-of-day tariff are one stretch and not eighteen thousand.
package struct RateTimeline: Hashable, Sendable {
  package struct Span: Hashable, Sendable {
    /// Half-hour numbers, in UTC.
    package var halfHours: Range<Int>
    /// The name of the tariff.
    package var tariff: String
    /// 48 payable rates in micropence by local slot, ``unpriced`` where there is none.
    package var rates: [Int64]
  }

  /// Stands for "no rate" in ``Span/rates``; no rate comes near it.
  package static let unpriced = Int64.min

  package private(set) var spans: [Span] = []

  package init() {}

  /// Adds what `tariff` asks in `halfHours`, which must not begin before the last span ends.
  package mutating func append(_ tariff: Tariff, in halfHours: Range<Int>) {
    precondition(halfHours.lowerBound >= spans.last?.halfHours.upperBound ?? .min)
    switch tariff.kind {
    case .bands(let bands):
      let rates = bands.rateOfSlot.map { rate in
        rate.map { tariff.payable($0).micropence } ?? RateTimeline.unpriced
      }
      spans.append(Span(halfHours: halfHours, tariff: tariff.name, rates: rates))
    }
  }
}
