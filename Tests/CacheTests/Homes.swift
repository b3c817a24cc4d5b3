import Cache
import EnergyModel
import Foundation
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

func day(_ iso: String) throws -> LocalDay { try #require(LocalDay(iso: iso), "\(iso)") }

/// British midnight at the start of a day.
func midnight(_ iso: String) throws -> Instant { londonZone().start(of: try day(iso)) }

/// A folder that goes away with its owner.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "octowatt-cache-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The names of the files inside, sorted.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// The permission bits of a file.
func mode(_ path: String) throws -> Int {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return try #require(attributes[.posixPermissions] as? Int)
}

/// The days of one meter of import `1900000000001` `S1`, which is made when it isn't there.
@discardableResult
func store(
  _ days: [DayReadings], in cache: Cache, log source: String? = nil, pretending: Bool = false
) throws -> MergeCounts {
  try cache.write(pretending: pretending) { writer in
    let point =
      try writer.point(number: "1900000000001")
      ?? writer.addPoint(number: "1900000000001", flow: .import)
    let meter =
      try writer.meter(serial: "S1", of: point)
      ?? writer.addMeter(serial: "S1", unit: .kWh, to: point)
    let stored = try writer.store(days, of: meter)
    if let source {
      try writer.log(
        source: source, at: Instant(seconds: 1_700_000_000), counts: stored.counts,
        revisions: stored.revisions)
    }
    return stored.counts
  }
}

/// A day of readings from the half-hours that have one.
func readings(_ iso: String, _ values: [Int: Int64]) throws -> DayReadings {
  var day = DayReadings(day: try day(iso).number)
  for (slot, value) in values { day.values[slot] = value }
  return day
}

/// Writes everything that `memory` holds into a cache.
func fill(_ cache: Cache, from memory: MemoryHome) throws {
  try cache.write { writer in
    for tariff in memory.catalog.tariffs { try writer.store(tariff) }
    for point in memory.catalog.points {
      let stored = try writer.addPoint(number: point.number, flow: point.flow)
      if let alias = point.alias { try writer.setAlias(alias, of: stored) }
      for record in memory.catalog.meters(of: point) {
        let meter = try writer.addMeter(
          serial: record.meter.serial, unit: record.meter.unit, to: stored)
        _ = try writer.store(memory.readings(of: record.meter.id), of: meter)
      }
      for agreement in memory.catalog.agreements where agreement.meterPointID == point.id {
        try writer.store(
          Agreement(
            meterPointID: stored.id, tariff: agreement.tariff, from: agreement.from,
            until: agreement.until))
      }
    }
  }
}

/// The answer to a query; now is noon on 1 January 2024.
func ask(_ text: String, _ catalog: Catalog, _ source: some ReadingSource & RateSource) throws
  -> ResultTable
{
  let statement = try #require(Lexer.lex(text).statements.first)
  let now = Instant(halfHour: try day("2024-01-01").number * 48 + 24)
  let plan = try Planner.plan(
    try Parser.query(statement), catalog: catalog, rates: source, zone: londonZone(),
    now: now)
  var table = ResultTable()
  try Executor.run(plan, source: source, into: &table)
  return table
}

extension ResultTable {
  /// The rows, as csv has them.
  var lines: [String] {
    rows.map { row in
      row.cells.map { cell in
        switch cell {
        case .missing: ""
        case .text(let text): text
        case .number(let number): number.text
        case .day(let day): day.description
        case .time(let time): time.stamp
        case .spark(let heights): "\(heights.count) bars"
        }
      }.joined(separator: ",")
    }
  }
}
