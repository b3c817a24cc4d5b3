import EnergyModel
import QueryLanguage

/// The help pages, generated from the tables that the parser itself uses.
package enum Help {
  /// The pages that list words, or explain something without a word of its own.
  private static let lists: [String: HelpPage] = [
    "questions": questions, "queries": queries, "measures": measures, "flows": flows,
    "periods": periods,
    "clauses": clauses, "keys": keys, "extras": extras, "formats": formats, "policies": policies,
    "commands": commands, "settings": settings, "variables": variables, "files": files,
    "typing": typing, "errors": errors, "start": start,
  ]

  /// The topics that list others.
  static var listTopics: [String] { lists.keys.sorted() }

  /// All topics of `help`.
  package static var topics: [String] {
    let words: [[String]] = [
      listTopics, Measure.words, ["explain"], CommandTable.all.map(\.name), ["exit"],
      SettingTable.all.map(\.name), Clause.words, ["into!", "open"], GroupKey.words, Extra.words,
      OutputFormat.words, ChartKind.words, Flow.allCases.map(\.rawValue), Policy.words,
      ShowTopic.words, PeriodForm.allCases.flatMap(\.words), ErrorTopic.words,
    ]
    return words.joined().distinct
  }

  /// The page on a topic, given in lower case; nil when there is none.
  package static func text(on topic: String) -> String? { page(on: topic)?.text }

  /// The page on a topic; for a word with several meanings, the first match here.
  private static func page(on topic: String) -> HelpPage? {
    if let list = lists[topic] { return list }
    if topic == "explain" { return explain }
    if let measure = Measure(word: topic) { return page(measure) }
    if let command = CommandTable.page(topic) { return page(command) }
    if let setting = SettingTable.setting(topic) { return page(setting) }
    if let forms = PeriodForm.page(of: topic) { return forms }
    if let clause = Clause(word: ["into!", "open"].contains(topic) ? "into" : topic) {
      return page(clause)
    }
    if let key = GroupKey(word: topic) { return page(key) }
    if let extra = Extra(word: topic) { return page(extra) }
    if let format = OutputFormat(word: topic) { return page(format) }
    if ChartKind(word: topic) != nil { return page(Clause.chart) }
    if let flow = Flow(rawValue: topic) { return page(flow) }
    if let policy = Policy(word: topic) { return page(policy) }
    if ShowTopic(word: topic) != nil { return page(CommandPage.show) }
    if let error = ErrorTopic(word: topic) { return error.page }
    // Dates are too many to list, and share one page.
    let isPeriod = PeriodParser.opensPeriod(TokenCursor(Lexer.lex(topic).tokens[...]))
    return isPeriod ? periods : lists[topic + "s"]
  }

  /// The text of `help` without a topic.
  package static var overview: String {
    let clauses = Clause.words.filter { $0 != Clause.from.word }
    let parts = [
      [
        "A query is a measure, flows, a period and clauses, in any order:",
        "  cost import, export last month by week where weekday with share as csv",
      ],
      HelpPage.row("measures", Measure.words)
        + HelpPage.row("flows", Flow.allCases.map(\.rawValue))
        + HelpPage.row("periods", ["2023-07, last month, from A to B, from A through B, all, …"])
        + HelpPage.row("clauses", clauses) + HelpPage.row("keys", GroupKey.words)
        + HelpPage.row("extras", Extra.words)
        + HelpPage.row("formats", OutputFormat.words),
      HelpPage.row("commands", CommandTable.all.map(\.name) + ["explain"])
        + HelpPage.row("settings", ["begin with a dot, as .mode does; 'help settings' lists them"])
        + HelpPage.row(
          "also", ["start", "queries", "variables", "policies", "files", "typing", "errors"]),
      ["'help WORD' explains any word above, and 'help errors' explains messages."],
    ]
    return parts.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }
}
