import Cache
import EnergyModel
import OctopusAPI
import QueryEngine
import QueryLanguage

/// Fetches readings from Octopus, meter by meter, oldest first.
///
/// If one meter fails, the others are still fetched.
struct ReadingsFetch {
  /// The time for which readings may be late or revised, in half-hours.
  private static let revisable = 96

  private let request: FetchReadings
  private let workspace: Workspace

  init(_ request: FetchReadings, _ workspace: Workspace) {
    self.request = request
    self.workspace = workspace
  }

  /// - Throws: ``FetchError`` for an error that stops everything; ``AlreadyReported`` when a meter
  ///   failed and the others were still tried.
  func run() throws {
    let catalog = try workspace.cache().catalog()
    let parts = try parts(of: catalog)
    guard !parts.isEmpty else {
      throw Failure(
        "there is no meter to fetch readings of", hint: "type: fetch account A-…, or add meter …")
    }
    guard !request.pretends else { return try workspace.pretend(parts.map(\.request)) }
    var (failed, hasChangedCache) = (false, false)
    var budget = RetryBudget()
    for point in catalog.points {
      let parts = parts.filter { $0.point == point }
      guard !parts.isEmpty else { continue }
      let octopus = try workspace.octopus(for: [point.alias, point.number], budget: budget)
      defer { budget = octopus.budget }
      var fetch = PointFetch(workspace, octopus)
      do {
        defer { hasChangedCache = hasChangedCache || fetch.hasChangedCache }
        try fetch.run(parts)
      } catch is AlreadyReported {
        failed = true
      } catch is Cancelled {
        let isAskedWhole = request.selection.period != nil
        let way =
          isAskedWhole ? "fetches the whole period again" : "continues from there"
        if hasChangedCache {
          try workspace.reporter.note("what arrived is kept; the same statement \(way)")
        }
        throw Cancelled()
      } catch let error as FetchError {
        try workspace.noteKey(of: octopus, error, for: point.name)
        throw error
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func parts(of catalog: Catalog) throws -> [MeterPart] {
    let points = try catalog.points(request.selection)
    let cache = try workspace.cache()
    let typed = try workspace.fetchRange(request.selection.period)
    let now = Instant(halfHour: workspace.now.halfHour)
    return try points.flatMap { point in
      if catalog.meters(of: point).isEmpty {
        try workspace.reporter.note("\(point.name): \(point.missingMeterAdvice)")
      }
      return try catalog.meters(of: point).compactMap { record -> MeterPart? in
        guard record.meter.serial != FileIngestor.unknownSerial else {
          try workspace.reporter.note(
            "\(point.name): the serial of its meter is not known; type: fetch account A-…")
          return nil
        }
        guard let unit = ReadingUnit(flow: point.flow, unit: record.meter.unit) else { return nil }
        let source = MeterPart.source(point, record.meter)
        // A meter that gave only copies has been read as far as the others.
        let last =
          try record.readings?.upperBound
          ?? (cache.hasLogged(source) ? catalog.lastReading(of: point) : nil)
        let range =
          typed
          ?? FetchRange(from: last.map { Instant(halfHour: $0 - ReadingsFetch.revisable) })
        let end = min(range.to ?? now, now)
        if let from = range.from, from >= end {
          throw Failure("there can be no readings yet from \(workspace.zone.shortStamp(from)) on")
        }
        let key = MeterKey(number: point.number, serial: record.meter.serial, unit: unit)
        return MeterPart(point: point, meter: record.meter, key: key, range: range, end: end)
      }
    }
  }
}

/// Fetches the readings of one meter point, meter by meter.
private struct PointFetch {
  private let workspace: Workspace
  private let octopus: Octopus
  private var readings = CacheWriter.PointReadings()
  /// Whether anything in the cache changed.
  private(set) var hasChangedCache = false

  init(_ workspace: Workspace, _ octopus: Octopus) {
    self.workspace = workspace
    self.octopus = octopus
  }

  /// - Throws: as ``ReadingsFetch/run()``.
  mutating func run(_ parts: [MeterPart]) throws {
    var (hasAnswer, failed) = (false, false)
    var unknown: [(part: MeterPart, error: FetchError)] = []
    for part in parts {
      var walk = MeterFetch(part, beside: readings, workspace)
      do {
        defer {
          hasChangedCache = hasChangedCache || walk.hasChangedCache
          readings = walk.point
        }
        try walk.run(octopus)
        hasAnswer = true
      } catch let error as FetchError where error.isOfNothing && walk.received == 0 {
        unknown.append((part, error))
      } catch let error as FetchError where error.isOfOneThing {
        failed = true
        try reportFailure(of: part, error)
      }
    }
    // Besides the meter that has readings, the account may list a serial that never existed.
    for (part, error) in unknown {
      if hasAnswer {
        try workspace.reporter.note(
          "\(part.name): \(error.message); another meter of the meter point has data")
      } else {
        failed = true
        try reportFailure(of: part, error)
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func reportFailure(of part: MeterPart, _ error: FetchError) throws {
    try workspace.reportFailure(of: part.name, error)
    try workspace.noteKey(of: octopus, error, for: part.point.name)
  }
}

extension MeterPoint {
  /// The advice for a meter point without a meter.
  var missingMeterAdvice: String {
    let unit = flow == .gas ? " unit m3" : ""
    return
      "no meter; with the serial number on it: add meter \(number) serial S as \(flow.rawValue)\(unit)"
  }
}
