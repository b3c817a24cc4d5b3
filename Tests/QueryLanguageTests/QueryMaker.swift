import EnergyModel
import TestSupport

@testable import QueryLanguage

/// Makes queries from the syntax tree down, so that what the parser never thought of comes up too.
struct QueryMaker {
  var random: SeededGenerator
  var years = 0...9999

  mutating func query() -> Query {
    let measure = pick(Measure.allCases)
    var query = Query(measure: located(measure))
    query.isExplained = random.oneIn(4)
    if measure.takesDuration { query.duration = located(number(400)) }
    if !random.oneIn(3) { query.flows = random.some(Flow.allCases, most: 3).map(located) }
    if !random.oneIn(4) { query.period = located(period()) }
    if has(.versus, measure) {
      query.versus = located(pick([.previous, .yearEarlier, .period(period())]))
    }
    if has(.by, measure) {
      let keys = measure.ownKeys ?? GroupKey.allCases
      query.keys = random.some(keys, most: measure.ownKeys == nil ? 4 : 1).map(located)
    }
    if has(.across, measure) { query.across = located(pick(GroupKey.allCases)) }
    if has(.on, measure) { query.alternatives = alternatives() }
    if has(.where, measure) { query.conditions = (0..<number(3)).map { _ in located(condition()) } }
    if has(.having, measure) { query.having = (0..<number(2)).map { _ in limit() } }
    if random.oneIn(3) { query.meters = random.some(QueryMaker.names, most: 3).map(located) }
    let extras = Extra.allCases.filter(measure.extras.contains)
    if has(.with, measure), !extras.isEmpty {
      query.extras = random.some(extras, most: extras.count).map(located)
      if query.extras.contains(where: { $0.value == .rolling }) { query.rollingRows = number(400) }
    }
    if has(.per, measure) { query.per = located(pick([.day, .week, .month, .year])) }
    if has(.above, measure) {
      let energy = pick([1, 150_000, Int64.random(in: 1...4_000_000_000, using: &random)])
      query.power = located(PowerPart(isAbove: random.oneIn(2), energy: energy))
    }
    if has(.billed, measure), query.keys.isEmpty { query.billed = located(billed()) }
    if has(.order, measure) {
      query.order = Query.Ordering(
        column: located(pick(QueryMaker.names)), isDescending: random.oneIn(2))
    }
    if has(.top, measure) {
      query.cut = pick([.limit(number(900)), .top(number(900)), .bottom(number(900))])
    }
    if has(.projected, measure), query.per == nil, query.power == nil, query.across == nil,
      query.versus == nil,
      query.cut?.isOfOrder != true
    {
      query.isProjected = true
    }
    if has(.using, measure) { query.policy = located(pick(Policy.allCases)) }
    if random.oneIn(3) {
      query.output.chart = located(
        ChartSyntax(kind: random.oneIn(3) ? nil : pick(ChartKind.allCases)))
    }
    if random.oneIn(3) { query.output.format = located(pick(OutputFormat.allCases)) }
    if random.oneIn(3) {
      query.output.path = located(pick(QueryMaker.names))
      query.output.replaces = random.oneIn(2)
      query.output.opens = random.oneIn(3)
    }
    return query
  }

  private mutating func has(_ clause: Clause, _ measure: Measure) -> Bool {
    measure.clauses.contains(clause) && random.oneIn(2)
  }

  private mutating func alternatives() -> [Located<Query.TariffSet>] {
    var sets: [Query.TariffSet] = random.oneIn(3) ? [.current] : []
    let names = random.some(QueryMaker.names, most: 4).map { Query.TariffSet.Member.tariff($0) }
    sets.append(.named(Array(names.prefix(1))))
    if names.count > 1 { sets.append(.named(Array(names.dropFirst()))) }
    if random.oneIn(2) {
      let first = random.oneIn(2) ? .current : Query.TariffSet.Member.rate(rate())
      sets.append(.named([first, .rate(rate())]))
    }
    return sets.map(located)
  }

  private mutating func billed() -> Billed {
    guard !random.oneIn(4) else { return .file(pick(QueryMaker.names)) }
    let lines = random.some(BillLine.allCases, most: 5)
    return .figures(
      lines.map { line in
        BilledFigure(
          line, digits: Int128(Int64.random(in: -999_999...9_999_999, using: &random)),
          places: number(7) - 1)
      })
  }

  private mutating func condition() -> Condition {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return .weekday
    case 1: return .weekend
    case 2: return .days(random.some(Array(0..<7), most: 7).sorted())
    case 3:
      let from = number(48) - 1
      return .time(from: from, to: (from + number(47) - 1) % 48 + 1)
    case 4: return .tariff(located(pick(QueryMaker.names)))
    default:
      return .value(pick(Condition.Quantity.allCases), pick(Comparison.allCases), amount())
    }
  }

  private mutating func rate() -> Rate {
    Rate(micropence: Int64.random(in: (-Rate.limit)...Rate.limit, using: &random))
  }

  private mutating func limit() -> Query.Limit {
    Query.Limit(
      column: located(pick(QueryMaker.names)), comparison: pick(Comparison.allCases),
      amount: located(amount()))
  }

  private mutating func amount() -> Amount {
    let sizes: [Int64] = [1, 1_000, 1_000_000_000, 1_000_000_000_000, 9_000_000_000_000_000_000]
    let size = pick(sizes)
    return Amount(value: Int64.random(in: (-size)...size, using: &random))
  }

  mutating func period() -> PeriodSyntax {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: .all
    case 1: .unit(phrase())
    case 2: .since(located(bound()))
    case 3: .until(located(bound()))
    default:
      random.oneIn(2)
        ? .between(located(bound()), located(PeriodBound(phrase())), through: true)
        : .between(located(bound()), located(bound()), through: false)
    }
  }

  private mutating func bound() -> PeriodBound {
    let phrase = phrase()
    switch phrase {
    case .day, .dayFromToday: return PeriodBound(phrase, time: random.oneIn(3) ? nil : time())
    default: return PeriodBound(phrase)
    }
  }

  private mutating func time() -> ClockTime {
    ClockTime(slot: number(49) - 1, offset: random.oneIn(3) ? number(49) - 1 : nil)
  }

  private mutating func phrase() -> DatePhrase {
    let year = Int.random(in: years, using: &random)
    switch Int.random(in: 0..<15, using: &random) {
    case 0: return .year(year)
    case 1: return .quarter(year: year, number(4))
    case 2: return .month(year: year, number(12))
    case 3: return .week(year: year, number(52))
    case 4: return .day(LocalDay(firstOfMonth: 1, year: year) + number(365) - 1)
    case 5: return .namedMonth(number(12), pick(MonthChoice.allCases))
    case 6: return .dayFromToday(number(3) - 2)
    case 7: return .this(pick([.week, .month, .quarter, .year]))
    case 8: return .last(pick([.week, .month, .quarter, .year]))
    case 9: return .lastCount(number(100_000), pick(CalendarUnit.allCases))
    case 10: return .latest(number(100_000), pick(CalendarUnit.allCases))
    case 11: return .winter(year)
    case 12: return .thisWeekend
    case 13: return .lastWeekend
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
    "a..b", "=", "into!", "27p", "£0.27",
  ]
}

extension Query.RowLimit {
  /// Whether it goes by the last column.
  fileprivate var isOfOrder: Bool {
    switch self {
    case .limit: false
    case .top, .bottom: true
    }
  }
}
