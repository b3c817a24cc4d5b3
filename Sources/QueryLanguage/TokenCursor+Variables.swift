/// References `$NAME` are read as one operand, and never as syntax.
extension TokenCursor {
  /// Whether the next word refers to a variable.
  package var isVariable: Bool { peek.map(isReference) ?? false }

  private func isReference(_ token: Token) -> Bool {
    variables != nil && token.kind == .word && token.text.hasPrefix("$")
  }

  /// The value of the variable that comes next; nil when the next token is something else.
  ///
  /// - Throws: a ``QueryError`` when the variable is not defined.
  func variableValue() throws(QueryError) -> Located<String>? {
    guard let token = peek, isReference(token) else { return nil }
    return try value(of: Located(token.text, at: token.span))
  }

  /// The text that `operand` stands for: its own, or that of the variable it refers to.
  func value(of operand: Located<String>) throws(QueryError) -> Located<String> {
    guard let variables, operand.value.hasPrefix("$") else { return operand }
    return try variables.value(of: operand)
  }

  /// The next word, or the value of the variable that comes next; nil for an undefined one.
  var operandText: String? {
    if isVariable { return try? variableValue()?.value }
    return peek.flatMap { $0.kind == .word ? $0.text : nil }
  }

  /// Reads a word of the language, which no variable can stand for.
  package mutating func term(_ what: String) throws(QueryError) -> Located<String> {
    if isQuotedPhrase { throw expected(what) }
    return try newName(what)
  }

  /// Reads the name of something to be created, which no variable can stand for.
  package mutating func newName(_ what: String) throws(QueryError) -> Located<String> {
    if isVariable { throw QueryError("a variable can't stand for \(what)", at: here) }
    return try wordOrString(what)
  }

  /// Reads a value that a variable can hold: one operand or a whole period, as text.
  ///
  /// A period of several words is returned in canonical form.
  package mutating func value(_ what: String) throws(QueryError) -> Located<String> {
    PeriodParser.expect(to: self)
    let opening = peek
    let isWhole = isVariable && !(word?.contains("..") ?? false)
    guard !isWhole, let word, PeriodParser.opensPeriod(self) else { return try operand(what) }
    var attempt = self
    do throws(QueryError) {
      let period = try PeriodParser.period(&attempt)
      if attempt.previous == opening, !isVariable { return try operand(what) }
      self = attempt
      return Located(period.value.description, at: period.span)
    } catch {
      // `from` can only begin a period, but `4.csv` is as good a name as any. After `2 august`, a
      // year still being typed makes it a period too.
      let isUnfinished = attempt.isAtCompletionPoint && attempt.previous != opening
      if isVariable || isUnfinished || PeriodParser.openingWords.contains(word) { throw error }
      return try operand(what)
    }
  }
}

extension Located<String> {
  /// Reads the whole value of a variable with one parser step.
  ///
  /// The span is that of the reference, typed as `reference` with its `$`. A value that does not
  /// fit is an error at that span which quotes the value.
  func parseValue<Part>(
    of reference: String, _ step: (inout TokenCursor) throws(QueryError) -> Part
  ) throws(QueryError) -> Part {
    var cursor = TokenCursor(Lexer.lex(value).tokens[...])
    do throws(QueryError) {
      let part = try step(&cursor)
      guard cursor.isAtEnd else { throw cursor.expected("the end of the value") }
      return part
    } catch {
      throw error.inValue(self, of: reference)
    }
  }
}

extension PeriodSyntax {
  /// The same period with all its parts located at `span`, that of the variable that holds it.
  func relocated(to span: SourceSpan) -> PeriodSyntax {
    switch self {
    case .all, .unit: self
    case .since(let first): .since(Located(first.value, at: span))
    case .until(let last): .until(Located(last.value, at: span))
    case .between(let first, let last, let through):
      .between(Located(first.value, at: span), Located(last.value, at: span), through: through)
    }
  }
}
