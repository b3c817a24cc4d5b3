package import EnergyModel
import Foundation

/// Europe/London in 1970…2099, as Foundation knows it.
package func londonZone() -> ClockZone {
  guard let london = TimeZone(identifier: "Europe/London") else {
    preconditionFailure("this system does not know the time zone Europe/London")
  }
  let end = Instant(seconds: LocalDay(firstOfMonth: 1, year: 2100).seconds)
  var moment = Date(timeIntervalSince1970: 0)
  var transitions = [
    ClockZone.Transition(
      start: Instant(seconds: LocalDay(firstOfMonth: 1, year: 1).seconds),
      offset: Int64(london.secondsFromGMT(for: moment)))
  ]
  while let next = london.nextDaylightSavingTimeTransition(after: moment) {
    let start = Instant(seconds: Int64(next.timeIntervalSince1970))
    guard next > moment, start < end else { break }
    transitions.append(
      ClockZone.Transition(start: start, offset: Int64(london.secondsFromGMT(for: next))))
    moment = next
  }
  precondition(transitions.count > 250, "the changes of Europe/London's clock are incomplete")
  return ClockZone(name: "Europe/London", years: 1970...2099, transitions: transitions)
}

extension LocalDay {
  /// Its midnight, if it were a day of UTC.
  fileprivate var seconds: Int64 { Int64(number) * 86_400 }
}
