import Commands
import EnergyModel
import Glibc
import QueryEngine

/// The greeting at the prompt: which cache is open, and how up to date its readings are, or how to
/// begin.
struct Banner {
  let path: String
  let catalog: Catalog
  let zone: ClockZone
  let now: Instant
  /// The columns that lines have.
  let columns: Int

  var lines: [String] {
    let opening = "octowatt: \(shortPath.visible). Type 'help', or 'quit' to leave."
    if let readings { return [opening, readings.visible] }
    let state =
      catalog.points.isEmpty ? "The cache is empty." : "There are meters, but no readings yet."
    return [opening, state + " Three ways to begin, each a line to type:"]
      + Help.waysToBeginLines(columns: columns)
  }

  /// The path with the home folder as `~`.
  private var shortPath: String {
    if path == ":memory:" { return "a cache in memory, lost at the end" }
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
      return nil
    }
    func day(_ halfHour: Int) -> LocalDay { zone.day(of: Instant(halfHour: halfHour)) }
    let stale = catalog.points.filter { catalog.staleDays(of: $0, at: now) ?? 0 > 0 }
    let state =
      stale.isEmpty ? "up to date" : "stale: " + stale.map(\.name).joined(separator: ", ")
    return "readings from \(day(first)) through \(day(last)); \(state)"
  }
}
