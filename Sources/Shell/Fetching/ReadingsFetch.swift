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
    var hasKept = false
    var patience = Patience()
    for point in home.points {
      let parts = parts.filter { $0.point == point }
      guard !parts.isEmpty else { continue }
      let octopus = try session.octopus(for: [point.alias, point.number], patience: patience)
      defer { patience = octopus.patience }
      var hasAnswer = false
      var unknown: [(name: String, error: FetchError)] = []
      for part in parts {
        var walk = MeterFetch(part, session)
        do {
          defer { hasKept = hasKept || walk.hasKept }
          try walk.run(octopus)
          hasAnswer = true
        } catch FetchError.interrupted {
          if hasKept {
            try session.note("what came is kept; the same statement goes on from there")
          }
          throw FetchError.interrupted
        } catch let error as FetchError where error.isOfNothing && walk.received == 0 {
          unknown.append((part.name, error))
        } catch let error as FetchError where error.isOfOneThing {
          failed = true
          try session.complain(part.name, error)
        }
      }
      // The account may list a serial that never was, beside the one that reads.
      for (name, error) in unknown {
        if hasAnswer {
          try session.note("\(name): \(error.message); another meter of the meter point answers")
        } else {
          failed = true
          try session.complain(name, error)
        }
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func parts(of home: Home) throws -> [MeterPart] {
    let points = try home.points(syntax.selection)
    let cache = try session.cache()
    let typed = try session.fetchRange(syntax.selection.period)
    let now = Instant(halfHour: session.now.halfHour)
    return try points.flatMap { point in
      if home.meters(of: point).isEmpty { try session.note("\(point.name): \(point.lackOfMeter)") }
      return try home.meters(of: point).compactMap { record -> MeterPart? in
        guard record.meter.serial != FileStore.unknownSerial else {
          try session.note(
            "\(point.name): the serial of its meter is not known; type: fetch account A-…")
          return nil
        }
        guard let unit = ReadingUnit(flow: point.flow, unit: record.meter.unit) else { return nil }
        let source = MeterPart.source(point, record.meter)
        // A meter that only had copies was read as far as the others.
        let last =
          try record.readings?.upperBound
          ?? (cache.hasLogged(source) ? home.lastReading(of: point) : nil)
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

extension MeterPoint {
  /// What to do about a meter point without a meter.
  var lackOfMeter: String {
    let unit = flow == .gas ? " unit m3" : ""
    return "no meter; as it says itself: add meter \(number) serial S as \(flow.rawValue)\(unit)"
  }
}
