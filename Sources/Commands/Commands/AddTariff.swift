import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Tariffs

/// Creates a tariff with one rate, or with others at some times of day.
struct AddTariff: Command {
  /// Hours of the clock with a rate of their own.
  struct Hours: Sendable {
    /// The start in minutes since local midnight, as is the end.
    var start: Int
    var end: Int
    var price: TypedPrice
    var span: SourceSpan
  }

  static let form = Form(
    "add tariff", .operand(.text("NAME", "a name for the tariff")), .clause("as", .flow),
    .clause("rate", .price(.unit)), .bandHours, .option("standing", .price(.standing)),
    .option("valid from", .day), .option("until", .day))
  static let summary = "a tariff of one rate, or with others at some times of day"

  let name: Located<String>
  let flow: Located<Flow>
  let rate: TypedPrice
  let hours: [Hours]
  let standing: TypedPrice?
  let from: Located<LocalDay>?
  let until: Located<LocalDay>?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (name, flow, rate, hours, standing, from, until) =
      try AddTariff.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog())
  }

  /// - Throws: all errors that prevent the tariff from being created.
  private func resolve(in catalog: Catalog) throws(QueryError) -> Tariff {
    var mistakes = ErrorCollector()
    mistakes.collect(try NewName.check(name, ofTariffIn: catalog))
    if let from, let until, until.value <= from.value {
      mistakes.append(
        QueryError("the tariff ends on \(until.value), before it has begun", at: until.span))
    }
    let bands = mistakes.collect(try BandTariff(hours, default: rate.rate))
    guard let unit = ReadingUnit(flow: flow.value, unit: .kWh) else {
      throw QueryError("\(flow.value.rawValue) is not in kWh", at: flow.span)
    }
    return Tariff(
      name: name.value, unit: unit, validFrom: from?.value, validUntil: until?.value,
      kind: .bands(try mistakes.finish(with: bands)), standingCharge: standing?.rate,
      source: "add tariff")
  }

  /// The prices, with their names for warnings.
  private var prices: [(name: String, price: TypedPrice)] {
    ([rate] + hours.map(\.price)).map { ("the rate", $0) }
      + [standing].compactMap(\.self).map { ("the standing charge", $0) }
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let (tariff, obstacles) = try workspace.change { writer, catalog in
      let tariff = try resolve(in: catalog)
      try writer.store(tariff)
      let day = tariff.validFrom ?? workspace.zone.day(of: workspace.now)
      let change = TariffChange(tariff: tariff, day: day, catalog: catalog, zone: workspace.zone)
      return (tariff, change.obstacles())
    }
    try workspace.reporter.info("added \(tariff.name): \(tariff.termText)")
    for line in obstacles { try workspace.reporter.note(line) }
    try workspace.reporter.warn(about: prices)
    return .nothing
  }
}

extension FormPart<[AddTariff.Hours]> {
  /// `from HH:MM to HH:MM rate R`, one or more times.
  static let bandHours = FormPart(
    usage: "[from HH:MM to HH:MM rate R …]", opening: ["from"], isRepeatable: true, defaultValue: []
  ) { (cursor, earlier, _) throws(QueryError) in
    let start = try cursor.reading { (c) throws(QueryError) in try time(&c) }
    try cursor.require("to")
    let end = try cursor.reading { (c) throws(QueryError) in try time(&c) }
    try cursor.require("rate")
    let price = try cursor.reading { (c) throws(QueryError) in try c.price(.unit) }
    guard let start, let end, let price else { return earlier ?? [] }
    let span = start.span.lowerBound..<end.span.upperBound
    return (earlier ?? []) + [
      AddTariff.Hours(start: start.value, end: end.value, price: price, span: span)
    ]
  }

  /// Reads a clock time as minutes since midnight.
  private static func time(_ cursor: inout TokenCursor) throws(QueryError) -> Located<Int> {
    let typed = try cursor.operand("a time such as 00:30")
    guard let slot = ClockWord.slot(typed.value) else {
      throw QueryError(
        "expected a time on the half-hour such as 00:30, found '\(typed.value)'", at: typed.span,
        hint: PeriodParser.day(typed.value).map { "the first day of a tariff: valid from \($0)" })
    }
    return Located(slot * 30, at: typed.span)
  }
}

extension BandTariff {
  /// The rates of typed hours, and one for all others.
  ///
  /// - Throws: a ``QueryError`` at the hours at fault.
  init(_ hours: [AddTariff.Hours], default rate: Rate?) throws(QueryError) {
    var bands: [Band] = []
    for hours in hours {
      do throws(TariffError) {
        bands.append(try Band(start: hours.start, end: hours.end, rate: hours.price.rate))
        _ = try BandTariff(bands: bands)
      } catch {
        throw QueryError(error.description, at: hours.span)
      }
    }
    do throws(TariffError) {
      try self.init(bands: bands, defaultRate: rate)
    } catch {
      throw QueryError(error.description)
    }
  }
}

extension Tariff {
  /// The terms: `import at £0.3072 per kWh, 02:00-05:00 at £0.18432, standing £0.4793 a day, …`.
  var termText: String {
    var parts = [terms.first.map { text(of: $0) } ?? unit.flow.rawValue]
    if validFrom != nil || validUntil != nil {
      let from = validFrom.map { " from \($0)" } ?? ""
      parts.append("valid\(from)" + (validUntil.map { " until \($0)" } ?? ""))
    }
    return parts.joined(separator: ", ")
  }
  /// Some of its terms: `import at £0.3072 per kWh, 02:00-05:00 at £0.18432, standing £0.4793 a day`.
  func text(of terms: TariffTerms) -> String {
    let rate = terms.bands.defaultRate.map { " at \($0.inPounds) per kWh" } ?? ""
    var parts = [unit.flow.rawValue + rate]
    parts += terms.bands.bands.map { "\($0.label) at \($0.rate.inPounds)" }
    if let charge = terms.standingCharge { parts.append("standing \(charge.inPounds) a day") }
    return parts.joined(separator: ", ")
  }
}
