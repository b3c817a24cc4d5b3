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
      "and unit that is valid on the day. The until day is not included.",
    ],
    examples: ["assign flux_import_2023-07 to house from 2023-07-01"],
    run: { cursor, session in
      let syntax = try AssignSyntax(&cursor)
      let agreement = try syntax.agreement(in: try session.cache().home())
      try session.cache().write { try $0.store(agreement) }
      try session.tell(
        "\(agreement.tariff) prices \(syntax.meter.value) from \(agreement.from)"
          + (agreement.until.map { " until \($0)" } ?? ""))
    })
}

/// The parts of an `assign` statement.
private struct AssignSyntax {
  var tariff: Located<String>
  var meter: Located<String>
  var from: Located<LocalDay>
  var until: Located<LocalDay>?

  init(_ cursor: inout TokenCursor) throws(QueryErrors) {
    var parts: (Located<String>, Located<String>, Located<LocalDay>, Located<LocalDay>?)?
    cursor.collecting { (cursor) throws(QueryError) in
      let tariff = try cursor.operand("a tariff")
      guard cursor.accept("to") else { throw cursor.expected("'to'") }
      let meter = try cursor.operand("a meter's alias or number")
      guard cursor.accept("from") else { throw cursor.expected("'from'") }
      let from = try AssignSyntax.day(&cursor)
      parts = (tariff, meter, from, cursor.accept("until") ? try AssignSyntax.day(&cursor) : nil)
    }
    if cursor.errors.isEmpty { try cursor.expectEnd() }
    try cursor.finish()
    guard let parts else { preconditionFailure("no parts and no error") }
    (tariff, meter, from, until) = parts
  }

  private static func day(_ cursor: inout TokenCursor) throws(QueryError) -> Located<LocalDay> {
    let typed = try cursor.operand("a date such as 2023-07-01")
    guard let day = PeriodParser.day(typed.value) else {
      throw QueryError("expected a date such as 2023-07-01, found '\(typed.value)'", at: typed.span)
    }
    return Located(day, at: typed.span)
  }

  /// - Throws: unknown names, the wrong flow, or an agreement that overlaps one that is there.
  func agreement(in home: Home) throws(QueryErrors) -> Agreement {
    var errors: [QueryError] = []
    let tariff = home.tariffs.first { $0.name.lowercased() == self.tariff.value.lowercased() }
    if tariff == nil {
      let names = home.tariffs.map(\.name)
      errors.append(.unknown("tariff", self.tariff, among: names, hint: "see 'show tariffs'"))
    }
    let point = home.point(named: meter.value)
    if point == nil {
      let names = home.points.flatMap { [$0.alias, $0.number].compactMap { $0 } }
      errors.append(.unknown("meter", meter, among: names, hint: "see 'show meters'"))
    }
    guard let tariff, let point else { throw QueryErrors(errors) }
    guard tariff.unit.flow == point.flow else {
      throw QueryErrors(
        QueryError(
          "\(tariff.name) prices \(tariff.unit.flow.rawValue), and \(point.name) is a meter of "
            + point.flow.rawValue, at: self.tariff.span))
    }
    let agreement = Agreement(
      meterPointID: point.id, tariff: tariff.name, from: from.value, until: until?.value)
    guard agreement.until.map({ $0 > agreement.from }) ?? true else {
      throw QueryErrors(QueryError("the agreement ends before it starts", at: until?.span))
    }
    if let other = home.agreements.first(where: { $0.overlaps(agreement) }) {
      let end = other.until.map { " until \($0)" } ?? ""
      throw QueryErrors(
        QueryError(
          "\(point.name) has an agreement on \(other.tariff) from \(other.from)\(end)",
          at: from.span))
    }
    return agreement
  }
}
