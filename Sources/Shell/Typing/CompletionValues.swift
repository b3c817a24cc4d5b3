import Cache
import Commands
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs
import Terminal

/// The values that match what was typed: names in the cache, days with readings, files.
struct CompletionValues {
  private let workspace: Workspace
  private let typed: String
  private let isQuoted: Bool
  private let match: WordMatch

  init(_ workspace: Workspace, typed: String, isQuoted: Bool, match: WordMatch) {
    self.workspace = workspace
    self.typed = typed
    self.isQuoted = isQuoted
    self.match = match
  }

  /// Whether a word of the language matches; rare ones need their first letter.
  func matches(_ word: String, isRare: Bool) -> Bool {
    let isOutOfPlace = isQuoted || isRare && (typed.isEmpty || match != .beginning)
    return !isOutOfPlace && match.holds(word, for: typed)
  }

  /// The variables, once `$` has been typed.
  var variables: [Candidate] {
    guard typed.hasPrefix("$"), !isQuoted else { return [] }
    return workspace.scopes.visible.all
      .map { Candidate("$" + $0.name, summary: $0.value) }
      .filter { $0.name.begins(with: typed) }
  }

  /// The values of a kind; `statement` is the text before the word.
  func candidates(of kind: ValueKind, behind statement: ArraySlice<Token>) -> [Candidate] {
    switch kind {
    case .variable: variables
    case .tariff(let flows): tariffs(of: flows, behind: statement)
    case .meter(let flows): meters(of: flows)
    case .savedQuery: savedQueries
    case .parameter: parameters(behind: statement)
    case .key: named(((try? workspace.network.keys.entries()) ?? []).map { ($0.name, "") })
    case .column: named(columns(behind: statement).map { ($0.name, "") })
    case .numericColumn:
      named(columns(behind: statement).filter(\.kind.isNumeric).map { ($0.name, "") })
    case .format: named(OutputFormat.allCases.map { ($0.word, $0.summary) })
    case .date: isQuoted ? [] : DayNames(days: daysWithReadings).names(beginningWith: typed)
    case .year: isQuoted ? [] : DayNames(days: daysWithReadings).years(beginningWith: typed)
    case .file: files
    case .table: tables(behind: statement)
    case .script: files.filter { !$0.isWhole || $0.name.hasSuffix(".octowatt") }
    }
  }

  private var files: [Candidate] { FolderListing(typed: typed, quoted: quoted).candidates }

  /// A name as it is typed: inside quotes it needs no others.
  private func quoted(_ name: String) -> String { isQuoted ? name : quotedIfNeeded(name) }

  /// If the cache can't be read there are no names; the statement itself will report why.
  private var catalog: Catalog { (try? workspace.cache().catalog()) ?? Catalog() }

  private func named(_ names: [(name: String, summary: String)]) -> [Candidate] {
    names.filter { match.holds($0.name, for: typed) }.map { name, summary in
      Candidate(name, text: quoted(name), summary: summary)
    }
  }

  /// The tariffs of some flows, or of any; behind a `+` those of flows that the set lacks.
  private func tariffs(of flows: Set<Flow>, behind statement: ArraySlice<Token>) -> [Candidate] {
    let catalog = catalog
    let set = statement.reversed().prefix { $0.text == "+" || $0.kind != .sign }
    let names = set.first?.text == "+" ? Set(set.map { $0.text.lowercased() }) : []
    let taken = catalog.tariffs.filter { names.contains($0.name.lowercased()) }.map(\.unit.flow)
    return named(
      catalog.tariffs
        .filter { flows.isEmpty || flows.contains($0.unit.flow) }
        .filter { !taken.contains($0.unit.flow) }
        .map { ($0.name, $0.termSummary) })
  }

  /// The meters by alias; by number if there is none, or once its first digit has been typed.
  private func meters(of flows: Set<Flow>) -> [Candidate] {
    let points = catalog.points.filter { flows.isEmpty || flows.contains($0.flow) }
    let aliases = points.map { point in
      (point.name, [point.alias == nil ? "" : point.number, point.flow.rawValue])
    }
    let numbers =
      typed.isEmpty ? [] : points.map { ($0.number, [$0.alias ?? "", $0.flow.rawValue]) }
    return named(
      (aliases + numbers).map { name, parts in
        (name, parts.filter { !$0.isEmpty }.joined(separator: ", "))
      })
  }

  private var savedQueries: [Candidate] {
    let queries = (try? workspace.cache().savedQueries()) ?? []
    return named(
      queries.map { saved in
        (
          saved.name,
          workspace.definition(of: saved).map { text(of: $0.query, in: saved.text) } ?? ""
        )
      })
  }

  /// The tables and views of the cache, and the columns of those that the statement names.
  private func tables(behind statement: ArraySlice<Token>) -> [Candidate] {
    let tables = (try? workspace.cache().tables()) ?? []
    let words = Set(statement.map { $0.text.lowercased() })
    var names: [(name: String, summary: String)] = []
    for table in tables where words.contains(table.name.lowercased()) {
      names += table.columns.map { ($0, "column of \(table.name)") }
    }
    names += tables.map { ($0.name, $0.columns.joined(separator: ", ")) }
    return named(names)
  }

  /// The parameters of the saved query named in a `run` statement, without those already given.
  private func parameters(behind statement: ArraySlice<Token>) -> [Candidate] {
    var cursor = TokenCursor(statement.dropFirst(2))
    guard !isQuoted, let name = statement.dropFirst().first?.text,
      let definition = workspace.readingContext("").definition(named: name)
    else { return [] }
    let given = RunArguments(&cursor)
    return given.open(of: definition).filter { match.holds($0.name, for: typed) }
      .map { Candidate($0.name + "=", summary: $0.defaultValue ?? "", isWhole: false) }
  }

  /// The columns of the query typed so far.
  private func columns(behind statement: ArraySlice<Token>) -> [ResultColumn] {
    let openings = [Clause.order.word, Clause.having.word]
    guard
      let clause = statement.lastIndex(where: { openings.contains($0.text.lowercased()) }),
      let query = try? Parser.query(
        statement[..<clause], variables: workspace.scopes.visible)
    else { return [] }
    return (try? workspace.plan(query, rates: NoRates()))?.rows.columns ?? []
  }

  /// The days from that of the first reading to that of the newest; nil if there are none.
  private var daysWithReadings: ClosedRange<LocalDay>? {
    workspace.zone.days(of: catalog.meters.compactMap(\.readings))
  }
}

/// An empty source of rates: the columns of a result don't depend on them, and years of rates would
/// take too long to read.
private struct NoRates: RateSource {
  func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) -> [DatedRate] { [] }

  func paymentMethods(of tariff: String, overlapping range: TimeRange) -> Set<PaymentMethod?> { [] }
}

extension Tariff {
  /// The flow and the days of validity.
  fileprivate var termSummary: String {
    [
      unit.flow.rawValue, validFrom.map { "from \($0)" }, validUntil.map { "until \($0)" },
    ].compactMap(\.self).joined(separator: " ")
  }
}
