import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let unassign = CommandPage(
    Unassign.self, summary: "end the agreements of a meter from a day on",
    details: [
      "An agreement in force on that day ends then, and those that start later are removed.",
      "See 'show agreements'.",
    ],
    examples: ["unassign solar from 2023-10-01"])
}

/// Ends the agreements of a meter point from a day on.
struct Unassign: Command {
  static let form = Form("unassign", .operand(.meter), .clause("from", .day))

  let meter: Located<String>
  let from: Located<LocalDay>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (meter, from) = try Unassign.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog(), context.zone)
  }

  /// - Throws: a ``QueryError`` when the meter does not exist, or there is nothing to end.
  private func resolve(
    in catalog: Catalog, _ zone: ClockZone
  ) throws(QueryError) -> MeterPoint {
    var mistakes = ErrorCollector()
    let point = try mistakes.finish(with: mistakes.collect(try catalog.point(meter)))
    let agreements = catalog.agreements(of: point)
    guard agreements.contains(where: { $0.continues(after: zone.start(of: from.value)) }) else {
      let there = agreements.map { "\($0.tariff) \($0.timeText(zone))" }.joined(separator: ", ")
      throw QueryError(
        "\(point.name) has no agreement from \(from.value) on", at: from.span,
        hint: there.isEmpty ? "it has none" : "there is: \(there)")
    }
    return point
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let reporter = workspace.reporter
    let zone = workspace.zone
    let start = zone.start(of: from.value)
    let (point, old, outlook) = try workspace.change { writer, catalog in
      let point = try resolve(in: catalog, zone)
      let old = catalog.agreements(of: point)
      for agreement in old where agreement.continues(after: start) {
        try writer.end(agreement, at: start)
      }
      let isLast = old.allSatisfy { $0.from >= start }
      return (point, old, isLast ? pricing(of: point, in: catalog, zone) : nil)
    }
    for var agreement in old where agreement.continues(after: start) {
      let isGone = agreement.from >= start
      if !isGone { agreement.until = start }
      try reporter.info(
        "\(agreement.tariff) \(isGone ? "no longer prices" : "prices") \(point.name) "
          + agreement.timeText(zone))
    }
    try reporter.note(outlook ?? "from \(from.value) on no tariff prices \(point.name)")
    return .nothing
  }

  /// The source of prices for a meter point from the day on, once its last agreement is gone.
  private func pricing(of point: MeterPoint, in catalog: Catalog, _ zone: ClockZone) -> String {
    let day = from.value
    var catalog = catalog
    catalog.agreements.removeAll { $0.meterPointID == point.id }
    let start = "\(point.name) has no agreement now"
    do throws(QueryError) {
      let unit = catalog.meters(of: point).first?.meter.unit ?? .kWh
      let tariff = try Planner.tariff(
        of: point, unit: unit, at: zone.start(of: day), catalog: catalog, zone: zone)
      return tariff.map { "\(start), so that \($0.name) prices it from \(day) on" }
        ?? "\(start), and no tariff prices it on \(day)"
    } catch {
      return "\(start): \(error.text)"
    }
  }
}

extension Agreement {
  /// Whether it prices anything after an instant.
  fileprivate func continues(after instant: Instant) -> Bool {
    halfHours.upperBound > instant.nextHalfHour
  }
}
