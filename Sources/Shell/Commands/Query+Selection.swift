import EnergyModel
import QueryLanguage

extension Query {
  /// Reads flows, a period or `meter` with names if one of them stands here; says whether one did.
  mutating func readPart(_ cursor: inout TokenCursor) throws(QueryError) -> Bool {
    func refuse(_ isThere: Bool, _ part: String, _ cursor: inout TokenCursor) {
      guard isThere else { return }
      cursor.errors.append(QueryError("\(part) here a second time", at: cursor.here))
    }
    if flows.isEmpty { cursor.offer(Flow.allCases) }
    if period == nil { PeriodParser.offer(to: cursor) }
    if meters.isEmpty { cursor.offer([Clause.meter]) }
    if cursor.word.flatMap(Flow.init(rawValue:)) != nil {
      refuse(!flows.isEmpty, "the flows stand", &cursor)
      flows = try Parser.flows(&cursor)
    } else if PeriodParser.opensPeriod(cursor) {
      refuse(period != nil, "a period stands", &cursor)
      period = try PeriodParser.period(&cursor)
    } else if cursor.word == "meter" {
      cursor.next()
      refuse(!meters.isEmpty, "'meter' stands", &cursor)
      meters = try cursor.list { (c) throws(QueryError) in
        try c.operand("a meter's alias or number", .meter())
      }
    } else {
      return false
    }
    return true
  }
}
