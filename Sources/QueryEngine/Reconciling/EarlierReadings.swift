import EnergyModel
import QueryLanguage
import Tariffs

/// Readings some of which are as they were before they were revised.
struct EarlierReadings<Base: ReadingSource>: ReadingWrapper {
  let base: Base
  /// By meter and half-hour, in millionths.
  let values: [Meter.ID: [Int: Int64]]

  func changes(_ meter: Meter.ID) -> Bool { values[meter] != nil }

  func change(_ values: inout [Int64], of meter: Meter.ID, day: Int) {
    guard let earlier = self.values[meter] else { return }
    for slot in 0..<48 {
      if let value = earlier[day * 48 + slot] { values[slot] = value }
    }
  }
}

/// The revisions of a bill's readings, by the local day on which they arrived.
struct Revisions {
  private let revisions: [Meter.ID: [Revision]]
  private let zone: ClockZone

  init(_ plan: Plan, _ source: some ReadingSource) throws {
    zone = plan.period.zone
    var revisions: [Meter.ID: [Revision]] = [:]
    for scan in plan.scans {
      revisions[scan.meter.id] = try source.revisions(
        meter: scan.meter.id, halfHours: plan.period.range.halfHours)
    }
    self.revisions = revisions
  }

  /// The days on which readings were revised, the latest first.
  var days: [LocalDay] {
    Set(revisions.values.joined().map { zone.day(of: $0.at) }).sorted(by: >)
  }

  /// What was read, before a day began, in the half-hours that were revised later.
  func values(before day: LocalDay?) -> [Meter.ID: [Int: Int64]] {
    guard let day else { return [:] }
    let start = zone.start(of: day)
    return revisions.mapValues { revisions in
      // The first revision from then on replaced what was there.
      Dictionary(
        revisions.filter { $0.at >= start }.map { ($0.halfHour, $0.previous) },
        uniquingKeysWith: { first, _ in first })
    }
  }
}

/// A half-hour that should have a reading and has none.
struct UnreadHalfHour {
  var halfHour: Int
  /// What a kWh of it costs without VAT, in micropence divided by its ``VATRate/parts``, and the rate of
  /// VAT; nil where it has no rate.
  var price: Price?
}

extension Plan {
  /// The half-hours of some local days that should have a reading and have none, in order.
  func unread(
    in days: Range<LocalDay>, source: some ReadingSource
  ) throws -> [UnreadHalfHour] {
    var unread: [UnreadHalfHour] = []
    let halfHours = period.zone.range(from: days.lowerBound, to: days.upperBound).halfHours
    for scan in scans {
      try walk(scan, over: source) { stretch, values, _ in
        for (index, time) in stretch.times.enumerated()
        where values[index] < 0 && scan.expected.contains(time) && halfHours.contains(time) {
          unread.append(
            UnreadHalfHour(halfHour: time, price: scan.row(index, of: stretch)?.price))
        }
      }
    }
    return unread
  }
}
