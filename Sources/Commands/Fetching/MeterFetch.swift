import Cache
import EnergyModel
import Interchange
import JSONText
import OctopusAPI
import Rendering
import Terminal

/// A meter and the range of time to fetch.
struct MeterPart {
  var point: MeterPoint
  var meter: Meter
  var key: MeterKey
  var range: FetchRange
  /// The end of the range, even if the request leaves it open.
  var end: Instant

  var request: APIRequest { .consumption(of: key, from: range.from, to: end) }
  var name: String { "\(point.name) \(meter.serial)" }
  /// The meter's name in the import log.
  var source: String { MeterPart.source(point, meter) }

  static func source(_ point: MeterPoint, _ meter: Meter) -> String {
    "octopus: readings of \(point.number) \(meter.serial)"
  }
}

/// Fetches the readings of one meter.
///
/// Each page is a transaction of its own, so that an interrupted fetch resumes after the last page.
struct MeterFetch {
  private let part: MeterPart
  private let workspace: Workspace
  private let start = ContinuousClock.now
  private let progress: Progress
  private var rows: ConsumptionRows
  /// The rows received since the walk through the pages started, or restarted.
  private(set) var received = 0
  /// The number of rows that Octopus announced.
  private var count = 0
  /// The readings of its meter point so far, from this meter and those before it.
  private(set) var point: CacheWriter.PointReadings
  private var outcome = Outcome()

  /// The outcome of the pages stored so far.
  private struct Outcome {
    var total = CacheWriter.Stored()
    /// The import log entry that all pages share; nil while nothing has changed.
    var entry: Int64?
    /// The newest half-hour with a reading.
    var newest: Int?

    mutating func append(_ stored: CacheWriter.Stored, of days: [DayReadings]) {
      total.counts += stored.counts
      total.copies += stored.copies
      total.conflicts += stored.conflicts
      total.doubleCount += stored.doubleCount
      if let last = days.last,
        let slot = last.values.lastIndex(where: { $0 != DayReadings.missing })
      {
        newest = last.day * 48 + slot
      }
    }
  }

  init(_ part: MeterPart, beside point: CacheWriter.PointReadings, _ workspace: Workspace) {
    self.part = part
    self.point = point
    self.workspace = workspace
    progress = Progress(workspace.reporter)
    rows = MeterFetch.rows(part, workspace)
  }

  /// A collector for the rows of a meter, which drops those outside the range or beyond the years
  /// of the clock.
  private static func rows(_ part: MeterPart, _ workspace: Workspace) -> ConsumptionRows {
    let first = LocalDay(firstOfMonth: 1, year: workspace.zone.years.lowerBound)
    return ConsumptionRows(
      unit: part.meter.unit, from: part.range.from ?? workspace.zone.start(of: first), to: part.end)
  }

  /// Whether anything in the cache changed.
  var hasChangedCache: Bool { outcome.entry != nil }

  /// - Throws: ``FetchError``; the pages stored before it are kept.
  mutating func run(_ octopus: Octopus) throws {
    defer { progress.clear() }
    try octopus.pages(of: part.request) { page, paging in
      if paging.isAtStart {
        rows = MeterFetch.rows(part, workspace)
        received = 0
      }
      rows.add(page)
      received += page.count
      count = paging.count ?? count
      progress.show(received, of: paging.count, part.name)
      // If the newest come first, all pages must arrive: storing some would leave a gap to resume
      // from.
      if !rows.isNewestFirst || paging.next == nil { try store(rows.consumeDays()) }
    }
    progress.clear()
    if outcome.entry == nil, outcome.total.copies > 0 {
      try workspace.cache().write { writer in
        try writer.logCopies(outcome.total.copies, source: part.source, at: workspace.now)
      }
    }
    if received < count {
      try workspace.reporter.warn(
        "\(part.name): Octopus announced \(counted(count, "row")), but sent \(received)")
    }
    try report()
  }

  private mutating func store(_ days: [DayReadings]) throws {
    let stored = try workspace.cache().write { writer in
      let stored = try writer.store(days, of: part.meter, as: &point)
      outcome.entry = try writer.log(
        source: part.source, at: workspace.now, counts: stored.counts, revisions: stored.revisions,
        entry: outcome.entry)
      return stored
    }
    outcome.append(stored, of: days)
  }

  private func report() throws {
    let total = outcome.total
    for note in rows.notes {
      try workspace.reporter.info("\(note.kind): \(part.name): \(note.text)")
    }
    if total.copies > 0 {
      try workspace.reporter.note(
        "\(part.name): \(counted(total.copies, "half-hour")) left out that another meter of the "
          + "meter point has with the same values")
    }
    if total.conflicts > 0 {
      try workspace.reporter.warn(
        "\(part.name): \(counted(total.conflicts, "half-hour")) left out for which another meter of "
          + "the meter point gave another value; the first holds")
    }
    if let double = FileIngestor.doubleCount(total.doubleCount) {
      try workspace.reporter.warn("\(part.name): \(double)")
    }
    let reach = outcome.newest.map {
      ", until \(workspace.zone.shortStamp(Instant(halfHour: $0 + 1)))"
    }
    try workspace.reporter.info(
      "\(part.name): \(ImportReport(readings: total.counts).text)\(reach ?? ""), "
        + (.now - start).shortText)
  }
}
