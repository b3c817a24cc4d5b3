import Cache
import EnergyModel
import Importers
import QueryEngine
import QueryLanguage
import Tariffs

extension Session {
  /// Runs `add flux`, behind these words.
  func addFlux(_ cursor: inout TokenCursor) throws {
    let syntax = FluxSyntax(&cursor, self)
    let (tariff, outcomes, obstacles) = try change { home in
      try syntax.resolve(in: home, &cursor)
    } storing: { writer, home, found -> (Tariff, [String], [String]) in
      let (tariff, day) = found
      try writer.store(tariff)
      let change = TariffChange(tariff: tariff, day: day, home: home, zone: zone)
      guard syntax.finishesCurrent else {
        return (tariff, [], change.obstacles(way: "; 'finish current' would end it"))
      }
      return (tariff, try change.finish(writer), [])
    }
    try tell("added \(tariff.name): \(tariff.termText)")
    for line in outcomes { try tell(line) }
    if syntax.finishesCurrent, outcomes.isEmpty {
      try note("nothing priced \(tariff.unit.flow.rawValue) on that day")
    }
    for line in obstacles { try note(line) }
    try remark(on: syntax.prices)
  }
}

/// The parts of an `add flux` statement; those that a mistake took away are nil.
private struct FluxSyntax {
  private var flow: Located<Flow>?
  private var from: Located<LocalDay>?
  private var base: TypedPrice?
  private var low: TypedPrice?
  private var peak: TypedPrice?
  private var standing: TypedPrice?
  private var until: Located<LocalDay>?
  private var finish: Bool?

  /// Collects mistakes in the cursor, as the name is still to be looked up.
  init(_ cursor: inout TokenCursor, _ session: Session) {
    var parts = self
    cursor.collecting { (c) throws(QueryError) in
      let flow = try Parser.flow(&c, among: [.import, .export])
      if flow.value == .gas { throw QueryError("Flux is of import or export", at: flow.span) }
      parts.flow = flow
    }
    let words = ["from", "base", "low", "peak", "standing", "until", "finish"]
    cursor.clauses(words, topic: "add") { (c, word) throws(QueryError) in
      try parts.read(word, &c, session)
    }
    let needed: [(word: String, isThere: Bool)] = [
      ("'from' and a date", parts.from != nil), ("'base'", parts.base != nil),
      ("'low'", parts.low != nil), ("'peak'", parts.peak != nil),
    ]
    if cursor.errors.isEmpty, let missing = needed.first(where: { !$0.isThere }) {
      cursor.errors.append(cursor.expected(missing.word))
    }
    self = parts
  }

  private mutating func read(
    _ word: String, _ cursor: inout TokenCursor, _ session: Session
  ) throws(QueryError) {
    switch word {
    case "from":
      try cursor.once(&from) { (c) throws(QueryError) in try c.day(session) }
    case "base":
      try cursor.once(&base) { (c) throws(QueryError) in try c.price(.unit) }
    case "low":
      try cursor.once(&low) { (c) throws(QueryError) in try c.price(.unit) }
    case "peak":
      try cursor.once(&peak) { (c) throws(QueryError) in try c.price(.unit) }
    case "standing":
      try cursor.once(&standing) { (c) throws(QueryError) in try c.price(.standing) }
    case "until":
      try cursor.once(&until) { (c) throws(QueryError) in try c.day(session) }
    default:
      try cursor.once(&finish) { (c) throws(QueryError) in
        try c.require("current")
        return true
      }
    }
  }

  var finishesCurrent: Bool { finish ?? false }

  /// The prices, with what warnings are to call them.
  var prices: [(name: String, price: TypedPrice)] {
    let all = [
      ("the base rate", base), ("the low rate", low), ("the peak rate", peak),
      ("the standing charge", standing),
    ]
    return all.compactMap { name, price in price.map { (name, $0) } }
  }

  /// - Throws: all mistakes in the statement.
  func resolve(
    in home: Home, _ cursor: inout TokenCursor
  ) throws -> (tariff: Tariff, day: LocalDay) {
    if let from, let until, until.value <= from.value {
      cursor.errors.append(
        QueryError("the tariff ends on \(until.value), before it has begun", at: until.span))
    }
    var name: String?
    if let flow, let from {
      let chosen = Located("flux_\(flow.value.rawValue)_\(from.value)", at: from.span)
      name = cursor.finding { () throws(QueryError) in
        try NewName.check(chosen, ofTariffIn: home)
        return chosen.value
      }
    }
    try cursor.finish()
    guard let name, let flow, let from, let base, let low, let peak,
      let unit = ReadingUnit(flow: flow.value, unit: .kWh)
    else { preconditionFailure("no parts and no error") }
    // By the local clock; the rest of the day is at the base rate.
    let bands = [
      try Band(start: 2 * 60, end: 5 * 60, rate: low.rate),
      try Band(start: 16 * 60, end: 19 * 60, rate: peak.rate),
    ]
    let tariff = Tariff(
      name: name, unit: unit, validFrom: from.value, validUntil: until?.value,
      kind: .bands(try BandTariff(bands: bands, defaultRate: base.rate)),
      standingCharge: standing?.rate, source: "add flux")
    return (tariff, from.value)
  }
}
