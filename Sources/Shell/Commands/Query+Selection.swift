import EnergyModel
import QueryLanguage

extension Query {
  /// Reads flows, a period or `meter` with names if one of them stands here; says whether one did.
  mutating func readPart(_ cursor: inout TokenCursor) throws(QueryError) -> Bool {
    func refuse(_ isThere: Bool, _ part: String, _ cursor: inout TokenCursor) {
      guard isThere else { return }
      cursor.errors.append(QueryError("\(part) here a second time", at: cursor.here))
    }
    if cursor.word.flatMap(Flow.init(rawValue:)) != nil {
      refuse(!flows.isEmpty, "the flows stand", &cursor)
      flows = try cursor.list { (c) throws(QueryError) in try Parser.flow(&c) }
    } else if PeriodParser.opensPeriod(cursor) {
      refuse(period != nil, "a period stands", &cursor)
      period = try PeriodParser.period(&cursor)
    } else if cursor.accept("meter") {
      refuse(!meters.isEmpty, "'meter' stands", &cursor)
      meters = try cursor.list { (c) throws(QueryError) in
        try c.operand("a meter's alias or number")
      }
    } else {
      return false
    }
    return true
  }
}
