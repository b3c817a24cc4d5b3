/// A place in the tokens of one statement, with the steps that parsers are made of.
///
/// Queries and the shell's commands are read with the same cursor. Mistakes that leave the reader
/// in step are collected in ``errors``, so that one look shows them all.
package struct TokenCursor {
  private var tokens: ArraySlice<Token>
  private var position: Int
  /// The end of the statement's text, where "something is missing" points.
  private let end: Int
  package var errors: [QueryError] = []
  /// What `$NAME` stands for; nil where a `$` is a letter like any other.
  package let variables: Variables?
  /// Where to note what may stand at the completionPoint; nil when nobody asks.
  let expectations: CompletionCollector?
  /// Whether what is read here should not stand here at all, so that nothing goes on with it.
  package var isOutOfPlace = false

  package init(
    _ tokens: ArraySlice<Token>, variables: Variables? = nil,
    expectations: CompletionCollector? = nil
  ) {
    self.tokens = tokens
    self.variables = variables
    self.expectations = expectations
    position = tokens.startIndex
    end = tokens.last?.span.upperBound ?? 0
  }

  /// The same place, where `$NAME` stands for something else.
  package func with(_ variables: Variables) -> TokenCursor {
    TokenCursor(rest, variables: variables, expectations: expectations)
  }

  package var peek: Token? { position < tokens.endIndex ? tokens[position] : nil }
  /// The tokens that were stepped over.
  package var typed: ArraySlice<Token> { tokens[..<position] }
  /// The tokens from the next one on.
  package var rest: ArraySlice<Token> { tokens[position...] }
  package var isAtEnd: Bool { position >= tokens.endIndex }
  /// The span of the next token, or the place behind the last.
  package var here: SourceSpan { peek?.span ?? end..<end + 1 }
  /// The end of the token before.
  package var lastEnd: Int { previous?.span.upperBound ?? here.lowerBound }

  /// The token that was stepped over last.
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

  /// The next token in lower case, when it is an unquoted word.
  package var word: String? {
    guard let token = peek, token.kind == .word else { return nil }
    return token.text.lowercased()
  }

  package func isSign(_ sign: String) -> Bool {
    peek.map { $0.kind == .sign && $0.text == sign } ?? false
  }

  /// Steps over the next token when it is that word.
  package mutating func accept(_ keyword: String) -> Bool {
    expect([.word(keyword, summary: "", isRare: false)])
    guard word == keyword else { return false }
    position += 1
    return true
  }

  /// Steps over the next token when it is that sign.
  package mutating func accept(sign: String) -> Bool {
    expect([.sign(sign)])
    guard isSign(sign) else { return false }
    position += 1
    return true
  }

  /// A name or path: a word, a string, or a variable that stands for one.
  ///
  /// `kinds` are for completion: what it may name.
  ///
  /// - Throws: "expected `what`" when there is none.
  package mutating func operand(
    _ what: String, _ kinds: ValueKind...
  ) throws(QueryError) -> Located<String> {
    expect(([.variable] + kinds).map(Expected.value))
    let operand = try wordOrString(what)
    expectations?.noteValue(at: operand.span)
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

  /// A whole number of at least one.
  package mutating func count(_ what: String) throws(QueryError) -> Int {
    expect(.variable)
    let text = try variableValue()?.value ?? peek?.text
    guard let text, let count = Int(text), count > 0 else { throw expected(what) }
    position += 1
    return count
  }

  /// One item, and more behind commas.
  package mutating func list<Item>(
    _ item: (inout TokenCursor) throws(QueryError) -> Item
  ) throws(QueryError) -> [Item] {
    var items = [try item(&self)]
    while accept(sign: ",") { items.append(try item(&self)) }
    return items
  }

  /// An error that says what should stand here.
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
      hint: isQuotedPhrase ? "in quotes it is one name; words of the language go without" : nil)
  }

  /// Whether a string with a space stands here, which may be meant as words of the language.
  var isQuotedPhrase: Bool {
    peek.map { $0.kind == .string && $0.text.contains(where: \.isWhitespace) } ?? false
  }

  /// Runs a step; a mistake in it is collected, and reading goes on behind the word at fault.
  ///
  /// What stands at the completionPoint has then been asked for, and no other step is to ask again.
  package mutating func collecting(_ step: (inout TokenCursor) throws(QueryError) -> Void) {
    let start = position
    do {
      try step(&self)
    } catch {
      errors.append(error)
      if position == start || isAtHole { position += 1 }
    }
  }

  /// - Throws: what was collected, if anything.
  package func finish() throws(QueryErrors) {
    guard errors.isEmpty else { throw QueryErrors(errors) }
  }
}
