import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

/// Creates a meter, and its meter point if that does not exist.
struct AddMeter: Command {
  static let form = Form(
    "add meter", .operand(.text("NUMBER", "the number of a meter point")),
    .option("serial", .text("S", "a serial number")), .clause("as", .flow),
    .option("unit", .meterUnit), .option("alias", .text("NAME", "an alias")))
  static let summary = "a meter, and its meter point if that is new"

  let number: Located<String>
  /// Nil if it is not known yet: the first file that names one gives it.
  let serial: Located<String>?
  let flow: Located<Flow>
  let unit: Located<MeterUnit>?
  let alias: Located<String>?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (number, serial, flow, unit, alias) = try AddMeter.form.read(&cursor, in: context)
    _ = try resolve(in: context.catalog())
  }

  private var countedUnit: MeterUnit { unit?.value ?? .kWh }

  /// The meter point, if it exists.
  ///
  /// - Throws: all errors that prevent the meter from being created.
  private func resolve(in catalog: Catalog) throws(QueryError) -> MeterPoint? {
    var mistakes = ErrorCollector()
    let known = catalog.points.first { $0.number == number.value }
    if !MeterPoint.isNumber(number.value, of: flow.value) {
      let form = MeterPoint.numberForm(of: flow.value)
      mistakes.append(QueryError("expected \(form), found '\(number.value)'", at: number.span))
    } else if let known, known.flow != flow.value {
      mistakes.append(
        QueryError("\(known.name) is a meter point for \(known.flow.rawValue)", at: flow.span))
    }
    if ReadingUnit(flow: flow.value, unit: countedUnit) == nil {
      mistakes.append(QueryError("only gas is counted in m3", at: unit?.span))
    }
    if let serial, serial.value.allSatisfy(\.isWhitespace) {
      mistakes.append(QueryError("the serial number is empty", at: serial.span))
    }
    if let serial, serial.value.hasControls {
      mistakes.append(QueryError("the serial number has a control character", at: serial.span))
    }
    if let known,
      let other = catalog.meters(of: known).map(\.meter.serial)
        .first(where: { $0 == serial?.value ?? $0 })
    {
      mistakes.append(
        QueryError(
          "\(known.name) has a meter\(serial == nil ? "" : " \(other)") already",
          at: serial?.span ?? number.span,
          hint: serial == nil ? "for another one, add: serial S" : nil))
    }
    if let alias {
      mistakes.collect(try NewName.check(alias, ofMeterIn: catalog, but: known))
    }
    try mistakes.finish()
    return known
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let (point, meter, isFirst) = try workspace.change { writer, catalog in
      let known = try resolve(in: catalog)
      var point = try known ?? writer.addPoint(number: number.value, flow: flow.value)
      let meter = try writer.addMeter(
        serial: serial?.value ?? FileIngestor.unknownSerial, unit: countedUnit, to: point)
      if let alias {
        try writer.setAlias(alias.value, of: point)
        point.alias = alias.value
      }
      return (point, meter, catalog.meters(of: point).isEmpty)
    }
    let name = point.alias.map { " (\($0))" } ?? ""
    let what = serial.map { "meter \($0.value)" } ?? "a meter"
    try workspace.reporter.info(
      "added \(what) of \(point.number)\(name), \(point.flow.rawValue) in "
        + meter.unit.rawValue)
    if !isFirst {
      try workspace.reporter.note(
        "\(point.name) was there; its readings now come from several meters")
    }
    return .nothing
  }
}

extension Operand<Located<MeterUnit>> {
  fileprivate static let meterUnit = Operand("kWh|m3", "kWh or m3") {
    (cursor, _) throws(QueryError) in
    let typed = try cursor.operand("kWh or m3")
    let word = typed.value.lowercased()
    guard let unit = MeterUnit.allCases.first(where: { $0.rawValue.lowercased() == word }) else {
      throw QueryError("expected kWh or m3, found '\(typed.value)'", at: typed.span)
    }
    return Located(unit, at: typed.span)
  }
}
