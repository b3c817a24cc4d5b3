import EnergyModel
import QueryLanguage

/// The operands that commands on meters and tariffs have in common, and the steps to read them.
extension TokenCursor {
  /// Steps over a word that the statement can't do without.
  mutating func require(_ keyword: String) throws(QueryError) {
    guard accept(keyword) else { throw expected("'\(keyword)'") }
  }

  /// - Throws: when something is left that the statement has no use for.
  func requireEnd() throws(QueryError) {
    guard isAtEnd else { throw expected("the end of the statement") }
  }

  /// The word that says what a command is about.
  ///
  /// `command`: as the message names it when the word is another.
  mutating func topic<Topic: DescribedWord>(
    _ type: Topic.Type, of command: String
  ) throws(QueryErrors) -> Located<Topic> {
    let words = Topic.words.map { "'\($0)'" }
    let choice = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    offer(Topic.allCases)
    do throws(QueryError) {
      let typed = try term(choice)
      guard let topic = Topic(word: typed.value) else {
        throw .unknown("word", typed, among: Topic.words, hint: "'\(command)' takes \(choice)")
      }
      return Located(topic, at: typed.span)
    } catch {
      throw QueryErrors(error)
    }
  }

  /// What a step reads; nil after a mistake in what it stepped over, which is collected.
  ///
  /// - Throws: the mistake when nothing was stepped over, as reading can't go on then.
  mutating func reading<Part>(
    _ step: (inout TokenCursor) throws(QueryError) -> Part
  ) throws(QueryError) -> Part? {
    let start = here
    do {
      return try step(&self)
    } catch {
      guard here != start, !isAtHole else { throw error }
      errors.append(error)
      return nil
    }
  }

  /// Reads clauses in any order to the end of the statement, each behind the word that opens it.
  ///
  /// Mistakes are collected; behind one, reading goes on at the next of the words. `repeatable`
  /// is the one that may stand more than once.
  mutating func clauses(
    _ words: [String], repeatable: String? = nil, topic: String,
    _ read: (inout TokenCursor, String) throws(QueryError) -> Void
  ) {
    var left = words
    while !isAtEnd {
      offer(words: left)
      let mistakes = errors.count
      collecting { (cursor) throws(QueryError) in
        guard let word = cursor.word, words.contains(word) else {
          let choice = words.map { "'\($0)'" }.joined(separator: ", ")
          let typed = try cursor.term("one of \(choice)")
          throw .unknown("word", typed, among: words, hint: "see 'help \(topic)'")
        }
        cursor.next()
        left.removeAll { $0 == word && word != repeatable }
        try read(&cursor, word)
      }
      guard errors.count > mistakes else { continue }
      while !isAtEnd, !(word.map(words.contains) ?? false) { next() }
    }
  }

  /// Reads a part of the statement that may stand once, behind the word that opens it.
  mutating func once<Part>(
    _ part: inout Part?, _ step: (inout TokenCursor) throws(QueryError) -> Part?
  ) throws(QueryError) {
    if part != nil, let opening = previous {
      errors.append(QueryError("'\(opening.text)' stands here a second time", at: opening.span))
    }
    part = try step(&self)
  }

  /// What a step finds; nil after a mistake, which is collected.
  mutating func finding<Part>(_ step: () throws(QueryError) -> Part) -> Part? {
    do {
      return try step()
    } catch {
      errors.append(error)
      return nil
    }
  }

  // MARK: Operands

  mutating func tariffName() throws(QueryError) -> Located<String> {
    try operand("a tariff", .tariff())
  }

  /// `flow`: what it counts, where that is known.
  mutating func meterName(of flow: Flow? = nil) throws(QueryError) -> Located<String> {
    try operand("a meter's alias or number", .meter(flow.map { [$0] } ?? []))
  }

  /// A local day, which may be typed as the unit that it opens: `2023-07-01`, `july 2023`.
  mutating func day(_ session: Session) throws(QueryError) -> Located<LocalDay> {
    try PeriodParser.firstDay(&self, in: session.periodContext)
  }

  /// The local day behind `from`.
  mutating func fromDay(_ session: Session) throws(QueryError) -> Located<LocalDay> {
    try require("from")
    return try day(session)
  }

  /// The local day behind `until`; nil when that word is not there.
  mutating func untilDay(_ session: Session) throws(QueryError) -> Located<LocalDay>? {
    accept("until") ? try day(session) : nil
  }

  /// A decimal number in units of `10^-scale`, rounded half-even, with the text that it was.
  mutating func decimal(
    _ what: String, scale: Int
  ) throws(QueryError) -> (text: Located<String>, number: DecimalText) {
    let typed = try operand(what)
    guard let number = DecimalText(typed.value.utf8, scale: scale) else {
      throw QueryError("expected \(what), found '\(typed.value)'", at: typed.span)
    }
    return (typed, number)
  }
}

extension Session {
  /// What dates in commands go by, which have no readings to look at.
  var periodContext: PeriodContext {
    PeriodContext(today: zone.day(of: now), readings: nil, years: zone.years)
  }

  /// Says that what was typed is probably not what was meant.
  func warn(_ text: String) throws { try tell("warning: \(text)") }
}
