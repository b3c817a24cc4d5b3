import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension Command {
  static let unassign = Command(
    name: "unassign", usage: ["unassign METER from DATE"],
    summary: "end the agreements of a meter from a day on",
    details: [
      "One that is in force on the day then ends, and those that start later are taken away.",
      "See 'show agreements'.",
    ],
    examples: ["unassign solar from 2023-10-01"],
    run: { cursor, session in
      let syntax = UnassignSyntax(&cursor, session)
      let zone = session.zone
      let (point, day, old, outlook) = try session.change { home in
        try syntax.resolve(in: home, &cursor, zone)
      } storing: { writer, home, found in
        let (point, day) = found
        let old = home.agreements(of: point)
        for agreement in old where agreement.goesOn(behind: zone.start(of: day)) {
          try writer.end(agreement, at: zone.start(of: day))
        }
        let isLast = old.allSatisfy { $0.from >= zone.start(of: day) }
        return (point, day, old, isLast ? pricing(of: point, from: day, home, zone) : nil)
      }
      for var agreement in old where agreement.goesOn(behind: zone.start(of: day)) {
        let isGone = agreement.from >= zone.start(of: day)
        if !isGone { agreement.until = zone.start(of: day) }
        try session.tell(
          "\(agreement.tariff) \(isGone ? "no longer prices" : "prices") \(point.name) "
            + agreement.timeText(zone))
      }
      try session.note(outlook ?? "from \(day) on no tariff prices \(point.name)")
    })

  /// What prices a meter point from a day on, once its last agreement is gone.
  private static func pricing(
    of point: MeterPoint, from day: LocalDay, _ home: Home, _ zone: ClockZone
  ) -> String {
    var home = home
    home.agreements.removeAll { $0.meterPointID == point.id }
    let start = "\(point.name) has no agreement any more"
    do throws(QueryError) {
      let unit = home.meters(of: point).first?.meter.unit ?? .kWh
      let tariff = try Planner.tariff(
        of: point, unit: unit, at: zone.start(of: day), home: home, zone: zone)
      return tariff.map { "\(start), so that \($0.name) prices it from \(day) on" }
        ?? "\(start), and no tariff prices it on \(day)"
    } catch {
      return "\(start): \(error.text)"
    }
  }
}

extension Agreement {
  /// Whether it prices anything from an instant on.
  fileprivate func goesOn(behind instant: Instant) -> Bool {
    halfHours.upperBound > instant.nextHalfHour
  }
}

/// The parts of an `unassign` statement; those that a mistake took away are nil.
private struct UnassignSyntax {
  private var meter: Located<String>?
  private var from: Located<LocalDay>?

  /// Collects mistakes in the cursor, as the name is still to be looked up.
  init(_ cursor: inout TokenCursor, _ session: Session) {
    var (meter, from): (Located<String>?, Located<LocalDay>?)
    cursor.collecting { (cursor) throws(QueryError) in
      meter = try cursor.meterName()
      from = try cursor.reading { (c) throws(QueryError) in try c.fromDay(session) }
      try cursor.requireEnd()
    }
    (self.meter, self.from) = (meter, from)
  }

  /// - Throws: all mistakes in the statement, one of which is that there is nothing to end.
  func resolve(
    in home: Home, _ cursor: inout TokenCursor, _ zone: ClockZone
  ) throws -> (point: MeterPoint, day: LocalDay) {
    let point = meter.flatMap { name in
      cursor.finding { () throws(QueryError) in try home.point(name) }
    }
    try cursor.finish()
    guard let point, let from else { preconditionFailure("no parts and no error") }
    let agreements = home.agreements(of: point)
    guard agreements.contains(where: { $0.goesOn(behind: zone.start(of: from.value)) }) else {
      let there = agreements.map { "\($0.tariff) \($0.timeText(zone))" }.joined(separator: ", ")
      throw QueryErrors(
        QueryError(
          "\(point.name) has no agreement from \(from.value) on", at: from.span,
          hint: there.isEmpty ? "it has none at all" : "there is: \(there)"))
    }
    return (point, from.value)
  }
}
