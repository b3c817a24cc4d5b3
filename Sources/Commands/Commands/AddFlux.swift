import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Tariffs

/// Creates a tariff with the hours of Flux.
struct AddFlux: Command {
  static let form = Form(
    "add flux", .operand(.fluxFlow), .clause("from", .day), .clause("base", .price(.unit)),
    .clause("low", .price(.unit)), .clause("peak", .price(.unit)),
    .option("standing", .price(.standing)), .option("until", .day), .flag("finish current"))
  static let summary = "low from 02:00 to 05:00, peak from 16:00 to 19:00, base otherwise"

  let flow: Located<Flow>
  let from: Located<LocalDay>
  let base: TypedPrice
  let low: TypedPrice
  let peak: TypedPrice
  let standing: TypedPrice?
  let until: Located<LocalDay>?
  let finishesCurrent: Bool

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (flow, from, base, low, peak, standing, until, finishesCurrent) =
      try AddFlux.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog())
  }

  /// The tariff, by the local clock; the rest of the day is at the base rate.
  ///
  /// - Throws: ``QueryError`` when it can't be created.
  private func resolve(in catalog: Catalog) throws -> Tariff {
    var mistakes = ErrorCollector()
    if let until, until.value <= from.value {
      mistakes.append(
        QueryError("the tariff ends on \(until.value), before it has begun", at: until.span))
    }
    let name = "flux_\(flow.value.rawValue)_\(from.value)"
    mistakes.collect(try NewName.check(Located(name, at: from.span), ofTariffIn: catalog))
    let unit = try mistakes.finish(with: ReadingUnit(flow: flow.value, unit: .kWh))
    let bands = [
      try Band(start: 2 * 60, end: 5 * 60, rate: low.rate),
      try Band(start: 16 * 60, end: 19 * 60, rate: peak.rate),
    ]
    var tariff = Tariff(
      name: name, unit: unit, validFrom: from.value, validUntil: until?.value,
      kind: .bands(try BandTariff(bands: bands, defaultRate: base.rate)),
      standingCharge: standing?.rate, source: "add flux")
    tariff.bundle = "flux"
    return tariff
  }

  /// The prices, with their names for warnings.
  private var prices: [(name: String, price: TypedPrice)] {
    let all = [
      ("the base rate", base), ("the low rate", low), ("the peak rate", peak),
      ("the standing charge", standing),
    ]
    return all.compactMap { name, price in price.map { (name, $0) } }
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let reporter = workspace.reporter
    let (tariff, outcomes, obstacles) = try workspace.change { writer, catalog in
      let tariff = try resolve(in: catalog)
      try writer.store(tariff)
      let change = TariffChange(
        tariff: tariff, day: from.value, catalog: catalog, zone: workspace.zone)
      return finishesCurrent
        ? (tariff, try change.finish(writer), [])
        : (tariff, [], change.obstacles(way: "; 'finish current' would end it"))
    }
    try reporter.info("added \(tariff.name): \(tariff.termText)")
    for line in outcomes { try reporter.info(line) }
    if finishesCurrent, outcomes.isEmpty {
      try reporter.note("nothing priced \(tariff.unit.flow.rawValue) on that day")
    }
    for line in obstacles { try reporter.note(line) }
    try reporter.warn(about: prices)
    return .nothing
  }
}

extension Operand<Located<Flow>> {
  fileprivate static let fluxFlow = Operand("import|export", "import or export") {
    (cursor, _) throws(QueryError) in
    let flow = try Parser.flow(&cursor, offering: [.import, .export])
    if flow.value == .gas { throw QueryError("Flux is for import or export", at: flow.span) }
    return flow
  }
}
