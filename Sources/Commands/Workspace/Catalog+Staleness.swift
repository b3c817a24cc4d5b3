import Cache
package import EnergyModel
import QueryEngine

/// How far the readings of meter points reach, and whether they lag behind the clock.
extension Catalog {
  /// The newest half-hour of a meter point that has a reading; nil without any.
  package func lastReading(of point: MeterPoint) -> Int? {
    meters(of: point).compactMap(\.readings?.upperBound).max()
  }

  /// When a meter point was left; nil while it was not.
  func leavingTime(of point: MeterPoint, at now: Instant) -> Instant? {
    leavingTime(ofPoint: point.id).flatMap { $0 <= now ? $0 : nil }
  }

  /// For how many days a meter point has had no reading, when these are more than two; nil too
  /// where it was left.
  package func staleDays(of point: MeterPoint, at now: Instant) -> Int? {
    guard let last = lastReading(of: point), leavingTime(of: point, at: now) == nil else {
      return nil
    }
    let age = Int(now.seconds) - (last + 1) * 1800
    return age > 2 * 86_400 ? age / 86_400 : nil
  }
}
