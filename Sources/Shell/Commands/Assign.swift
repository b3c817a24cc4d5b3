import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension Command {
  static let assign = Command(
    name: "assign", usage: ["assign TARIFF to METER from DATE [until DATE]"],
    summary: "say which tariff prices a meter from a day on",
    details: [
      "A meter with agreements is priced by them alone; without any, by the one tariff of its flow",
      "and unit that is valid on the day. The until day is not included. Two agreements of a meter",
      "can't hold at the same time: see 'help unassign'.",
    ],
    examples: ["assign flux_import_2023-07 to house from 2023-07-01"],
    run: { cursor, session in
      let syntax = AssignSyntax(&cursor, session)
      let (agreement, point, tariff) = try session.change { home in
        try syntax.resolve(in: home, &cursor, session.zone)
      } storing: { writer, _, found in
        try writer.store(found.agreement)
        return found
      }
      let zone = session.zone
      try session.tell("\(tariff.name) prices \(point.name) \(agreement.timeText(zone))")
      for note in agreement.mismatch(with: tariff, zone) { try session.note(note) }
    })
}

/// The parts of an `assign` statement; those that a mistake took away are nil.
private struct AssignSyntax {
  private var tariff: Located<String>?
  private var meter: Located<String>?
  private var from: Located<LocalDay>?
  private var until: Located<LocalDay>?

  /// Collects mistakes in the cursor, as the names are still to be looked up.
  init(_ cursor: inout TokenCursor, _ session: Session) {
    var parts = self
    cursor.collecting { (cursor) throws(QueryError) in
      parts.tariff = try cursor.tariffName()
      try cursor.require("to")
      // What can't be looked up now is an error once the statement is read.
      let home = try? session.cache().home()
      let tariff = parts.tariff.flatMap { home?.tariff(named: $0.value) }
      parts.meter = try cursor.meterName(of: tariff?.unit.flow)
      parts.from = try cursor.reading { (c) throws(QueryError) in try c.fromDay(session) }
      parts.until = try cursor.reading { (c) throws(QueryError) in try c.untilDay(session) } ?? nil
      try cursor.requireEnd()
    }
    self = parts
  }

  /// - Throws: all mistakes in the statement: unknown names, the wrong flow, an agreement without
  ///   a day or one that overlaps others.
  func resolve(
    in home: Home, _ cursor: inout TokenCursor, _ zone: ClockZone
  ) throws -> (agreement: Agreement, point: MeterPoint, tariff: Tariff) {
    let tariff = self.tariff.flatMap { name in
      cursor.finding { () throws(QueryError) in try home.tariff(name) }
    }
    let point = meter.flatMap { name in
      cursor.finding { () throws(QueryError) in try home.point(name) }
    }
    if let tariff, let point, tariff.unit.flow != point.flow {
      cursor.errors.append(
        QueryError(
          "\(tariff.name) prices \(tariff.unit.flow.rawValue), and \(point.name) is a meter of "
            + point.flow.rawValue, at: self.tariff?.span))
    }
    if let from, let until, until.value <= from.value {
      cursor.errors.append(
        QueryError(
          until.value == from.value
            ? "the agreement has no day: the until day is not included"
            : "the agreement ends before it starts", at: until.span))
    }
    try cursor.finish()
    guard let tariff, let point, let from else { preconditionFailure("no parts and no error") }
    let agreement = Agreement(
      meterPointID: point.id, tariff: tariff.name, from: zone.start(of: from.value),
      until: until.map { zone.start(of: $0.value) })
    if let error = agreement.conflict(in: home, of: point, at: from.span, zone) {
      throw QueryErrors(error)
    }
    return (agreement, point, tariff)
  }
}

extension Agreement {
  /// That it overlaps others of its meter point, with the statements that make room.
  func conflict(
    in home: Home, of point: MeterPoint, at span: SourceSpan, _ zone: ClockZone
  ) -> QueryError? {
    let others = home.agreements(of: point)
    guard let other = others.first(where: overlaps) else { return nil }
    return QueryError(
      "\(point.name) has an agreement on \(other.tariff) \(other.timeText(zone))", at: span,
      hint: takingOver("to make room", from: others, of: point, zone))
  }

  /// What it is for, and the statements for it: they make room among the others of its meter point,
  /// and make it; nil where no day begins in it.
  ///
  /// The statements are of whole days, and say so where the agreements are not.
  func takingOver(
    _ purpose: String, from others: [Agreement], of point: MeterPoint, _ zone: ClockZone
  ) -> String? {
    let whole = inWholeDays(zone)
    guard !whole.isEmpty else { return nil }
    var agreements = [(exact: self, whole: whole)]
    var statements: [String] = []
    if others.contains(where: whole.overlaps) {
      statements.append("unassign \(quotedIfNeeded(point.name)) \(whole.opening(zone))")
      // To make room all later ones are taken away, so those that go on behind this one come again.
      agreements += others.compactMap { other in
        guard let until = whole.until, other.until.map({ $0 > until }) ?? true else { return nil }
        var rest = other
        rest.from = max(other.from, until)
        return (rest, rest.inWholeDays(zone))
      }
    }
    statements += agreements.filter { !$0.whole.isEmpty }.map {
      $0.whole.statement(for: point, zone)
    }
    let isExact = agreements.allSatisfy { $0.exact == $0.whole }
    return purpose + (isExact ? ": " : ", by whole days: ") + statements.joined(separator: "; ")
  }

  /// On which of its days the tariff is not valid, so that nothing prices them.
  fileprivate func mismatch(with tariff: Tariff, _ zone: ClockZone) -> [String] {
    var notes: [String] = []
    if let start = tariff.validFrom, zone.start(of: start) > from {
      notes.append(
        until.map { $0 <= zone.start(of: start) } ?? false
          ? "\(tariff.name) is valid from \(start), when the agreement is over"
          : "\(tariff.name) is valid from \(start); before that the agreement has no rates")
    }
    if let end = tariff.validUntil, until.map({ $0 > zone.start(of: end) }) ?? true {
      notes.append(
        zone.start(of: end) <= from
          ? "\(tariff.name) is valid until \(end), when the agreement has not begun"
          : "\(tariff.name) is valid until \(end); from then on the agreement has no rates")
    }
    return notes
  }
}
