/// SQL that a statement of the language holds.
extension TokenCursor {
  /// Consumes SQL, up to the output clauses at the end of the statement, and returns its tokens.
  ///
  /// `as FORMAT` with the unquoted name of a format, and `into FILE`, are clauses only at the very end:
  /// SQLite knows no `into` there, and a column that is to be called `csv` is written `as "csv"`.
  package mutating func sql() -> ArraySlice<Token> {
    let all = rest
    let end = TokenCursor.endOfSQL(all)
    while !isAtEnd, position(of: all) < end {
      if isAtCompletionPoint {
        expectSQL(behind: all[..<end])
        break
      }
      noteSQLToken()
      next()
    }
    return all[all.startIndex..<position(of: all)]
  }

  private func position(of all: ArraySlice<Token>) -> Int { all.endIndex - rest.count }

  /// The index behind the last token of SQL.
  private static func endOfSQL(_ tokens: ArraySlice<Token>) -> Int {
    guard tokens.last?.kind == .completionPoint else {
      return startOfClauses(in: tokens, endingAt: tokens.endIndex)
    }
    let end = tokens.endIndex - 1
    // A clause whose operand is still to come is one already.
    let last = word(in: tokens, at: end - 1)
    if last == "as" || opensFile(last) { return startOfClauses(in: tokens, endingAt: end - 1) }
    let start = startOfClauses(in: tokens, endingAt: end)
    return start < end ? start : tokens.endIndex
  }

  /// The index from which on there are only whole clauses, up to `end`.
  private static func startOfClauses(in tokens: ArraySlice<Token>, endingAt end: Int) -> Int {
    var start = end
    while true {
      let (last, before) = (word(in: tokens, at: start - 1), word(in: tokens, at: start - 2))
      let isFormat = before == "as" && last.flatMap(OutputFormat.init(word:)) != nil
      if isFormat || opensFile(before) {
        start -= 2
      } else if last == "open", opensFile(word(in: tokens, at: start - 3)) {
        start -= 3
      } else {
        return start
      }
    }
  }

  /// The word at an index behind the first token, in lower case; nil for anything but a word.
  private static func word(in tokens: ArraySlice<Token>, at index: Int) -> String? {
    guard index > tokens.startIndex, tokens[index].kind == .word else { return nil }
    return tokens[index].text.lowercased()
  }

  private static func opensFile(_ word: String?) -> Bool { word == "into" || word == "into!" }

  private func expectSQL(behind sql: ArraySlice<Token>) {
    if sql.dropLast().isEmpty {
      expect(words: ["select", "with", "values", "explain", "pragma"])
      return
    }
    expect(.table)
    expect(words: SQLWord.all, isRare: true)
  }

  private func noteSQLToken() {
    guard let token = peek, token.kind == .word, !SQLWord.all.contains(token.text.lowercased())
    else { return }
    completions?.noteValue(at: token.span)
  }
}

/// The words of SQL that are offered while it is typed.
private enum SQLWord {
  static let all = [
    "select", "with", "values", "explain", "pragma", "from", "where", "group", "by", "having",
    "order", "limit", "join", "left", "on", "using", "as", "and", "or", "not", "in", "between",
    "like",
    "is", "null", "case", "when", "then", "else", "end", "distinct", "union", "all", "asc", "desc",
    "count", "sum", "avg", "min", "max", "date", "into",
  ]
}
