import Cache
import EnergyModel
import Glibc
import QueryEngine
import Rendering

/// The greeting at the prompt: which cache is open, and how up to date its readings are.
struct Banner {
  let path: String
  let catalog: Catalog
  let zone: ClockZone
  let now: Instant

  var lines: [String] {
    [
      "octowatt: \(shortPath.visible). Type 'help', or 'quit' to leave.",
      (readings ?? "the cache is empty; type: import FILE…").visible,
    ]
  }

  /// The path with the home folder as `~`.
  private var shortPath: String {
    if path == ":memory:" { return "a cache in memory, gone at the end" }
    guard let home = getenv("HOME").map({ String(cString: $0) + "/" }), home != "/",
      path.hasPrefix(home)
    else { return path }
    return "~/" + path.dropFirst(home.count)
  }

  /// The days of the readings, and the meters without recent ones; nil if there are no readings.
  private var readings: String? {
    let ends = catalog.points.compactMap { catalog.lastReading(of: $0) }
    let extents = catalog.meters.compactMap(\.readings)
    guard let first = extents.map(\.lowerBound).min(), let last = ends.max() else {
      return catalog.points.isEmpty ? nil : "no readings yet; type: import FILE…"
    }
    func day(_ halfHour: Int) -> LocalDay { zone.day(of: Instant(halfHour: halfHour)) }
    let stale = catalog.points.filter { catalog.staleDays(of: $0, at: now) ?? 0 > 0 }
    let state =
      stale.isEmpty ? "up to date" : "stale: " + stale.map(\.name).joined(separator: ", ")
    return "readings from \(day(first)) through \(day(last)); \(state)"
  }
}

extension Catalog {
  /// The newest half-hour of a meter point with a reading; nil if there is none.
  func lastReading(of point: MeterPoint) -> Int? {
    meters(of: point).compactMap(\.readings?.upperBound).max()
  }

  /// The time at which a meter point was left; nil while it is not.
  func leavingTime(of point: MeterPoint, at now: Instant) -> Instant? {
    leavingTime(ofPoint: point.id).flatMap { $0 <= now ? $0 : nil }
  }

  /// The number of days for which a meter point has had no reading, when more than two.
  ///
  /// Nil, too, if it was left.
  func staleDays(of point: MeterPoint, at now: Instant) -> Int? {
    guard let last = lastReading(of: point), leavingTime(of: point, at: now) == nil else {
      return nil
    }
    let age = Int(now.seconds) - (last + 1) * 1800
    return age > 2 * 86_400 ? age / 86_400 : nil
  }
}
