import EnergyModel

/// The parser of the conditions of `where` and `having`.
enum ConditionParser {
  /// Reads `weekday`, `day in (mon, tue)`, `time 16:00-19:00`, `tariff = NAME`, `usage > 0.5 kWh`.
  ///
  /// Of the figures to compare, those of `quantities` are completed.
  static func condition(
    _ cursor: inout TokenCursor, offering quantities: [Condition.Quantity]
  ) throws(QueryError) -> Condition {
    cursor.expect(words: openings.filter { Condition.Quantity(word: $0) == nil })
    cursor.expect(quantities)
    let typed = try cursor.operand("a condition (\(openings.joined(separator: ", ")))")
    switch typed.value.lowercased() {
    case "weekday": return .weekday
    case "weekend": return .weekend
    case "day": return .days(try days(&cursor))
    case "time":
      let (from, to) = try cursor.clockTimes()
      return .time(from: from, to: to)
    case "tariff":
      guard cursor.accept(sign: "=") else { throw cursor.expected("'='") }
      let isQuoted = cursor.peek?.kind == .string
      let name = try cursor.operand("a tariff", .tariff())
      guard !isQuoted, let rate = cursor.flatRate(name.value) else { return .tariff(name) }
      return .tariff(Located(rate.inPence, at: name.span.lowerBound..<cursor.lastEnd))
    default: break
    }
    guard let quantity = Condition.Quantity(word: typed.value) else {
      throw .unknown(
        "condition", typed, among: openings, hint: "there are: \(openings.joined(separator: ", "))")
    }
    let comparison = try self.comparison(&cursor)
    let amount = try amount(&cursor, of: quantity.dimension)
    try amount.check(against: quantity.dimension, of: quantity.word)
    return .value(quantity, comparison, amount.value)
  }

  static let openings =
    ["weekday", "weekend", "day", "time", "tariff"] + Condition.Quantity.words

  /// Reads `COLUMN op NUMBER [unit]`.
  static func limit(_ cursor: inout TokenCursor) throws(QueryError) -> Query.Limit {
    let column = try cursor.operand("a column", .numericColumn)
    let comparison = try self.comparison(&cursor)
    return Query.Limit(column: column, comparison: comparison, amount: try amount(&cursor))
  }

  private static func comparison(_ cursor: inout TokenCursor) throws(QueryError) -> Comparison {
    cursor.expect(Comparison.allCases.map { .sign($0.rawValue) })
    guard let token = cursor.peek, token.kind == .sign,
      let comparison = Comparison(rawValue: token.text)
    else { throw cursor.expected("one of < <= > >= =") }
    cursor.next()
    return comparison
  }

  private static func days(_ cursor: inout TokenCursor) throws(QueryError) -> [Int] {
    guard cursor.accept("in") else { throw cursor.expected("'in'") }
    guard cursor.accept(sign: "(") else { throw cursor.expected("'('") }
    let days = try cursor.list { (cursor) throws(QueryError) -> Int in
      cursor.expect(words: Condition.dayNames)
      let typed = try cursor.operand("a day (\(Condition.dayNames.joined(separator: ", ")))")
      guard let day = Condition.dayNames.firstIndex(of: typed.value.lowercased()) else {
        throw .unknown(
          "day", typed, among: Condition.dayNames,
          hint: "days are \(Condition.dayNames.joined(separator: ", "))")
      }
      return day
    }
    guard cursor.accept(sign: ")") else { throw cursor.expected("')'") }
    return Set(days).sorted()
  }

  /// Reads `0.5`, `500Wh`, `2p`, `£1.50`, `30 p per kWh`.
  ///
  /// `dimension` is that of the quantity compared, if known.
  private static func amount(
    _ cursor: inout TokenCursor, of dimension: Amount.Dimension? = nil
  ) throws(QueryError) -> Located<Amount> {
    let typed = try cursor.operand("a number")
    let text = AmountText(typed.value)
    var unit = text.unit
    var end = typed.span.upperBound
    if unit.isEmpty, let word = cursor.word, units[word] != nil {
      unit = word
      end = cursor.here.upperBound
      cursor.next()
    }
    // For other dimensions 'per' is still read, so that the error can name it, but not completed.
    let wasSuppressed = cursor.suppressesCompletion
    defer { cursor.suppressesCompletion = wasSuppressed }
    if let dimension, dimension != .rate { cursor.suppressesCompletion = true }
    if !Parser.opensMeans(cursor), cursor.accept("per") {
      guard cursor.accept("kwh") else { throw cursor.expected("'kWh' after 'per'") }
      end = cursor.lastEnd
      unit = (unit.isEmpty ? "£" : unit) + "/kwh"
    }
    let span = typed.span.lowerBound..<end
    guard let (dimension, shift) = units[unit],
      let number = DecimalText(text.digits.utf8, scale: Amount.scale - shift), number.isExact
    else {
      throw QueryError("expected a number with kWh, Wh, £ or p, found '\(typed.value)'", at: span)
    }
    return Located(Amount(value: number.value, dimension: dimension), at: span)
  }

  /// The dimension of each unit, and the decimal places by which it is smaller than kWh or pounds.
  private static let units: [String: (Amount.Dimension?, shift: Int)] = [
    "": (nil, 0), "kwh": (.energy, 0), "wh": (.energy, 3), "£": (.money, 0),
    "p": (.money, 2), "£/kwh": (.rate, 0), "p/kwh": (.rate, 2),
  ]
}

extension Condition.Quantity {
  /// The dimension of its units.
  package var dimension: Amount.Dimension {
    switch self {
    case .usage: .energy
    case .rate: .rate
    case .cost: .money
    }
  }
}

extension TokenCursor {
  /// Reads `16:00-19:00`, in one to three words, as slots 0…47 and 0…48 of the day.
  package mutating func clockTimes() throws(QueryError) -> (from: Int, to: Int) {
    let first = try operand("a time range such as 16:00-19:00")
    var text = first.value
    var end = first.span.upperBound
    while !text.contains("-") || text.hasSuffix("-"), let next = peek, next.kind == .word {
      text += next.text
      end = next.span.upperBound
      self.next()
    }
    if isAtCompletionPoint, !text.contains("-") || text.hasSuffix("-") {
      throw expected("the end of the time range")
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let from = ClockWord.slot(parts[0]),
      let to = ClockWord.slot(parts[1]), from < 48, from != to
    else {
      throw QueryError(
        "expected a time range on the half-hour, such as 16:00-19:00, found '\(text)'",
        at: first.span.lowerBound..<end, suggestion: ClockWord.stretch(loosely: text))
    }
    return (from, to)
  }
}
