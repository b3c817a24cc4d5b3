import Cache
import QueryEngine
import QueryLanguage
import Tariffs

/// Sets the hours that a tariff with day and night rates prices at the night rate.
struct SetNight: Command {
  static let form = Form(
    "set night", .operand(.clockTimes),
    .flag("utc", "they stay on that clock all year, as on smart meters"),
    .clause("for", .tariff, "a tariff with two registers"))
  static let summary = "the night hours of a tariff with two registers"

  let times: Times
  let isUTC: Bool
  let tariff: Located<String>

  /// Slots of the clock, 0…48.
  struct Times: Sendable {
    var from: Int
    var to: Int
  }

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (times, isUTC, tariff) = try SetNight.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog())
  }

  /// The tariff and the hours.
  ///
  /// - Throws: a ``QueryError`` when the tariff does not exist, or has no registers.
  private func resolve(in catalog: Catalog) throws -> (tariff: Tariff, hours: NightHours) {
    let hours = try NightHours(start: times.from * 30, end: times.to * 30, isUTC: isUTC)
    var tariff = try catalog.tariff(self.tariff)
    guard case .registers = tariff.kind else {
      throw QueryError(
        "\(tariff.name) has no day and night registers", at: self.tariff.span,
        hint: "their rates are imported with: register day, register night")
    }
    tariff.kind = .registers(hours)
    return (tariff, hours)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let (tariff, hours) = try workspace.change { writer, catalog in
      let changed = try resolve(in: catalog)
      try writer.store(changed.tariff)
      return changed
    }
    try workspace.reporter.info("\(tariff.name) has night \(hours.text)")
    return .nothing
  }
}

extension Operand<SetNight.Times> {
  fileprivate static let clockTimes = Operand("HH:MM-HH:MM", "times such as 00:30-07:30") {
    (cursor, _) throws(QueryError) in
    let times = try cursor.clockTimes()
    return SetNight.Times(from: times.from, to: times.to)
  }
}
