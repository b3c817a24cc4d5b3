import Cache
import EnergyModel
import Importers
import JSONText
import OctopusAPI
import QueryEngine
import QueryLanguage

/// Brings readings from Octopus into the cache, meter by meter, oldest first.
///
/// Each page is a transaction of its own, so that what breaks off goes on from the last page.
struct ReadingsFetch {
  /// Readings may be late or revised for so long: half-hours.
  private static let revisable = 96

  private let syntax: FetchSyntax
  private let session: Session

  init(_ syntax: FetchSyntax, _ session: Session) {
    self.syntax = syntax
    self.session = session
  }

  /// A meter and the time to ask for.
  private struct Part {
    var point: MeterPoint
    var meter: Meter
    var key: MeterKey
    var range: FetchRange
    /// The end, even where the request leaves it open.
    var end: Instant

    var request: APIRequest { .consumption(of: key, from: range.from, to: end) }
    var name: String { "\(point.name) \(meter.serial)" }
  }

  /// - Throws: ``FetchError`` for what stops everything; ``AlreadyReported`` when a meter failed
  ///   and the others were tried all the same.
  func run() throws {
    let home = try session.cache().home()
    let parts = try parts(of: home)
    guard !parts.isEmpty else {
      throw CommandError(
        "there is no meter to fetch readings of", hint: "type: fetch account A-…, or add meter …")
    }
    guard !syntax.pretends else { return try session.pretend(parts.map(\.request)) }
    var failed = false
    for point in home.points {
      let parts = parts.filter { $0.point == point }
      guard !parts.isEmpty else { continue }
      let octopus = try session.octopus(for: [point.alias, point.number])
      for part in parts {
        do {
          try fetch(part, from: octopus)
        } catch let error as FetchError where error.isOfOneThing {
          failed = true
          try session.complain(part.name, error)
        }
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func parts(of home: Home) throws -> [Part] {
    let points = try home.points(syntax.selection)
    let typed = try session.fetchRange(syntax.selection.period)
    let now = Instant(halfHour: session.now.halfHour)
    return try points.flatMap { point in
      try home.meters(of: point).compactMap { record -> Part? in
        guard let unit = ReadingUnit(flow: point.flow, unit: record.meter.unit) else { return nil }
        let last = record.readings?.upperBound
        let range =
          typed
          ?? FetchRange(from: last.map { Instant(halfHour: $0 - ReadingsFetch.revisable) })
        let end = min(range.to ?? now, now)
        if let from = range.from, from >= end {
          throw CommandError("nothing can be read yet from \(session.zone.shortStamp(from)) on")
        }
        let key = MeterKey(number: point.number, serial: record.meter.serial, unit: unit)
        return Part(point: point, meter: record.meter, key: key, range: range, end: end)
      }
    }
  }

  private func fetch(_ part: Part, from octopus: Octopus) throws {
    let start = ContinuousClock.now
    let progress = Progress(session: session)
    defer { progress.clear() }
    var rows = rows(part)
    var restarts = 0
    var counts = CacheWriter.Counts()
    var entry: Int64?
    var received = 0
    var newest: Int?
    try octopus.pages(of: part.request) { page, paging in
      rows.add(page)
      received += page.count
      progress.show(received, of: paging.count, part.name)
      // A server that does not sort: to go on from a part of that would leave a hole.
      guard !rows.isNewestFirst || paging.next == nil else { return }
      let days = rows.takeDays()
      let stored = try session.cache().write { writer in
        let stored = try writer.store(days, of: part.meter)
        entry = try writer.log(
          source: "octopus: readings of \(part.key.number) \(part.key.serial)", at: session.now,
          counts: stored.counts, revisions: stored.revisions, entry: entry)
        return stored
      }
      counts += stored.counts
      newest = days.last.flatMap(\.lastHalfHour) ?? newest
      if paging.restarts > restarts {
        restarts = paging.restarts
        rows = self.rows(part)
        received = 0
      }
    }
    progress.clear()
    for note in rows.notes { try session.tell("\(note.kind): \(part.name): \(note.text)") }
    let reach = newest.map { ", until \(session.zone.shortStamp(Instant(halfHour: $0 + 1)))" } ?? ""
    try session.tell(
      "\(part.name): \(ImportReport(readings: counts).text)\(reach), \(milliseconds(since: start))")
  }

  /// What takes in the rows of a meter; those outside the time asked for, or beyond the clock that
  /// the program knows, are dropped.
  private func rows(_ part: Part) -> ConsumptionRows {
    let first = LocalDay(firstOfMonth: 1, year: session.zone.years.lowerBound)
    return ConsumptionRows(
      unit: part.meter.unit, from: part.range.from ?? session.zone.start(of: first), to: part.end)
  }
}

extension DayReadings {
  /// The number of the last half-hour that has a reading.
  fileprivate var lastHalfHour: Int? {
    values.lastIndex { $0 != DayReadings.missing }.map { day * 48 + $0 }
  }
}
