import EnergyModel
import TestSupport

@testable import QueryLanguage

/// Makes queries from the syntax tree down, so that what the parser never thought of comes up too.
struct QueryMaker {
  var random: SeededGenerator
  var years = 0...9999

  mutating func query() -> Query {
    var query = Query(measure: located(pick(Measure.allCases)))
    query.isExplained = random.oneIn(4)
    if !random.oneIn(3) { query.flows = random.some(Flow.allCases, most: 3).map(located) }
    if !random.oneIn(4) { query.period = located(period()) }
    if !random.oneIn(3) { query.keys = random.some(GroupKey.allCases, most: 4).map(located) }
    if random.oneIn(3) { query.meters = random.some(QueryMaker.names, most: 3).map(located) }
    if random.oneIn(3) { query.extras = [located(.coverage)] }
    if random.oneIn(3) {
      query.order = Query.Ordering(
        column: located(pick(QueryMaker.names)), isDescending: random.oneIn(2))
    }
    if random.oneIn(3) { query.cut = random.oneIn(2) ? .limit(number(900)) : .top(number(900)) }
    if random.oneIn(3) { query.output.format = located(pick(formats)) }
    if random.oneIn(3) {
      query.output.path = located(pick(QueryMaker.names))
      query.output.replaces = random.oneIn(2)
    }
    return query
  }

  mutating func period() -> PeriodSyntax {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: .all
    case 1: .unit(phrase())
    case 2: .since(located(phrase()))
    case 3: .until(located(phrase()))
    default: .between(located(phrase()), located(phrase()), through: random.oneIn(2))
    }
  }

  private mutating func phrase() -> DatePhrase {
    let year = Int.random(in: years, using: &random)
    switch Int.random(in: 0..<13, using: &random) {
    case 0: return .year(year)
    case 1: return .quarter(year: year, number(4))
    case 2: return .month(year: year, number(12))
    case 3: return .week(year: year, number(52))
    case 4: return .day(LocalDay(firstOfMonth: 1, year: year) + number(365) - 1)
    case 5: return .latestMonth(number(12))
    case 6: return .dayFromToday(number(3) - 2)
    case 7: return .this(pick([.week, .month, .quarter, .year]))
    case 8: return .last(pick([.week, .month, .quarter, .year]))
    case 9: return .lastCount(number(100_000), pick(CalendarUnit.allCases))
    case 10: return .latest(number(100_000), pick(CalendarUnit.allCases))
    case 11: return .winter(year)
    default: return .summer(year)
    }
  }

  private mutating func number(_ most: Int) -> Int { Int.random(in: 1...most, using: &random) }

  private mutating func pick<Element>(_ pool: [Element]) -> Element {
    pool[Int.random(in: pool.indices, using: &random)]
  }

  private func located<Value>(_ value: Value) -> Located<Value> { Located(value, at: 0..<0) }

  private static let names = [
    "a", "Garage", "1900000000001", "two words", "say \"hi\"", "it's", "by", "limit", "last", "q3",
    "2023", "#1", "a,b", "x;y", "(p)", "", "\\", "Küche", "🏠 home", "~/o.csv", "desc", "'", "\"",
    "a..b", "=", "into!",
  ]
}
