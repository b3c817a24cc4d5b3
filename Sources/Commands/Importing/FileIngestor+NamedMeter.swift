import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

extension FileIngestor {
  /// The only meter of the meter point that a file is for, created if that is asked.
  ///
  /// - Throws: an ``ImportError`` with the whole line to type where something is missing.
  func namedMeter(
    _ choice: MeterChoice, _ unit: MeterUnit, at line: Int
  ) throws -> (meter: Meter, isNew: Bool) {
    func toType() throws -> String {
      let catalog = try cache.catalog(writer)
      let known = catalog.points.filter { point in
        catalog.meters(of: point).contains { $0.meter.unit == unit }
      }
      let line = choice.wholeLine(path, kind: syntax.kind, unit: unit, meters: known)
      return line + (line.contains(" NUMBER ") ? ", with \(form) as NUMBER" : "")
    }
    let form = MeterPoint.numberForm(of: choice.flow ?? (unit == .m3 ? .gas : .import))
    guard let name = choice.name else {
      throw refusal(nil, "the file does not name its meter; type: \(try toType())")
    }
    let ofAlias = try writer.point(alias: name)
    let number = ofAlias ?? choice.number ?? name
    if let typed = choice.number, typed != number {
      throw refusal(nil, "'number \(typed)' contradicts \(name), whose number is \(number)")
    }
    if let point = try writer.point(number: number) {
      let meter = try onlyMeter(of: point, choice, unit, at: line)
      if ofAlias == nil, name != number { try setAlias(name, of: number) }
      return meter
    }
    guard choice.isCreated, let flow = choice.flow, MeterPoint.isNumber(number, of: flow) else {
      throw refusal(nil, "there is no meter '\(name)'; to create it, type: \(try toType())")
    }
    guard let key = ReadingUnit(flow: flow, unit: unit) else {
      throw refusal(line, "\(unit.rawValue) can't be the unit of a meter for \(flow.rawValue)")
    }
    let created = try meter(
      MeterKey(number: number, serial: FileIngestor.unknownSerial, unit: key), at: line,
      creating: true)
    if name != number { try setAlias(name, of: number) }
    return created
  }

  private func onlyMeter(
    of point: MeterPoint, _ choice: MeterChoice, _ unit: MeterUnit, at line: Int
  ) throws -> (meter: Meter, isNew: Bool) {
    if let flow = choice.flow, flow != point.flow {
      throw refusal(
        line, "'as \(flow.rawValue)' contradicts \(point.name), which is \(point.flow.rawValue)")
    }
    let meters = try writer.meters(of: point)
    guard meters.count <= 1 else {
      throw refusal(nil, "\(point.name) has several meters, but the file does not say which")
    }
    guard let meter = meters.first else {
      guard ReadingUnit(flow: point.flow, unit: unit) != nil else {
        throw refusal(
          line, "\(unit.rawValue) can't be the unit of a meter for \(point.flow.rawValue)")
      }
      return (try writer.addMeter(serial: FileIngestor.unknownSerial, unit: unit, to: point), true)
    }
    guard meter.unit == unit else {
      throw refusal(
        line,
        "its unit \(unit.rawValue) contradicts \(point.name), which counts \(meter.unit.rawValue)")
    }
    return (meter, false)
  }

  /// Gives a meter point an alias, unless it has another.
  private func setAlias(_ alias: String, of number: String) throws {
    guard let point = try writer.point(number: number) else { return }
    if let other = point.alias {
      throw refusal(nil, "'number \(number)' contradicts \(alias), as it is called \(other)")
    }
    guard !alias.hasControls else { throw refusal(nil, "an alias can't have a control character") }
    guard !NewName.isReserved(alias), !NewName.isNumber(alias) else {
      throw refusal(nil, "a meter can't be called '\(alias)', which has a meaning already")
    }
    try writer.setAlias(alias, of: point)
  }
}
