import Cache
import EnergyModel
import OctopusAPI
import QueryEngine
import QueryLanguage

/// Brings readings from Octopus into the cache, meter by meter, oldest first.
///
/// One meter that fails does not keep the others from their readings.
struct ReadingsFetch {
  /// Readings may be late or revised for so long: half-hours.
  private static let revisable = 96

  private let syntax: FetchSyntax
  private let session: Session

  init(_ syntax: FetchSyntax, _ session: Session) {
    self.syntax = syntax
    self.session = session
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
          var walk = MeterFetch(part, session)
          try walk.run(octopus)
        } catch FetchError.interrupted {
          try session.note("what came is kept; the same statement goes on from there")
          throw FetchError.interrupted
        } catch let error as FetchError where error.isOfOneThing {
          failed = true
          try session.complain(part.name, error)
        }
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func parts(of home: Home) throws -> [MeterPart] {
    let points = try home.points(syntax.selection)
    let typed = try session.fetchRange(syntax.selection.period)
    let now = Instant(halfHour: session.now.halfHour)
    return try points.flatMap { point in
      try home.meters(of: point).compactMap { record -> MeterPart? in
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
        return MeterPart(point: point, meter: record.meter, key: key, range: range, end: end)
      }
    }
  }
}
