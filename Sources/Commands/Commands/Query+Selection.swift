import EnergyModel
import QueryLanguage

extension Query {
  /// The selection of all readings of every flow, as for `gaps`: without prices.
  static let selection = Query(measure: Located(.gaps, at: 0..<0))

  /// Reads flows, a period, `meter` with names, or `versus`, whichever comes next.
  ///
  /// A selection with `versus` has a period before it, also where none was typed.
  mutating func readPart(_ cursor: inout TokenCursor) throws(QueryError) {
    func refuse(_ isThere: Bool, _ part: String, _ cursor: inout TokenCursor) {
      guard isThere else { return }
      cursor.errors.append(QueryError("\(part) repeated", at: cursor.here))
    }
    if cursor.word.flatMap(Flow.init(rawValue:)) != nil {
      refuse(!flows.isEmpty, "the flows are", &cursor)
      flows = try Parser.flows(&cursor)
    } else if PeriodParser.opensPeriod(cursor) {
      refuse(period != nil, "the period is", &cursor)
      period = try PeriodParser.period(&cursor)
    } else if cursor.word == Clause.versus.word {
      refuse(versus != nil, "'versus' is", &cursor)
      cursor.next()
      versus = try Parser.versus(&cursor, offersPrevious: period?.value.hasPrevious ?? true)
    } else {
      try cursor.require(Clause.meter.word)
      refuse(!meters.isEmpty, "'meter' is", &cursor)
      meters = try cursor.list { (c) throws(QueryError) in
        try c.operand("a meter's alias or number", .meter())
      }
    }
  }
}
