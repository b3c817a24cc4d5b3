import Commands
package import EnergyModel
import Foundation
import Glibc

extension ClockZone {
  /// Britain's clock from 1970 to 2099, from the system's time zone data.
  ///
  /// The file is read directly, as Foundation takes milliseconds to begin with; where there is none
  /// Foundation is asked.
  ///
  /// - Returns: nil when the system has no such zone; falling back to UTC would be wrong for half
  ///   of each year.
  package static func london() -> ClockZone? {
    let (name, years) = ("Europe/London", ClockZone.coveredYears)
    let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
    if let bytes = contents("\(folder)/\(name)"),
      let zone = ClockZone(name: name, years: years, file: bytes)
    {
      return zone
    }
    return foundation(name, years)
  }

  /// The first 64 kB of a file, of which zone files have four; nil where it can't be read.
  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, size in
      count = read(descriptor, buffer.baseAddress, buffer.count)
      size = max(count, 0)
    }
    return count > 0 ? bytes : nil
  }

  private static func foundation(_ name: String, _ years: ClosedRange<Int>) -> ClockZone? {
    guard let zone = TimeZone(identifier: name) else { return nil }
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
    return ClockZone(name: name, years: years, transitions: transitions)
  }
}
