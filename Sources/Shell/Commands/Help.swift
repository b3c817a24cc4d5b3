import EnergyModel
import QueryLanguage
import Rendering

extension Command {
  static let help = Command(
    name: "help", usage: ["help", "help TOPIC"], summary: "what can be typed, and how",
    examples: ["help cost", "help periods"],
    run: { cursor, session in
      var topic: Located<String>?
      if !cursor.isAtEnd {
        topic = try located { () throws(QueryError) in try cursor.term("a topic") }
      }
      try cursor.expectEnd()
      guard let topic else { return try session.present(text: Help.overview, OutputSyntax()) }
      guard let text = Help.text(on: topic.value.lowercased()) else {
        throw QueryErrors(
          .unknown("topic", topic, among: Help.topics, hint: "type 'help' for the list"))
      }
      try session.present(text: text, OutputSyntax())
    })
}

/// The help texts, drawn from the tables that the parser itself reads.
enum Help {
  /// Everything that `help` can be asked about.
  static var topics: [String] {
    Measure.words + CommandTable.all.map(\.name) + [
      "explain", "periods", "keys", "formats", "policies", "variables", "settings",
    ]
      + SettingTable.all.map(\.name)
      + Clause.words + GroupKey.words + Extra.words + OutputFormat.allCases.map(\.rawValue)
      + Flow.allCases.map(\.rawValue) + Policy.words + ShowTopic.words
  }

  static func text(on topic: String) -> String? {
    if let measure = Measure(word: topic) { return page(measure) }
    if let command = CommandTable.command(topic) { return page(command) }
    if let setting = SettingTable.setting(topic) { return page(setting) }
    switch topic {
    case "explain":
      return lines([
        "explain QUERY", "",
        "Shows how a query is understood, without running it: its canonical form, the period in",
        "UTC, the tariffs and the plan.", "", "  explain \(Measure.cost.example)",
      ])
    case "periods", "period", Clause.from.word: return periods
    case "variables": return variables
    case "settings": return settings
    case "keys", Clause.by.word:
      return lines(["by KEY, …", "", Clause.by.summary, ""] + list(GroupKey.self))
    case "formats", Clause.as.word:
      return lines(
        ["as FORMAT", ""]
          + columns(OutputFormat.allCases.map { ($0.rawValue, $0.summary) }))
    case "policies", Clause.using.word: return policies
    case Clause.with.word:
      return lines(["with EXTRA, …", "", Clause.with.summary, ""] + list(Extra.self))
    default: break
    }
    if let clause = Clause(word: topic) { return lines([clause.usage, "", clause.summary]) }
    if let key = GroupKey(word: topic) { return lines(["by \(key.word)", "", key.summary]) }
    if let extra = Extra(word: topic) { return lines(["with \(extra.word)", "", extra.summary]) }
    if let format = OutputFormat(rawValue: topic) {
      return lines(["as \(format.rawValue)", "", format.summary])
    }
    if let flow = Flow(rawValue: topic) { return page(flow) }
    if Policy(word: topic) != nil { return policies }
    if topic == "into!" { return text(on: Clause.into.word) }
    if ShowTopic(word: topic) != nil { return page(Command.show) }
    // The words that periods begin with are too many to list, and all have the same page.
    return PeriodParser.opensPeriod(TokenCursor(Lexer.lex(topic).tokens[...])) ? periods : nil
  }

  static var overview: String {
    lines(
      ["A query is a measure, flows, a period and clauses in any order:", ""]
        + columns(Measure.allCases.map { ($0.word, $0.summary) }) + [""]
        + columns(Clause.allCases.map { ($0.usage, $0.summary) }, width: 24)
        + ["", "Commands:", ""]
        + columns(
          CommandTable.all.map { ($0.name, $0.summary) } + [
            ("explain", "show how a query is understood")
          ])
        + ["", "Try:", ""] + Measure.allCases.map { "  \($0.example)" }
        + [
          "",
          "More: 'help TOPIC' for periods, keys, formats, variables, settings and any word above.",
        ])
  }

  private static func page(_ measure: Measure) -> String {
    let form = measure.takesDuration ? "\(measure.word) DURATION" : measure.word
    let extras = Extra.allCases.filter(measure.extras.contains).map(\.word)
    return lines(
      ["\(form) [FLOW, …] [PERIOD] [CLAUSE …]", "", measure.summary, ""]
        + columns(
          Clause.allCases.filter(measure.clauses.contains).map { ($0.usage, $0.summary) },
          width: 24)
        + (extras.isEmpty ? [] : ["", "Extras: \(extras.joined(separator: ", "))"])
        + ["", "  \(measure.example)"])
  }

  private static var policies: String {
    lines(
      [
        "using POLICY", "", "Where money is rounded. Every total names the policy that made it.",
        "",
      ]
        + list(Policy.self)
        + [
          "", "'bill' works by the day, and so takes keys of a day or longer. The measure 'bill'",
          "goes by it unless 'using' names another.", "",
          "  cost import last month by day using bill", "  bill last month using exact",
        ])
  }

  private static func page(_ flow: Flow) -> String {
    let what =
      switch flow {
      case .import: "electricity that came in"
      case .export: "electricity that went out; its cost is what it earned"
      case .gas: "gas that came in"
      }
    return lines(["\(Measure.usage.word) \(flow.rawValue)", "", what])
  }

  private static func page(_ command: Command) -> String {
    let details = command.details.isEmpty ? [] : [""] + command.details
    let examples = command.examples.isEmpty ? [] : [""] + command.examples.map { "  \($0)" }
    return lines(command.usage + ["", command.summary] + details + examples)
  }

  private static func list<Word: DescribedWord>(_ words: Word.Type) -> [String] {
    columns(words.allCases.map { ($0.word, $0.summary) })
  }

  /// Pairs in two columns; a first part that is too long gets a line of its own.
  static func columns(_ pairs: [(String, String)], width: Int = 10) -> [String] {
    pairs.flatMap { first, second -> [String] in
      let room = width - first.count
      guard room > 0 else {
        return ["  " + first, "  " + String(repeating: " ", count: width) + second]
      }
      return ["  " + first + String(repeating: " ", count: room) + second]
    }
  }

  static func lines(_ lines: [String]) -> String {
    lines.joined(separator: "\n") + "\n"
  }

  private static let periods = lines(
    [
      "All periods are half-open at local midnight: 'to' excludes the day it names, 'through' "
        + "includes it.", "",
    ]
      + columns(
        [
          ("2023, 2023-07, july 2023", "that year, that month"),
          ("2023-07-04, 4 july 2023, 4/7/2023", "that day, day before month"),
          ("2023q3, q3 2023, 2023-W27", "that quarter, that ISO week"),
          ("jul, december", "the latest such month that has begun"),
          ("today, yesterday, tomorrow", "that local day"),
          ("this month, last year", "calendar units: week, month, quarter, year"),
          ("last 7 days, last 3 months", "whole units before today or the current unit"),
          ("latest 7 days", "whole days ending with the newest reading"),
          ("since A, from A", "up to the end of the day of the newest reading"),
          ("from A to B, A..B, until B", "B excluded"),
          ("from A through B", "B's whole unit included"),
          ("winter 2023/24, summer 2023", "1 Oct to 1 Apr, 1 Apr to 1 Oct"),
          ("all, or nothing", "from the first reading to the newest"),
        ], width: 36))
}
