import EnergyModel
import Foundation
import TestSupport
import Testing

/// Zone files against Foundation, which has time zone data of its own.
@Suite struct TimeZoneFileTests {
  private func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
  }

  private func zone(_ bytes: [UInt8]) -> ClockZone? {
    ClockZone(name: "Europe/London", years: 1970...2099, file: bytes)
  }

  @Test func londonIsAsFoundationKnowsIt() throws {
    #expect(zone(try bytes("Europe/London")) == londonZone())
  }

  /// A file may list few changes and leave the others to its rule.
  @Test func theRuleAloneGivesTheYearsBehindTheList() throws {
    let footer = "\nGMT0BST,M3.5.0/1,M10.5.0\n"
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let head = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts
    let body: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("GMT\0".utf8)
    let file = head + body + head + body + Array(footer.utf8)
    let changes = try #require(zone(file)).transitions.suffix(2).map(\.start)
    // The last Sundays of March and October 2099, at 01:00 UTC, by date -u +%s.
    #expect(changes == [4_078_429_200, 4_096_573_200].map { Instant(seconds: $0) })
  }

  @Test func offsetsAndRulesOfOtherZones() throws {
    let berlin = try #require(
      ClockZone(name: "Berlin", years: 2030...2050, file: bytes("Europe/Berlin")))
    #expect(berlin.transitions.count == 43)
    #expect(berlin.transitions.map(\.offset).prefix(3) == [3600, 7200, 3600])
    let utc = try #require(ClockZone(name: "UTC", years: 1970...2099, file: bytes("UTC")))
    #expect(utc.transitions.map(\.offset) == [0])
  }

  @Test func whatIsNoZoneFile() throws {
    let london = try bytes("Europe/London")
    #expect(zone([]) == nil)
    #expect(zone(Array("TZif2".utf8)) == nil)
    for count in stride(from: 0, to: london.count - 1, by: 7) {
      #expect(zone(Array(london.prefix(count))) == nil, "\(count)")
    }
    #expect(zone(Array("Tzif".utf8) + london.dropFirst(4)) == nil)
  }
}
