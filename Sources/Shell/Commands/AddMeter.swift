import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

extension Session {
  /// Runs `add meter`, behind these words.
  func addMeter(_ cursor: inout TokenCursor) throws {
    let syntax = MeterSyntax(&cursor)
    let (point, meter, isFirst) = try change { home in
      try syntax.resolve(in: home, &cursor)
    } storing: { writer, home, parts in
      var point = try parts.known ?? writer.addPoint(number: parts.number, flow: parts.flow)
      let meter = try writer.addMeter(serial: parts.serial, unit: parts.unit, to: point)
      if let alias = parts.alias {
        try writer.setAlias(alias, of: point)
        point.alias = alias
      }
      return (point, meter, home.meters(of: point).isEmpty)
    }
    let name = point.alias.map { " (\($0))" } ?? ""
    try tell(
      "added meter \(meter.serial) of \(point.number)\(name), \(point.flow.rawValue) in "
        + meter.unit.rawValue)
    if !isFirst { try note("\(point.name) was there; its readings now come from several meters") }
  }
}

/// The parts of an `add meter` statement; those that a mistake took away are nil.
private struct MeterSyntax {
  private var number: Located<String>?
  private var serial: Located<String>?
  private var flow: Located<Flow>?
  private var unit: Located<MeterUnit>?
  private var alias: Located<String>?

  /// What a meter is made of, once all of it makes sense.
  struct Parts {
    var number: String
    var serial: String
    var flow: Flow
    var unit: MeterUnit
    var alias: String?
    /// The meter point, where it is there.
    var known: MeterPoint?
  }

  /// Collects mistakes in the cursor, as the names are still to be looked up.
  init(_ cursor: inout TokenCursor) {
    var parts = self
    cursor.collecting { (c) throws(QueryError) in
      parts.number = try c.operand("the number of a meter point")
    }
    cursor.clauses(["serial", "as", "unit", "alias"], topic: "add") {
      (c, word) throws(QueryError) in try parts.read(word, &c)
    }
    if cursor.errors.isEmpty, parts.serial == nil || parts.flow == nil {
      let missing =
        parts.serial == nil ? "'serial' and the meter's serial number" : "'as' and a flow"
      cursor.errors.append(cursor.expected(missing))
    }
    self = parts
  }

  private mutating func read(
    _ word: String, _ cursor: inout TokenCursor
  ) throws(QueryError) {
    switch word {
    case "serial":
      try cursor.once(&serial) { (c) throws(QueryError) in try c.operand("a serial number") }
    case "as":
      try cursor.once(&flow) { (c) throws(QueryError) in try Parser.flow(&c) }
    case "unit":
      try cursor.once(&unit) { (c) throws(QueryError) in try MeterSyntax.unit(&c) }
    default:
      try cursor.once(&alias) { (c) throws(QueryError) in try c.operand("an alias") }
    }
  }

  private static func unit(_ cursor: inout TokenCursor) throws(QueryError) -> Located<MeterUnit> {
    let typed = try cursor.operand("kWh or m3")
    let word = typed.value.lowercased()
    guard let unit = MeterUnit.allCases.first(where: { $0.rawValue.lowercased() == word }) else {
      throw QueryError("expected kWh or m3, found '\(typed.value)'", at: typed.span)
    }
    return Located(unit, at: typed.span)
  }

  /// - Throws: all mistakes in the statement.
  func resolve(in home: Home, _ cursor: inout TokenCursor) throws(QueryErrors) -> Parts {
    let unit = unit?.value ?? .kWh
    let known = number.flatMap { number in home.points.first { $0.number == number.value } }
    if let number, let flow {
      if !MeterPoint.isNumber(number.value, of: flow.value) {
        let form = MeterPoint.numberForm(of: flow.value)
        cursor.errors.append(
          QueryError("expected \(form), found '\(number.value)'", at: number.span))
      } else if let known, known.flow != flow.value {
        cursor.errors.append(
          QueryError("\(known.name) is a meter point of \(known.flow.rawValue)", at: flow.span))
      }
      if ReadingUnit(flow: flow.value, unit: unit) == nil {
        cursor.errors.append(QueryError("only gas is counted in m3", at: self.unit?.span))
      }
    }
    if let serial, serial.value.allSatisfy(\.isWhitespace) {
      cursor.errors.append(QueryError("the serial number is empty", at: serial.span))
    }
    if let serial, let known,
      home.meters(of: known).contains(where: { $0.meter.serial == serial.value })
    {
      cursor.errors.append(
        QueryError("\(known.name) has a meter \(serial.value) already", at: serial.span))
    }
    if let alias {
      _ = cursor.finding { () throws(QueryError) in
        try NewName.check(alias, ofMeterIn: home, but: known)
      }
    }
    try cursor.finish()
    guard let number, let serial, let flow else { preconditionFailure("no parts and no error") }
    return Parts(
      number: number.value, serial: serial.value, flow: flow.value, unit: unit,
      alias: alias?.value, known: known)
  }
}
