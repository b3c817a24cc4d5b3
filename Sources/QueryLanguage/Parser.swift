package import EnergyModel

/// The parser of queries.
///
/// Clauses come in any order, each at most once.
package struct Parser {
  private(set) var seen: Set<Clause> = []
  private(set) var query: Query

  /// Whether a statement that begins with `word` is a query.
  package static func opensQuery(_ word: String) -> Bool {
    word == "explain" || Measure(word: word) != nil
  }

  /// The words that can open a query.
  package static var openingWords: [String] { Measure.words + ["explain"] }

  /// Reads one statement, which ``opensQuery(_:)``; `variables` are what `$NAME` stands for.
  ///
  /// `formats` are the names that `as` accepts, and `variables` the values of `$NAME`.
  ///
  /// - Throws: the first errors in the statement, at most three.
  package static func query(
    _ tokens: ArraySlice<Token>, variables: Variables = Variables()
  ) throws(QueryError) -> Query {
    try query(TokenCursor(tokens, variables: variables))
  }

  /// Parses a query from its opening word, where the cursor stands.
  package static func query(_ cursor: TokenCursor) throws(QueryError) -> Query {
    var cursor = cursor
    let isExplained = cursor.accept("explain")
    cursor.expect(Measure.allCases)
    guard let word = cursor.word, let measure = Measure(word: word) else {
      throw cursor.expected("a measure (\(Measure.words.joined(separator: ", ")))")
    }
    let span = cursor.here
    cursor.next()
    let duration = measure.takesDuration ? try Parser.duration(&cursor) : nil
    var parser = Parser(measure: Located(measure, at: span))
    parser.query.duration = duration
    parser.query.isExplained = isExplained
    return try parser.run(&cursor)
  }

  private init(measure: Located<Measure>) {
    query = Query(measure: measure)
  }

  private mutating func run(_ cursor: inout TokenCursor) throws(QueryError) -> Query {
    while !cursor.isAtEnd {
      let start = cursor.here
      cursor.collecting { (cursor) throws(QueryError) in
        do throws(QueryError) {
          try clause(&cursor)
        } catch {
          // The rest of a faulty clause is skipped: it would be misread as other clauses.
          while cursor.here != start, !cursor.isAtEnd, !Parser.opensClause(cursor) {
            // The other end of a range is none of its own.
            if cursor.word.map(Parser.rangeWords.contains) ?? false { cursor.next() }
            cursor.next()
          }
          throw error
        }
      }
    }
    try cursor.finish()
    return query
  }

  mutating func clause(_ cursor: inout TokenCursor) throws(QueryError) {
    let start = cursor.here
    expectClauses(to: cursor)
    if let word = cursor.word, Flow(rawValue: word) != nil {
      if !query.flows.isEmpty {
        cursor.errors.append(
          QueryError("the flows are repeated", at: start, hint: "list them as: a, b"))
      }
      query.flows = try Parser.flows(&cursor, offering: query.measure.value.joinableFlows)
      return try Parser.refuseRepeats(query.flows, "flow", \.rawValue)
    }
    if PeriodParser.opensPeriod(cursor) {
      markSeen(.from, &cursor)
      query.period = try PeriodParser.period(&cursor)
      return
    }
    if let word = cursor.word, Parser.rangeWords.contains(word) {
      cursor.next()
      throw QueryError(
        "expected 'from' before the first date of a range", at: start,
        hint: "type: from A to B, or A..B")
    }
    let word = cursor.word == "into!" ? Clause.into.word : cursor.word
    guard let clause = word.flatMap(Clause.init(word:)) else {
      if cursor.isAtCompletionPoint { throw cursor.expected("a clause") }
      return unknownWord(&cursor)
    }
    let mistakes = cursor.errors.count
    if !query.measure.value.clauses.contains(clause) {
      cursor.errors.append(
        QueryError("'\(query.measure.value.word)' takes no '\(clause.word)'", at: start))
    }
    markSeen(clause, &cursor)
    cursor.suppressesCompletion = cursor.errors.count > mistakes
    defer { cursor.suppressesCompletion = false }
    try read(clause, &cursor)
  }

  private mutating func read(
    _ clause: Clause, _ cursor: inout TokenCursor
  ) throws(QueryError) {
    if clause == .chart {
      query.output.chart = try Parser.chart(&cursor)
      return
    }
    if try Parser.output(&cursor, &query.output) { return }
    cursor.next()
    switch clause {
    case .versus:
      query.versus = try Parser.versus(
        &cursor, offersPrevious: query.period?.value.hasPrevious ?? false)
    case .by:
      if let own = query.measure.value.ownKeys {
        query.keys = [try key(&cursor, of: own)]
        return
      }
      query.keys = try words(&cursor, "key", keys)
      try Parser.refuseRepeats(query.keys, "key", \.word)
    case .with: try readExtras(&cursor)
    case .across:
      let found = try words(&cursor, "key", keys)
      query.across = found.first
      if found.count > 1 {
        throw QueryError(
          "'across' takes one key", at: found[1].span, hint: "put the others in 'by'")
      }
    case .on:
      var hasCurrent = false
      query.alternatives = try cursor.list { [flows, flowsOfOne] (cursor) throws(QueryError) in
        let set = try Parser.tariffSet(
          &cursor, of: flowsOfOne, thenOf: flows, offersCurrent: !hasCurrent)
        hasCurrent = hasCurrent || set.value == .current
        return set
      }
      let sets = query.alternatives.map { Located($0.value.identity, at: $0.span) }
      try Parser.refuseRepeats(sets, "alternative") { $0.joined(separator: "+") }
    case .`where`:
      let quantities = query.power == nil ? Condition.Quantity.allCases : [.rate]
      query.conditions = try conjunction(&cursor) { (cursor) throws(QueryError) in
        let start = cursor.here.lowerBound
        let condition = try ConditionParser.condition(&cursor, offering: quantities)
        return Located(condition, at: start..<cursor.lastEnd)
      }
    case .having:
      query.having = try conjunction(&cursor) { (cursor) throws(QueryError) in
        try ConditionParser.limit(&cursor)
      }
    case .meter:
      query.meters = try cursor.list { (cursor) throws(QueryError) in
        try cursor.operand("a meter's alias or number", .meter(flows))
      }
    case .per: query.per = try meanUnit(&cursor)
    case .projected: query.isProjected = true
    case .above: query.power = try Parser.power(&cursor, isAbove: true)
    case .below: query.power = try Parser.power(&cursor, isAbove: false)
    case .billed: query.billed = try Parser.billed(&cursor)
    case .order:
      guard cursor.accept("by") else { throw cursor.expected("'by'") }
      let column = try cursor.operand("a column", .column)
      let isDescending = cursor.accept("desc")
      if !isDescending { _ = cursor.accept("asc") }
      query.order = Query.Ordering(column: column, isDescending: isDescending)
    case .limit:
      query.cut = .limit(try cursor.count("a number of rows"))
    case .top:
      query.cut = .top(try cursor.count("a number of rows"))
    case .bottom:
      query.cut = .bottom(try cursor.count("a number of rows"))
    case .using:
      query.policy = try word(&cursor, "policy")
    case .from, .chart, .as, .into:
      preconditionFailure("read before")
    }
  }

  private mutating func readExtras(_ cursor: inout TokenCursor) throws(QueryError) {
    // If the clause itself is out of place, that is the error to report.
    let measure = query.measure.value
    let allowed = measure.clauses.contains(.with) ? measure.extras : Set(Extra.allCases)
    var rollingRows: Int?
    query.extras = try words(
      &cursor, "extra", allowed.subtracting(excludedExtras)
    ) { (extra, cursor) throws(QueryError) in
      guard extra == .rolling else { return }
      rollingRows = try cursor.count("a number of rows, as in 'rolling 7'")
    }
    query.rollingRows = rollingRows
    try Parser.refuseRepeats(query.extras, "extra", \.word)
    for extra in query.extras where !allowed.contains(extra.value) {
      cursor.errors.append(
        QueryError(
          "'\(query.measure.value.word)' takes no 'with \(extra.value.word)'", at: extra.span))
    }
  }

  /// Records that `clause` has been seen; a repeat is an error, but is still read.
  private mutating func markSeen(_ clause: Clause, _ cursor: inout TokenCursor) {
    let isFirst = seen.insert(clause).inserted
    if !isFirst {
      let name = clause == .from ? "the period" : "'\(clause.word)'"
      cursor.errors.append(QueryError("\(name) is repeated", at: cursor.here))
    } else if let rivals = Parser.rivals.first(where: {
      $0.contains(clause) && seen.intersection($0).count > 1
    }) {
      let names = rivals.filter { seen.contains($0) }.map { "'\($0.word)'" }
      cursor.errors.append(
        QueryError("\(names.joined(separator: " and ")) can't be combined", at: cursor.here))
    }
  }

  /// Clauses of which a query takes one.
  ///
  /// A projection has four figures a row, and none of them is the one for `across`, `top` or `bottom`. Its
  /// half-hours are means, which would hide what is above a power. A bill has no figures for parts of its
  /// period.
  static let rivals: [[Clause]] =
    [[.limit, .top, .bottom], [.above, .below], [.by, .billed]]
    + [.versus, .per, .above, .below, .across, .top, .bottom].map { [.projected, $0] }

  /// Reads items separated by `and`.
  private func conjunction<Item>(
    _ cursor: inout TokenCursor, _ item: (inout TokenCursor) throws(QueryError) -> Item
  ) throws(QueryError) -> [Item] {
    var items = [try item(&cursor)]
    while true {
      let place = cursor.here
      if !cursor.accept("and") {
        guard cursor.word == "or" else { return items }
        cursor.errors.append(
          QueryError("conditions are joined by 'and' only", at: place, hint: "run two queries"))
        cursor.next()
        cursor.suppressesCompletion = true
      }
      items.append(try item(&cursor))
    }
  }

  /// Reads `3h`, `90m` or `1h30m` as a whole number of half-hours.
  private static func duration(_ cursor: inout TokenCursor) throws(QueryError) -> Located<Int> {
    cursor.expect(words: ["1h", "2h", "3h", "4h", "6h", "90m"])
    let typed = try cursor.operand("a length such as 3h or 90m")
    var minutes = 0
    var digits = ""
    for character in typed.value.lowercased() {
      if character.isNumber {
        digits.append(character)
      } else if let number = Int(digits), number <= 100_000, "hm".contains(character) {
        minutes += number * (character == "h" ? 60 : 1)
        digits = ""
      } else {
        minutes = 0
        break
      }
    }
    guard minutes > 0, minutes % 30 == 0, digits.isEmpty else {
      let unit = GroupKey.Calendar(rawValue: typed.value.lowercased())?.rawValue
      throw QueryError(
        "expected a length in half-hours such as 3h or 90m, found '\(typed.value)'",
        at: typed.span, hint: unit.map { "for a whole one, as in: cost last year by \($0) top 1" })
    }
    return Located(minutes / 30, at: typed.span)
  }

  /// Whether the next word begins a clause other than a bare date.
  static func opensClause(_ cursor: TokenCursor) -> Bool {
    cursor.word.map { clauseWords.contains($0) || $0 == "into!" } ?? false
  }

  /// Reads a list of words of one vocabulary; only `allowed` words are completed.
  ///
  /// Unknown words are collected as errors and the others still read. `operand` reads what stands
  /// behind a word.
  private func words<Word: DescribedWord>(
    _ cursor: inout TokenCursor, _ kind: String, _ allowed: Set<Word>,
    operand: (Word, inout TokenCursor) throws(QueryError) -> Void = { _, _ in }
  ) throws(QueryError) -> [Located<Word>] {
    let choice = Word.words.joined(separator: ", ")
    var left = allowed
    let found = try cursor.list { (cursor) throws(QueryError) -> Located<Word>? in
      cursor.expect(Word.allCases.filter(left.contains))
      if let word = cursor.peek.flatMap({ Word(word: $0.text) }) {
        let span = cursor.here
        cursor.next()
        // After a word that can't be here, nothing more is completed.
        if left.remove(word) == nil { left = [] }
        try operand(word, &cursor)
        return Located(word, at: span)
      }
      if Parser.opensClause(cursor) { throw cursor.expected("a \(kind) (\(choice))") }
      let typed = try cursor.term("a \(kind) (\(choice))")
      let error = QueryError.unknown(
        kind, typed, among: Word.words, hint: "\(kind)s are \(choice)")
      cursor.errors.append(error)
      if let meant = error.mistakes.first?.suggestion.flatMap(Word.init(word:)) {
        // What may stand behind the word that was meant is no mistake of its own.
        var behind = cursor
        do throws(QueryError) {
          try operand(meant, &behind)
          cursor = behind
        } catch {}
      }
      return nil
    }
    return found.compactMap { $0 }
  }

  /// Reads one word of a vocabulary.
  private func word<Word: DescribedWord>(
    _ cursor: inout TokenCursor, _ kind: String
  ) throws(QueryError) -> Located<Word> {
    let choice = Word.words.joined(separator: ", ")
    cursor.expect(Word.allCases)
    let typed = try cursor.operand("a \(kind) (\(choice))")
    guard let word = Word(word: typed.value) else {
      throw .unknown(kind, typed, among: Word.words, hint: "there are: \(choice)")
    }
    return Located(word, at: typed.span)
  }

  /// Reads one flow, and more after commas; only `allowed` ones are completed.
  package static func flows(
    _ cursor: inout TokenCursor, offering allowed: [Flow] = Flow.allCases
  ) throws(QueryError) -> [Located<Flow>] {
    var left = allowed
    return try cursor.list { (cursor) throws(QueryError) in
      let flow = try flow(&cursor, offering: left)
      left.removeAll { $0 == flow.value }
      return flow
    }
  }

  /// Reads one flow; only `allowed` ones are completed.
  package static func flow(
    _ cursor: inout TokenCursor, offering allowed: [Flow] = Flow.allCases
  ) throws(QueryError) -> Located<Flow> {
    cursor.expect(allowed)
    let typed = try cursor.term("a flow (import, export, gas)")
    guard let flow = Flow(rawValue: typed.value.lowercased()) else {
      throw .unknown("flow", typed, among: Flow.allCases.map(\.rawValue))
    }
    return Located(flow, at: typed.span)
  }

  /// Reads `as FORMAT` or `into FILE` if one is next; returns whether it did.
  ///
  /// `open` behind the file is read where `canOpen` allows it.
  package static func output(
    _ cursor: inout TokenCursor, _ output: inout OutputSyntax, canOpen: Bool = true
  ) throws(QueryError) -> Bool {
    switch cursor.word {
    case "as":
      cursor.next()
      let choice = OutputFormat.words.joined(separator: ", ")
      let typed = try cursor.operand("a format (\(choice))", .format)
      guard let format = OutputFormat(word: typed.value) else {
        throw .unknown(
          "format", typed, among: OutputFormat.words, hint: "formats are \(choice)")
      }
      output.format = Located(format, at: typed.span)
      return true
    case "into", "into!":
      output.replaces = cursor.next()?.text.hasSuffix("!") ?? false
      output.path = try cursor.operand("a file name", .file)
      if canOpen, cursor.accept("open") { output.opens = true }
      return true
    default:
      return false
    }
  }

  static func refuseRepeats<Value>(
    _ items: [Located<Value>], _ kind: String, _ name: (Value) -> String
  ) throws(QueryError) {
    var earlier: Set<String> = []
    for item in items where !earlier.insert(name(item.value)).inserted {
      throw QueryError("the \(kind) '\(name(item.value))' is repeated", at: item.span)
    }
  }

  /// What stands between the two ends of a range.
  static let rangeWords = ["to", "through", "thru", ".."]

  static let clauseWords =
    Clause.words + Flow.allCases.map(\.rawValue) + PeriodParser.openingWords
}
