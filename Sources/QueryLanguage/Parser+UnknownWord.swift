/// How reading goes on behind a word that begins no clause, so that one mistake is one error.
extension Parser {
  /// Collects the mistake, and reads on as if what was probably meant had been typed.
  ///
  /// Where nothing was, the words up to the next clause are left out.
  mutating func unknownWord(_ cursor: inout TokenCursor) {
    let end = cursor.here.upperBound
    if let synonym = Synonym(cursor, of: query.measure.value, seen: seen) {
      cursor.errors.append(synonym.error)
      if synonym.words.isEmpty { return skip(&cursor) }
      cursor.replaceNext(synonym.count, with: synonym.words)
      return guess(&cursor, behind: synonym.error.mistakes.first?.span?.upperBound ?? end)
    }
    guard cursor.word != nil, let token = cursor.peek else {
      cursor.errors.append(cursor.expected("a clause"))
      return skip(&cursor)
    }
    let error = QueryError.unknown(
      "word", Located(token.text, at: token.span), among: Parser.clauseWords,
      hint: "see 'help \(query.measure.value.word)'")
    cursor.errors.append(error)
    guard let meant = error.mistakes.first?.suggestion else { return skip(&cursor) }
    cursor.replaceNext(1, with: [meant])
    guess(&cursor, behind: end)
  }

  /// Reads the clause that was probably meant, of which only what names are wrong is said.
  ///
  /// Errors of place or form may come from the guess itself.
  private mutating func guess(_ cursor: inout TokenCursor, behind end: Int) {
    let known = cursor.errors.count
    do throws(QueryError) {
      try clause(&cursor)
    } catch {
      // The candidates for completion have been recorded.
      if cursor.isAtCompletionPoint { cursor.next() }
      if !cursor.isAtEnd, !Parser.opensClause(cursor) { skip(&cursor) }
    }
    cursor.errors.removeAll(from: known) { mistake in
      mistake.span.map { $0.lowerBound < end } ?? true
    }
  }

  /// Leaves out the next word, and those behind it that can only belong to it.
  private func skip(_ cursor: inout TokenCursor) {
    repeat {
      cursor.next()
    } while !cursor.isAtEnd && !cursor.isAtCompletionPoint && !Parser.opensClause(cursor)
      && !isNearlyClause(cursor)
  }

  /// Whether the next word looks like one that begins a clause, with a slip in it.
  private func isNearlyClause(_ cursor: TokenCursor) -> Bool {
    guard let word = cursor.word, word.utf8.count > 4 else { return false }
    return closest(to: word, among: Parser.clauseWords) != nil
  }
}
