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

  /// A file that lists no changes and leaves all to its rule.
  private func file(_ rule: String) -> [UInt8] {
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let head = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts
    let body: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("GMT\0".utf8)
    return head + body + head + body + Array("\n\(rule)\n".utf8)
  }

  @Test func theRuleAloneGivesTheYearsBehindTheList() throws {
    let file = file("GMT0BST,M3.5.0/1,M10.5.0")
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

  @Test(arguments: [
    "GMT0BST,/,/", "GMT0BST,/1,M10.5.0", "GMT0BST,M3.5.0/,M10.5.0", "GMT0BST,M3.5,M10.5.0",
    "GMT0BST,M13.5.0,M10.5.0", "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,J60,J300", "GMT0BST,,", ",M,M",
    "GMT168BST,M3.5.0,M10.5.0", "GMT0:1:1:1BST,M3.5.0,M10.5.0",
  ])
  func rulesThatAreNotUnderstood(_ rule: String) { #expect(zone(file(rule)) == nil) }

  /// Whatever is read as a clock is on the grid of half-hours.
  @Test func damagedFilesAreReadOrRefused() throws {
    var random = SeededGenerator(seed: 23)
    var read = 0
    for rule in ["GMT0BST,M3.5.0/1,M10.5.0", "EST5EDT,M3.2.0,M11.1.0"] {
      for _ in 0..<1500 {
        let bytes = random.damaged(file(rule), inserting: "/,.M-+:09<>\n")
        guard let zone = ClockZone(name: "x", years: 2020...2022, file: bytes) else { continue }
        read += 1
        let day = zone.day(of: zone.start(of: LocalDay(firstOfMonth: 7, year: 2021)))
        #expect(day.civil.year == 2021)
      }
    }
    #expect(read > 100)
  }
}
