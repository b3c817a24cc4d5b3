import EnergyModel
import QueryEngine
import QueryLanguage

/// The pages about queries and their words.
extension Help {
  static let queries = HelpPage(
    usage: ["MEASURE [FLOW, …] [PERIOD] [CLAUSE …]"],
    summary: "ask for figures; the parts come in any order, each once",
    details: [
      "Without a flow it is about import, without a period about all readings.",
      "The result has a row for each value of the keys of 'by', or one row without keys.",
      "Times are local. A missing reading leaves an empty value, never 0.", "",
      "A statement ends with its line or a ';'. An open '(', or a ',' or '\\' at the end",
      "of a line continues it, and so does an indented line in a script. Comments begin",
      "with #. Put names with spaces or , ; ( ) + in quotes.", "",
      "The parts: help measures, flows, periods, clauses, keys, extras, formats.",
      "To save a query under a name: help define. To see how one is read: help explain.",
    ],
    examples: [
      Measure.cost.example, "usage export latest 7 days by day with coverage",
      "cost import 2023-07 by band order by cost desc",
    ])

  static let explain = HelpPage(
    usage: ["explain QUERY"], summary: "show how a query is understood, without running it",
    details: [
      "It prints the query's canonical form, the period in UTC, the tariffs and their rates,",
      "and the plan as a tree from the result down to the meters.",
    ],
    examples: ["explain \(Measure.cost.example)"])

  static let measures = HelpPage(
    usage: ["MEASURE [FLOW, …] [PERIOD] [CLAUSE …]"], summary: "what a query asks for",
    details: list(Measure.self),
    examples: [Measure.usage.example, Measure.cost.example, "help cost"])

  static let flows = HelpPage(
    usage: ["FLOW, …"], summary: "the direction of energy; import if none is named",
    details: HelpPage.columns(Flow.allCases.map { ($0.rawValue, $0.summary) }),
    examples: Flow.allCases.map(\.example))

  static let clauses = HelpPage(
    usage: ["MEASURE [FLOW, …] [PERIOD] [CLAUSE …]"], summary: "in any order, each once",
    details: HelpPage.columns(clauseRows), examples: ["help where"])

  /// The clauses, alike ones in one row, so that the page fits a screen.
  private static var clauseRows: [(String, String)] {
    let alike: [(clauses: [Clause], usage: String, summary: String)] = [
      (
        [.per, .projected], "per day|week|… | projected",
        "means over complete ones; with what is to come"
      ),
      (
        [.above, .below], "above POWER | below POWER",
        "of each half-hour the energy over it, or the rest"
      ),
      (
        [.billed, .using], "billed … | using POLICY",
        "a bill's figures; the rounding of money"
      ),
      (
        [.limit, .top, .bottom], "limit N | top N | bottom N",
        "the first N rows, or N by the last column"
      ),
      (
        [.as, .into], "as FORMAT | into FILE",
        "the format; the file, which 'into!' replaces"
      ),
    ]
    return Clause.allCases.compactMap { clause in
      guard let row = alike.first(where: { $0.clauses.contains(clause) }) else {
        return (clause.usage, clause.summary)
      }
      guard row.clauses.first == clause else { return nil }
      return (row.usage, row.summary)
    }
  }

  static let keys = HelpPage(
    usage: ["by KEY, …"], summary: Clause.by.summary, details: list(GroupKey.self),
    examples: Clause.by.examples)

  static let extras = HelpPage(
    usage: ["with EXTRA, …"], summary: "columns after those of the measure",
    details: list(Extra.self),
    examples: Clause.with.examples)

  static let formats = HelpPage(
    usage: ["as FORMAT"],
    summary: "the format of a result; the extension of a file name sets it too",
    details: HelpPage.columns(OutputFormat.allCases.map { ($0.word, $0.summary) }),
    examples: Clause.as.examples)

  static let policies = HelpPage(
    usage: ["using POLICY"], summary: "where money is rounded; totals name their policy",
    details: list(Policy.self) + [
      "", "'bill' rounds to a penny as a bill does: the energy of each line, or of each local day",
      "for tariffs with daily rates (Tracker); the standing charge; and VAT, once a rate. A",
      "tariff of two to four bands has one line a band. Each row of a result is rounded like",
      "its own bill, and so is the total, so keys are a day or longer. 'explain' shows what",
      "was rounded. The measure 'bill' has this policy unless 'using' names another.",
    ],
    examples: Policy.allCases.map(\.example) + ["bill last month using exact"])

  static func page(_ measure: Measure) -> HelpPage {
    if measure == .reconcile { return reconcile }
    let form = measure.takesDuration ? "\(measure.word) DURATION" : measure.word
    let clauses = Clause.allCases.filter { $0 != .from && measure.clauses.contains($0) }
    let extras = Extra.allCases.filter(measure.extras.contains)
    let duration =
      measure.takesDuration ? ["A DURATION is, for example, 3h, 90m or 1h30m.", ""] : []
    return HelpPage(
      usage: ["\(form) [FLOW, …] [PERIOD] [CLAUSE …]"], summary: measure.summary,
      details: duration + HelpPage.row("clauses", clauses.map(\.word))
        + (extras.isEmpty ? [] : HelpPage.row("extras", extras.map(\.word))),
      examples: [measure.example])
  }

  static func page(_ clause: Clause) -> HelpPage {
    switch clause {
    case .by: keys
    case .with: extras
    case .as: formats
    case .using: policies
    case .billed: reconcile
    default:
      HelpPage(
        usage: [clause.usage], summary: clause.summary, details: clause.details,
        examples: clause.examples)
    }
  }

  static func page(_ key: GroupKey) -> HelpPage {
    HelpPage(usage: ["by \(key.word)"], summary: key.summary, examples: [key.example])
  }

  static func page(_ extra: Extra) -> HelpPage {
    let measures = Measure.allCases.filter { $0.extras.contains(extra) }.map(\.word)
    return HelpPage(
      usage: ["with \(extra.word)"], summary: extra.summary,
      details: HelpPage.row("measures", measures) + details(of: extra),
      examples: [extra.example])
  }

  private static func details(of extra: Extra) -> [String] {
    switch extra {
    case .spark: sparkDetails
    case .supplier:
      [
        "", "A CSV download with 'Estimated Cost Inc. Tax (p)' says what Octopus itself makes of",
        "each half-hour. 'import' keeps that, apart from the readings; it never prices anything.",
        "'supplier' is the sum over the row's readings, with VAT, and 'difference' our cost less",
        "that, both over the readings that have a rate and a cost of the supplier. A row with a",
        "reading that lacks one is marked, and incomplete. It is about energy alone, also with",
        "'standing'. Of export it is the income, with the sign that the file has.",
        "'save readings … into FILE.csv' writes the supplier's costs too.",
      ]
    case .standing, .coverage, .price, .share, .cumulative, .rolling, .spread, .power, .vat,
      .volume, .revisions:
      []
    }
  }

  static func page(_ format: OutputFormat) -> HelpPage {
    HelpPage(
      usage: ["as \(format.word)"], summary: format.summary,
      examples: ["cost import last month by week as \(format.word)"])
  }

  static func page(_ policy: Policy) -> HelpPage {
    HelpPage(
      usage: ["using \(policy.word)"], summary: policy.summary, examples: [policy.example])
  }

  static func page(_ flow: Flow) -> HelpPage {
    HelpPage(
      usage: ["\(Measure.usage.word) \(flow.rawValue)"], summary: flow.summary,
      examples: [flow.example])
  }

  private static func list<Word: DescribedWord>(_ words: Word.Type) -> [String] {
    HelpPage.columns(words.allCases.map { ($0.word, $0.summary) })
  }
}

extension Flow {
  fileprivate var example: String { "usage \(rawValue) last month by day" }
}

extension Policy {
  fileprivate var example: String { "cost last month by day using \(word)" }
}

extension Clause {
  /// The text of its page, besides the summary.
  fileprivate var details: [String] {
    switch self {
    case .where:
      HelpPage.columns([
        ("weekday, weekend", "Monday to Friday, Saturday and Sunday"),
        ("day in (mon, …)", "days by the first three letters of their names"),
        ("time 16:00-19:00", "by the local clock, over midnight too: 23:30-05:30"),
        ("tariff = NAME", "half-hours that this tariff prices"),
        ("usage > 0.5", "energy of the half-hour, in kWh unless given in Wh"),
        ("rate < 10p", "its rate, in £ per kWh unless given in p"),
        ("cost >= £0.10", "its cost, in £ unless given in p"),
      ]) + ["", "Compare with < <= > >= or =, and join conditions with 'and'."]
    case .having:
      [
        "COLUMN is a column of the result, such as cost_gbp, or 'cost' for short.",
        "Compare with < <= > >= or =, and join conditions with 'and'. A unit must fit:",
        "kWh or Wh for energy, £ or p for money, both per kWh for rates, none for counts.",
      ]
    case .on:
      [
        "One tariff, or one for each flow joined by '+'. Several, with commas, each price the",
        "same readings in rows of their own. A tariff is used even outside its valid dates.",
        "A RATE is a price with VAT for every kWh, such as 27p or £0.27, and no standing charge.",
        "It is for the flow of its place, so 27p+15p is import at 27p and export at 15p.",
      ]
    case .across:
      [
        "The columns hold the last figure of the measure, each with a total where that makes",
        "sense. There are \(Ceiling.columns) at most.",
      ]
    case .into:
      [
        "The extension sets the format: csv, tsv, json, jsonl, html, svg, md or txt. Others need",
        "'as FORMAT'. A file is written whole or not at all. 'open' then shows it: in $BROWSER, or",
        "on a desktop in the program for its kind.",
      ]
    case .above, .below:
      [
        "POWER is in W or kW: 300W, 0.3kW. Half an hour at 300 W is 0.15 kWh, and of each half-hour",
        "what is over that counts, or the rest; together they are the whole. Shares are of the whole,",
        "and averages over all half-hours read. 'where usage > …' instead chooses whole half-hours.",
      ]
    case .versus:
      [
        "'previous' is as many days, weeks or months just before; 'year earlier' has every bound a year",
        "back. Days and months are matched by their place in the period, all else by its label. A period",
        "that is not over is cut after its last complete day, and so is the other. 'change' is the",
        "difference over the figure before. 'explain' splits the change of a cost into usage, time of",
        "use, price level and standing charge.",
      ]
    case .projected:
      [
        "For a period that is not over. A half-hour to come, behind the newest reading, gets the",
        "mean of the same local half-hour and daytype over the last 28 complete days (14 at",
        "least), times a seasonal factor: how the same days a year ago differed from the 28 before",
        "them, within 0.5 and 2. Prices are the tariffs in force; a rate that is not known yet is",
        "the mean rate of the same half-hours of those days.", "",
        "'projected' includes what was measured. 'low' and 'high' are for the 10th and 90th",
        "percentile of what really came, over up to 24 past months at the same share of the month;",
        "fewer than 6 make no range. In rows they are the row's part of it. 'explain' lists them.",
      ]
    case .per:
      [
        "The sums over complete local days, weeks, months or years, divided by how many there are. One",
        "is complete if each of its half-hours was read and, for money, has a rate; a note says how",
        "many are left out. Rows by weekday and daytype are over their own days, and all others over",
        "all days, so that half-hours, bands and meters add up to the mean day.",
      ]
    case .chart: Help.chartDetails
    case .top, .bottom: ["Of 'compare' it is the total."]
    case .from, .by, .meter, .with, .order, .limit, .using, .as, .billed: []
    }
  }
}
