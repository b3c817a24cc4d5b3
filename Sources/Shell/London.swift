import Commands
package import EnergyModel
import Foundation

extension ClockZone {
  /// Britain's clock from 1970 to 2099, from the system's time zone data.
  ///
  /// - Returns: nil when the system has no such zone; falling back to UTC would be wrong for half
  ///   of each year.
  package static func london() -> ClockZone? {
    guard let zone = TimeZone(identifier: "Europe/London") else { return nil }
    let years = 1970...2099
    let distantPast = Instant(seconds: Int64(LocalDay(firstOfMonth: 1, year: 1).number) * 86_400)
    var date = Date(timeIntervalSince1970: 0)
    let end = Date(timeIntervalSince1970: 4_102_444_800)  // 2100-01-01
    var transitions = [
      Transition(
        start: distantPast, offset: Int64(zone.secondsFromGMT(for: date)))
    ]
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next < end {
      transitions.append(
        Transition(
          start: Instant(seconds: Int64(next.timeIntervalSince1970)),
          offset: Int64(zone.secondsFromGMT(for: next))))
      date = next
    }
    return ClockZone(name: "Europe/London", years: years, transitions: transitions)
  }
}
