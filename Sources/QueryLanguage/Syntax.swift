package import EnergyModel

/// A query as typed: words checked against the vocabulary, names not yet resolved.
package struct Query: Hashable, Sendable {
  package var isExplained = false
  package var measure: Located<Measure>
  /// The length of the period that `cheapest` and `dearest` look for, in half-hours.
  package var duration: Located<Int>?
  package var flows: [Located<Flow>] = []
  package var period: Located<PeriodSyntax>?
  /// The period that stands beside it.
  package var versus: Located<VersusSyntax>?
  package var keys: [Located<GroupKey>] = []
  package var across: Located<GroupKey>?
  /// The alternatives of `on`, each a set of tariffs, one for each flow.
  package var alternatives: [Located<TariffSet>] = []
  package var meters: [Located<String>] = []
  package var conditions: [Located<Condition>] = []
  package var having: [Limit] = []
  package var extras: [Located<Extra>] = []
  /// The rows of `with rolling N`.
  package var rollingRows: Int?
  /// The unit of time that `per` gives means over.
  package var per: Located<GroupKey.Calendar>?
  /// Whether what is still to come is added.
  package var isProjected = false
  /// The power of `above` or `below`.
  package var power: Located<PowerPart>?
  package var order: Ordering?
  package var cut: RowLimit?
  /// The figures of a bill that stand beside octowatt's.
  package var billed: Located<Billed>?
  /// The rounding policy; nil for that of the run.
  package var policy: Located<Policy>?
  package var output = OutputSyntax()

  package init(measure: Located<Measure>) { self.measure = measure }

  package struct Ordering: Hashable, Sendable {
    package var column: Located<String>
    package var isDescending: Bool

    package init(column: Located<String>, isDescending: Bool) {
      (self.column, self.isDescending) = (column, isDescending)
    }
  }

  /// A limit on the number of rows.
  package enum RowLimit: Hashable, Sendable {
    case limit(Int)
    case top(Int)
    case bottom(Int)
  }

  /// A condition on a column of the result.
  package struct Limit: Hashable, Sendable {
    package var column: Located<String>
    package var comparison: Comparison
    package var amount: Located<Amount>
  }
}

/// The picture, format and destination of a result, for this statement only.
package struct OutputSyntax: Hashable, Sendable {
  /// Nil for a table.
  package var chart: Located<ChartSyntax>?
  package var format: Located<OutputFormat>?
  package var path: Located<String>?
  /// Whether an existing file is replaced, as `into!` asks.
  package var replaces = false
  /// Whether the file is shown in the browser.
  package var opens = false

  package init() {}
}

extension Query: CustomStringConvertible {
  /// The canonical text, which parses to an equal query.
  package var description: String {
    var parts = isExplained ? ["explain"] : []
    parts.append(measure.value.word)
    if let minutes = duration.map({ $0.value * 30 }) {
      parts.append(minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes)m")
    }
    if !flows.isEmpty { parts.append(flows.map(\.value.rawValue).joined(separator: ", ")) }
    if let period { parts.append(period.value.description) }
    if let versus { parts.append("versus \(versus.value)") }
    if !keys.isEmpty { parts.append("by " + keys.map(\.value.word).joined(separator: ", ")) }
    if let across { parts.append("across \(across.value.word)") }
    if !alternatives.isEmpty {
      parts.append("on " + alternatives.map(\.value.description).joined(separator: ", "))
    }
    if !meters.isEmpty {
      parts.append("meter " + meters.map { quotedIfNeeded($0.value) }.joined(separator: ", "))
    }
    if !conditions.isEmpty {
      parts.append("where " + conditions.map(\.value.description).joined(separator: " and "))
    }
    if !having.isEmpty {
      let limits = having.map {
        "\(quotedIfNeeded($0.column.value)) \($0.comparison.rawValue) \($0.amount.value)"
      }
      parts.append("having " + limits.joined(separator: " and "))
    }
    if !extras.isEmpty {
      let words = extras.map { extra in
        extra.value == .rolling ? "\(extra.value.word) \(rollingRows ?? 1)" : extra.value.word
      }
      parts.append("with " + words.joined(separator: ", "))
    }
    if let per { parts.append("per \(per.value.rawValue)") }
    if isProjected { parts.append("projected") }
    if let power { parts.append(power.value.description) }
    if let billed { parts.append("billed \(billed.value)") }
    if let order {
      let column = quotedIfNeeded(order.column.value)
      parts.append("order by \(column) \(order.isDescending ? "desc" : "asc")")
    }
    switch cut {
    case .limit(let count): parts.append("limit \(count)")
    case .top(let count): parts.append("top \(count)")
    case .bottom(let count): parts.append("bottom \(count)")
    case nil: break
    }
    if let policy { parts.append("using \(policy.value.word)") }
    if let chart = output.chart {
      parts.append(("chart" + (chart.value.kind.map { " \($0.word)" } ?? "")))
    }
    if let format = output.format { parts.append("as \(format.value.word)") }
    if let path = output.path {
      parts.append(
        (output.replaces ? "into! " : "into ") + quotedIfNeeded(path.value)
          + (output.opens ? " open" : ""))
    }
    return parts.joined(separator: " ")
  }
}

/// `name`, quoted where the lexer would otherwise not read it back as one word.
package func quotedIfNeeded(_ name: String) -> String {
  // Fast path: most names consist of letters that mean nothing else anywhere.
  if !name.isEmpty, name.utf8.allSatisfy(isPlain) { return name }
  let lexed = Lexer.lex(name).tokens
  let isWord = lexed.count == 1 && lexed[0].kind == .word && lexed[0].text == name
  return isWord && !name.hasPrefix("$") ? name : quoted(name)
}

/// `text` in quotes.
func quoted(_ text: String) -> String {
  "\""
    + text.split(separator: "\"", omittingEmptySubsequences: false)
    .joined(separator: "\"\"") + "\""
}

private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"):
    true
  default: false
  }
}
