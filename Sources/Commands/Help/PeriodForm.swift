import EnergyModel
import QueryLanguage

/// A form of period, as the help presents it.
enum PeriodForm: CaseIterable {
  case month, day, quarter, named, today, unit, counted, toDate, latest, since, between, through
  case time, season, all

  /// Examples of the form, as typed.
  var forms: String {
    switch self {
    case .month: "2023, 2023-07, july 2023"
    case .day: "2023-07-04, 4 july 2023, 4/7/2023"
    case .quarter: "2023q3, q3 2023, 2023-W27"
    case .named: "jul, december, last july"
    case .today: "today, yesterday, tomorrow"
    case .unit: "this month, last year, last weekend"
    case .counted: "last 7 days, last 3 months"
    case .toDate: "month to date, mtd, ytd"
    case .latest: "latest 7 days"
    case .since: "since A, from A"
    case .between: "from A to B, A..B, until B"
    case .through: "from A through B, A through B"
    case .time: "2023-07-04 16:00..2023-07-04 19:00"
    case .season: "winter 2023/24, summer 2023"
    case .all: "all, or nothing"
    }
  }

  private var meaning: String {
    switch self {
    case .month: "that year, that month"
    case .day: "that day, day before month"
    case .quarter: "that quarter, that ISO week"
    case .named: "the latest begun, the latest over"
    case .today: "that local day"
    case .unit: "whole, from Monday or the 1st"
    case .counted: "whole units before the current one"
    case .toDate: "the current unit so far"
    case .latest: "whole days up to the newest reading"
    case .since: "to the end of the newest reading's day"
    case .between: "without the day B"
    case .through: "B's whole unit included"
    case .time: "local times on the half-hour"
    case .season: "1 Oct to 1 Apr, 1 Apr to 1 Oct"
    case .all: "from the first reading to the newest"
    }
  }

  private var example: String {
    switch self {
    case .month: "cost import july 2023 by day"
    case .day: "usage import 4/7/2023 by hour"
    case .quarter: "cost import q3 2023 by month"
    case .named: "cost import last july by week"
    case .today: "usage import yesterday by halfhour"
    case .unit: "cost import last month by week"
    case .counted: "usage import last 7 days by day"
    case .toDate: "cost import month to date by day"
    case .latest: "usage import latest 7 days by day"
    case .since: "cost import since 2023-10-25 by day"
    case .between: "cost import 2023-07-01..2023-08-01 by day"
    case .through: "cost import 2023-07 through 2023-10 by month"
    case .time: "usage import from 2023-07-04 16:00 to 2023-07-04 19:00 by slot"
    case .season: "cost import summer 2023 by month"
    case .all: "usage import all by month"
    }
  }

  /// The words that lead to its page.
  var words: [String] {
    let units = CalendarUnit.words.map { $0 + "s" }
    return switch self {
    case .month, .day, .quarter: []
    case .named: MonthName.all.map { $0.lowercased() }
    case .today: ["today", "yesterday", "tomorrow"]
    case .unit: ["this"]
    case .toDate: ["mtd", "ytd"]
    case .time: []
    case .counted: units
    case .latest: ["latest"] + units
    case .since: ["since", "from"]
    case .between: ["from", "to", "until"]
    case .through: ["from", "through"]
    case .season: ["winter", "summer"]
    case .all: ["all"]
    }
  }

  /// The page on the forms that a word belongs to; nil when it belongs to none.
  static func page(of word: String) -> HelpPage? {
    let forms = allCases.filter { $0.words.contains(word) }
    return forms.isEmpty ? nil : page(of: forms, examples: forms.map(\.example))
  }

  static func page(of forms: [PeriodForm], examples: [String]) -> HelpPage {
    HelpPage(
      usage: ["MEASURE [FLOW, …] PERIOD"],
      summary: "the days of a query, from local midnight to local midnight",
      details: HelpPage.columns(forms.map { ($0.forms, $0.meaning) }),
      examples: examples)
  }
}

extension Help {
  static let periods = PeriodForm.page(
    of: PeriodForm.allCases,
    examples: ["cost import from 2023-07-01 to 2023-08-01 by day", "usage last month"])
}
