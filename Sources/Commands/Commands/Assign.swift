import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let assign = CommandPage(
    Assign.self, summary: "set which tariff prices a meter from a day on",
    details: [
      "A meter with agreements is priced only by them; one without, by the only tariff of its flow",
      "and unit that is valid on the day. The until day is not included. Two agreements of a meter",
      "can't hold at the same time: see 'help unassign'.",
    ],
    examples: ["assign flux_import_2023-07 to house from 2023-07-01"])
}

/// Makes a tariff price a meter point from a day on.
struct Assign: Command {
  static let form = Form(
    "assign", .operand(.tariff), .operand(.meterOfTariff, after: "to"), .clause("from", .day),
    .option("until", .day))

  let tariff: Located<String>
  let meter: Located<String>
  let from: Located<LocalDay>
  let until: Located<LocalDay>?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (tariff, meter, from, until) = try Assign.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog(), context.zone)
  }

  /// - Throws: all errors in the statement: unknown names, the wrong flow, an agreement without a
  ///   day or one that overlaps others.
  private func resolve(
    in catalog: Catalog, _ zone: ClockZone
  ) throws(QueryError) -> (agreement: Agreement, point: MeterPoint, tariff: Tariff) {
    var mistakes = ErrorCollector()
    let tariff = mistakes.collect(try catalog.tariff(self.tariff))
    let point = mistakes.collect(try catalog.point(meter))
    if let tariff, let point, tariff.unit.flow != point.flow {
      mistakes.append(
        QueryError(
          "\(tariff.name) prices \(tariff.unit.flow.rawValue), but \(point.name) is a meter for "
            + point.flow.rawValue, at: self.tariff.span))
    }
    if let until, until.value <= from.value {
      mistakes.append(
        QueryError(
          until.value == from.value
            ? "the agreement covers no day: the until day is not included"
            : "the agreement ends before it starts", at: until.span))
    }
    let found = try mistakes.finish(with: tariff.flatMap { tariff in point.map { (tariff, $0) } })
    let agreement = Agreement(
      meterPointID: found.1.id, tariff: found.0.name, from: zone.start(of: from.value),
      until: until.map { zone.start(of: $0.value) })
    if let error = agreement.conflict(in: catalog, of: found.1, at: from.span, zone) {
      throw error
    }
    return (agreement, found.1, found.0)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let zone = workspace.zone
    let (agreement, point, tariff) = try workspace.change { writer, catalog in
      let found = try resolve(in: catalog, zone)
      try writer.store(found.agreement)
      return found
    }
    try workspace.reporter.info("\(tariff.name) prices \(point.name) \(agreement.timeText(zone))")
    for note in agreement.mismatch(with: tariff, zone) { try workspace.reporter.note(note) }
    return .nothing
  }
}

extension Operand<Located<String>> {
  /// A meter with the flow of the tariff that was typed two words earlier.
  fileprivate static let meterOfTariff = Operand("METER", Operand.meter.description) {
    (cursor, context) throws(QueryError) in
    if cursor.isAtCompletionPoint, let catalog = try? context.catalog(),
      let tariff = cursor.typed.dropLast().last.flatMap({ catalog.tariff(named: $0.text) })
    {
      return try cursor.operand(Operand.meter.description, .meter([tariff.unit.flow]))
    }
    return try Operand.meter.read(&cursor, context)
  }
}

extension Agreement {
  /// The error that it overlaps another agreement of its meter point, with the statements to type;
  /// nil if it does not.
  func conflict(
    in catalog: Catalog, of point: MeterPoint, at span: SourceSpan, _ zone: ClockZone
  ) -> QueryError? {
    let others = catalog.agreements(of: point)
    guard let other = others.first(where: overlaps) else { return nil }
    return QueryError(
      "\(point.name) has an agreement on \(other.tariff) \(other.timeText(zone))", at: span,
      hint: replacementHint("to make room", from: others, of: point, zone))
  }

  /// A hint with the statements that make room for it among other agreements, and store it; nil if
  /// no day begins in it.
  ///
  /// `purpose` opens the hint. The statements deal in whole days, and the hint says so where the
  /// agreements do not.
  func replacementHint(
    _ purpose: String, from others: [Agreement], of point: MeterPoint, _ zone: ClockZone
  ) -> String? {
    let whole = inWholeDays(zone)
    guard !whole.isEmpty else { return nil }
    var agreements = [(exact: self, whole: whole)]
    var statements: [String] = []
    if others.contains(where: whole.overlaps) {
      statements.append("unassign \(quotedIfNeeded(point.name)) \(whole.opening(zone))")
      // 'unassign' removes all later agreements, so those that outlast this one have to be
      // restored.
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

  /// Notes on the days of the agreement on which the tariff is not valid, so that nothing prices
  /// them.
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
