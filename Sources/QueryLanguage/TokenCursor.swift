/// A position in the tokens of one statement, with the basic steps of the parsers.
///
/// Queries and commands are read with the same cursor. Errors that leave the parser in step are
/// collected in ``errors``, so that one run reports them all.
package struct TokenCursor {
  private var tokens: ArraySlice<Token>
  private var position: Int
  /// The end of the statement's text, the place of errors about something missing.
  private let end: Int
  package var errors = ErrorCollector()
  /// The values of `$NAME`; nil where a `$` is a letter like any other.
  package let variables: Variables?
  /// The collector of completions; nil when none are wanted.
  let completions: CompletionCollector?
  /// Whether the part being read is itself out of place, so that nothing in it is completed.
  package var suppressesCompletion = false

  package init(
    _ tokens: ArraySlice<Token>, variables: Variables? = nil,
    completions: CompletionCollector? = nil
  ) {
    self.tokens = tokens
    self.variables = variables
    self.completions = completions
    position = tokens.startIndex
    end = tokens.last?.span.upperBound ?? 0
  }

  /// A cursor at the same position, with other values for `$NAME`.
  package func with(_ variables: Variables) -> TokenCursor {
    TokenCursor(rest, variables: variables, completions: completions)
  }

  package var peek: Token? { position < tokens.endIndex ? tokens[position] : nil }
  /// The tokens already consumed.
  package var typed: ArraySlice<Token> { tokens[..<position] }
  /// The tokens from the next one on.
  package var rest: ArraySlice<Token> { tokens[position...] }
  package var isAtEnd: Bool { position >= tokens.endIndex }
  /// The span of the next token, or the place after the last.
  package var here: SourceSpan { peek?.span ?? end..<end + 1 }
  /// The end of the previous token.
  package var lastEnd: Int { previous?.span.upperBound ?? here.lowerBound }

  /// The token consumed last.
  package var previous: Token? { position > tokens.startIndex ? tokens[position - 1] : nil }

  @discardableResult
  package mutating func next() -> Token? {
    guard let token = peek else { return nil }
    position += 1
    return token
  }

  /// Puts other tokens in the place of the next `count`, of which there are as many.
  mutating func replaceNext(_ count: Int, with parts: [Token]) {
    tokens.replaceSubrange(position..<position + count, with: parts)
  }

  /// The next token in lower case if it is an unquoted word.
  package var word: String? {
    guard let token = peek, token.kind == .word else { return nil }
    return token.text.lowercased()
  }

  func isSign(_ sign: String) -> Bool {
    peek.map { $0.kind == .sign && $0.text == sign } ?? false
  }

  /// Consumes the next token if it is that word; returns whether it was.
  package mutating func accept(_ keyword: String) -> Bool {
    expect([.word(keyword, summary: "", isRare: false)])
    guard word == keyword else { return false }
    position += 1
    return true
  }

  /// Consumes the next token if it is that sign; returns whether it was.
  package mutating func accept(sign: String) -> Bool {
    expect([.sign(sign)])
    guard isSign(sign) else { return false }
    position += 1
    return true
  }

  /// Reads a name or path: a word, a string, or a variable that stands for one.
  ///
  /// `kinds` are the kinds of value that completion offers.
  ///
  /// - Throws: "expected `what`" when there is none.
  package mutating func operand(
    _ what: String, _ kinds: ValueKind...
  ) throws(QueryError) -> Located<String> {
    expect(([.variable] + kinds).map(CompletionCandidate.value))
    let operand = try wordOrString(what)
    completions?.noteValue(at: operand.span)
    return operand
  }

  mutating func wordOrString(_ what: String) throws(QueryError) -> Located<String> {
    guard let token = peek else { throw expected(what) }
    switch token.kind {
    case .word, .string:
      let value = try variableValue()
      position += 1
      return value ?? Located(token.text, at: token.span)
    case .sign, .newline, .unclosed, .completionPoint:
      throw expected(what)
    }
  }

  /// Reads a whole number of at least one.
  package mutating func count(_ what: String) throws(QueryError) -> Int {
    expect(.variable)
    let text = try variableValue()?.value ?? peek?.text
    guard let text, let count = Int(text), count > 0 else { throw expected(what) }
    position += 1
    return count
  }

  /// Reads one item, and more after commas.
  package mutating func list<Item>(
    _ item: (inout TokenCursor) throws(QueryError) -> Item
  ) throws(QueryError) -> [Item] {
    var items = [try item(&self)]
    while accept(sign: ",") { items.append(try item(&self)) }
    return items
  }

  /// An error that says what was expected at this place.
  package func expected(_ what: String) -> QueryError {
    guard let token = peek, token.kind != .completionPoint else {
      return QueryError("expected \(what)", at: here)
    }
    if token.kind == .unclosed { return QueryError("this string is not closed", at: token.span) }
    if isVariable, let value = operandText {
      return QueryError("expected \(what), and \(token.text) is '\(value)'", at: token.span)
    }
    return QueryError(
      "expected \(what), found '\(token.text)'", at: token.span,
      hint: isQuotedPhrase
        ? "in quotes it is one name; leave the quotes off words of the language" : nil)
  }

  /// Whether the next token is a string with a space, perhaps meant as words of the language.
  var isQuotedPhrase: Bool {
    peek.map { $0.kind == .string && $0.text.contains(where: \.isWhitespace) } ?? false
  }

  /// Runs a parser step, collecting its error, and continues after the word at fault.
  ///
  /// A step that fails at the completion point moves past it: its candidates have been recorded,
  /// and no later step is to add to them.
  package mutating func collecting(_ step: (inout TokenCursor) throws(QueryError) -> Void) {
    let start = position
    do {
      try step(&self)
    } catch {
      errors.append(error)
      if position == start || isAtCompletionPoint { position += 1 }
    }
  }

  /// Ends parsing.
  ///
  /// - Throws: the collected errors, if there are any.
  package func finish() throws(QueryError) { try errors.finish() }
}
