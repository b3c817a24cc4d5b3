import EnergyModel

/// A word of another language, and the words of this one in its place.
package struct Synonym {
  /// How many tokens it is.
  let count: Int
  /// The words to read in its place; empty where none are right as they stand.
  let words: [String]
  let error: QueryError

  /// The synonym at the cursor, where a clause is expected after those `seen`; nil if there is none.
  init?(_ cursor: TokenCursor, of measure: Measure, seen: Set<Clause>) {
    guard let token = cursor.peek, [.word, .sign].contains(token.kind) else { return nil }
    let typed = cursor.rest.prefix(Synonym.most).map { $0.text.lowercased() }
    if let hint = Synonym.hint(typed[0], measure) {
      count = 1
      words = []
      error = QueryError("unknown word '\(token.text)'", at: token.span, hint: hint)
      return
    }
    guard let found = Synonym.replacement(typed) else { return nil }
    count = found.count
    words = found.instead.split(separator: " ").map(String.init)
    let tokens = cursor.rest.prefix(count)
    let span = token.span.lowerBound..<(tokens.last?.span.upperBound ?? token.span.upperBound)
    error = QueryError(
      "unknown word\(count > 1 ? "s" : "") '\(tokens.map(\.text).joined(separator: " "))'",
      at: span,
      suggestion: Synonym.continued(found.instead, seen: seen))
  }

  /// The most tokens of a synonym: `time`, and a time range of three tokens.
  private static let most = 4

  private static let others = [
    "group": "by", "groupby": "by", "group_by": "by", "grouped": "by",
    "halfhourly": "by halfhour", "hourly": "by hour", "daily": "by day", "weekly": "by week",
    "monthly": "by month", "quarterly": "by quarter", "yearly": "by year", "annually": "by year",
    "sort": "order by", "sorted": "order by", "ordered": "order by", "orderby": "order by",
    "order_by": "order by", ">": "into", "vs": "versus", "vs.": "versus",
    "against": "versus", "compared": "versus", "plot": "chart", "graph": "chart",
    "weekday": "where weekday", "weekdays": "where weekday", "weekend": "where weekend",
    "weekends": "where weekend", "wtd": "week to date", "qtd": "quarter to date",
    "forecast": "projected", "predicted": "projected", "expected": "projected",
    "electricity": "import", "electric": "import", "grid": "import",
  ]

  /// Synonyms of two words.
  private static let pairs = [
    "group by", "grouped by", "sort by", "sorted by", "ordered by", "> >", "compared to",
    "compared with",
  ]

  /// The replacement of the first words, and the number of words that it replaces.
  private static func replacement(_ typed: [String]) -> (instead: String, count: Int)? {
    let (word, next) = (typed[0], typed.count > 1 ? typed[1] : "")
    if word == "time" { return time(typed.dropFirst()) }
    if word == "day", next == "in" { return ("where day", 1) }
    let isComparison = Comparison(rawValue: next) != nil
    if isComparison, word == "tariff" || Condition.Quantity(word: word) != nil {
      return ("where \(word)", 1)
    }
    if let instead = others[word] {
      return (instead, pairs.contains("\(word) \(next)") ? 2 : 1)
    }
    if let key = GroupKey(word: word) { return ("by \(key.word)", 1) }
    return Extra(word: word).map { ("with \($0.word)", 1) }
  }

  /// The replacement of `time 16-19`, with the time range in its proper form if it can be read.
  private static func time(_ behind: ArraySlice<String>) -> (instead: String, count: Int) {
    var text = ""
    for (index, part) in behind.enumerated() {
      text += part
      if let stretch = ClockWord.stretch(loosely: text) {
        return ("where time \(stretch)", index + 2)
      }
    }
    return ("where time", 1)
  }

  /// The replacement as the continuation of its clause, if that has been seen already.
  private static func continued(_ instead: String, seen: Set<Clause>) -> String {
    let opening = instead.prefix { $0 != " " }
    guard let clause = Clause(word: String(opening)), seen.contains(clause) else { return instead }
    switch clause {
    case .where: return "and" + instead.dropFirst(opening.count)
    case .by, .with: return "," + instead.dropFirst(opening.count)
    case .from, .versus, .across, .on, .meter, .having, .per, .projected, .above, .below, .billed,
      .order, .limit, .top, .bottom, .using, .chart, .as, .into:
      return instead
    }
  }

  /// The hint for a word that no fixed words can replace.
  private static func hint(_ word: String, _ measure: Measure) -> String? {
    switch word {
    case "asc", "desc", "ascending", "descending":
      "type: order by COLUMN \(word.hasPrefix("asc") ? "asc" : "desc")"
    case "average", "avg", "mean":
      measure.clauses.contains(.per)
        ? "for a mean day: per day"
          + (measure.extras.contains(.price) ? "; for the mean rate: with price" : "")
        : nil
    case "between": "type: from A to B, or from A through B"
    case "|": "type: into FILE"
    case "?", ".help": "type: help \(measure.word)"
    case "water", "heat", "oil": "there are import, export and gas"
    case "solar", "generation":
      "for what went to the grid: export; for a meter of that name: meter \(word)"
    default: nil
    }
  }

  /// The hint for such a word at the start of a statement; nil for any other word.
  package static func openingHint(for word: String) -> String? {
    switch word {
    case "?", ".help", "h", "man", "\\?", "\\h": "type: help"
    case "q", ":q", "\\q", "bye", "logout": "type: quit"
    case "select": "type: sql select …; for a query, as in: usage import last month by day"
    case "\\d", "\\dt", ".tables", ".schema", "tables": "type: show meters"
    case "solar", "generation": "for what went to the grid, as in: usage export last month"
    case "income", "earned", "earnings": "as in: cost export last month"
    case "average", "avg", "mean": "for a mean day, as in: usage … per day"
    case "consumption", "energy": "energy is the measure 'usage', as in: usage last month by day"
    case "price", "prices", "rate": "as in: rates today"
    case "spend", "spent", "spending": "as in: cost last month by day"
    case "list", "ls": "as in: show meters"
    case "meter", "tariff": "as in: show \(word)s, or describe NAME"
    default: replacement([word]).map { "the measure comes first, as in: usage … \($0.instead)" }
    }
  }
}
