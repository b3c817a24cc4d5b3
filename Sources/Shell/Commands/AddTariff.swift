import Cache
import EnergyModel
import Importers
import QueryEngine
import QueryLanguage
import Tariffs

extension Session {
  /// Runs `add tariff`, behind these words.
  func addTariff(_ cursor: inout TokenCursor) throws {
    let syntax = TariffSyntax(&cursor, self)
    let (tariff, obstacles) = try change { home in
      try syntax.resolve(in: home, &cursor)
    } storing: { writer, home, tariff -> (Tariff, [String]) in
      try writer.store(tariff)
      let day = tariff.validFrom ?? zone.day(of: now)
      return (tariff, TariffChange(tariff: tariff, day: day, home: home, zone: zone).obstacles())
    }
    try tell("added \(tariff.name): \(tariff.termText)")
    for line in obstacles { try note(line) }
    try remark(on: syntax.prices)
  }
}

/// The parts of an `add tariff` statement; those that a mistake took away are nil.
private struct TariffSyntax {
  /// Hours of the clock with a rate of their own.
  private struct Hours {
    var start: Int
    var end: Int
    var price: TypedPrice
    var span: SourceSpan
  }

  private var name: Located<String>?
  private var flow: Located<Flow>?
  private var rate: TypedPrice?
  private var hours: [Hours] = []
  private var standing: TypedPrice?
  private var from: Located<LocalDay>?
  private var until: Located<LocalDay>?

  /// Collects mistakes in the cursor, as the name is still to be looked up.
  init(_ cursor: inout TokenCursor, _ session: Session) {
    var parts = self
    cursor.collecting { (c) throws(QueryError) in
      parts.name = try c.operand("a name for the tariff")
    }
    cursor.clauses(
      ["as", "rate", "from", "standing", "valid", "until"], repeatable: "from", topic: "add"
    ) {
      (c, word) throws(QueryError) in try parts.read(word, &c, session)
    }
    if cursor.errors.isEmpty, parts.flow == nil || parts.rate == nil {
      cursor.errors.append(cursor.expected(parts.flow == nil ? "'as' and a flow" : "'rate'"))
    }
    self = parts
  }

  private mutating func read(
    _ word: String, _ cursor: inout TokenCursor, _ session: Session
  ) throws(QueryError) {
    switch word {
    case "as":
      try cursor.once(&flow) { (c) throws(QueryError) in try Parser.flow(&c) }
    case "rate":
      try cursor.once(&rate) { (c) throws(QueryError) in try c.price(.unit) }
    case "from":
      try readHours(&cursor)
    case "standing":
      try cursor.once(&standing) { (c) throws(QueryError) in try c.price(.standing) }
    case "valid":
      try cursor.once(&from) { (c) throws(QueryError) in try c.fromDay(session) }
    default:
      try cursor.once(&until) { (c) throws(QueryError) in try c.day(session) }
    }
  }

  private mutating func readHours(_ cursor: inout TokenCursor) throws(QueryError) {
    let start = try cursor.reading { (c) throws(QueryError) in try TariffSyntax.time(&c) }
    try cursor.require("to")
    let end = try cursor.reading { (c) throws(QueryError) in try TariffSyntax.time(&c) }
    try cursor.require("rate")
    guard let price = try cursor.price(.unit), let start, let end else { return }
    let span = start.span.lowerBound..<end.span.upperBound
    hours.append(Hours(start: start.value, end: end.value, price: price, span: span))
  }

  /// A time of the clock in minutes since midnight.
  private static func time(_ cursor: inout TokenCursor) throws(QueryError) -> Located<Int> {
    let typed = try cursor.operand("a time such as 00:30")
    guard let slot = ClockWord.slot(typed.value) else {
      throw QueryError(
        "expected a time on the half-hour such as 00:30, found '\(typed.value)'", at: typed.span,
        hint: PeriodParser.day(typed.value).map { "the first day of a tariff: valid from \($0)" })
    }
    return Located(slot * 30, at: typed.span)
  }

  /// The prices, with what warnings are to call them.
  var prices: [(name: String, price: TypedPrice)] {
    let rates = [rate].compactMap(\.self) + hours.map(\.price)
    return rates.map { ("the rate", $0) }
      + [standing].compactMap(\.self).map { ("the standing charge", $0) }
  }

  /// - Throws: all mistakes in the statement.
  func resolve(in home: Home, _ cursor: inout TokenCursor) throws(QueryErrors) -> Tariff {
    if let name {
      _ = cursor.finding { () throws(QueryError) in try NewName.check(name, ofTariffIn: home) }
    }
    if let from, let until, until.value <= from.value {
      cursor.errors.append(
        QueryError("the tariff ends on \(until.value), before it has begun", at: until.span))
    }
    let bands = bands(&cursor)
    try cursor.finish()
    guard let name, let flow, let bands, let unit = ReadingUnit(flow: flow.value, unit: .kWh) else {
      preconditionFailure("no parts and no error")
    }
    return Tariff(
      name: name.value, unit: unit, validFrom: from?.value, validUntil: until?.value,
      kind: .bands(bands), standingCharge: standing?.rate, source: "add tariff")
  }

  private func bands(_ cursor: inout TokenCursor) -> BandTariff? {
    guard let rate else { return nil }
    var tariff: BandTariff?
    var bands: [Band] = []
    // One by one, so that the hours at fault are known.
    for hours in [nil] + hours.map(Optional.init) {
      do throws(TariffError) {
        if let hours {
          bands.append(try Band(start: hours.start, end: hours.end, rate: hours.price.rate))
        }
        tariff = try BandTariff(bands: bands, defaultRate: rate.rate)
      } catch {
        cursor.errors.append(QueryError(error.description, at: hours?.span))
        return nil
      }
    }
    return tariff
  }
}

extension Tariff {
  /// `import at £0.3072 per kWh, 02:00-05:00 at £0.18432, standing £0.4793 a day, valid from …`.
  var termText: String {
    var parts = [unit.flow.rawValue]
    if case .bands(let bands) = kind {
      parts[0] += bands.defaultRate.map { " at \($0.inPounds) per kWh" } ?? ""
      parts += bands.bands.map { "\($0.label) at \($0.rate.inPounds)" }
    }
    if let standingCharge { parts.append("standing \(standingCharge.inPounds) a day") }
    if validFrom != nil || validUntil != nil {
      let from = validFrom.map { " from \($0)" } ?? ""
      parts.append("valid\(from)" + (validUntil.map { " until \($0)" } ?? ""))
    }
    return parts.joined(separator: ", ")
  }
}
