package import QueryLanguage

/// A `define` statement: a named query, with its parameters.
package struct Definition: Sendable {
  package struct Parameter: Hashable, Sendable {
    package var name: String
    /// The default; nil if `run` must give a value.
    package var defaultValue: String?
  }

  let name: Located<String>
  private(set) var parameters: [Parameter] = []
  /// The words of the query itself.
  package let query: ArraySlice<Token>

  /// Reads the part after `define`, up to the query, which extends to the end.
  init(_ cursor: inout TokenCursor) throws(QueryError) {
    name = try cursor.newName("a name for the query")
    guard Definition.isName(name.value) else {
      throw QueryError(
        "'\(name.value)' can't be the name of a query: 'run' would read it as a file name",
        at: name.span)
    }
    if cursor.accept(sign: "(") {
      parameters = try Definition.parameters(&cursor)
      guard cursor.accept(sign: ")") else { throw cursor.expected("',' or ')'") }
    }
    guard cursor.accept(sign: "=") else {
      throw cursor.expected(parameters.isEmpty ? "'=' or '('" : "'='")
    }
    cursor.expect(Measure.allCases)
    cursor.expect(words: ["explain"])
    guard cursor.word.map(Parser.opensQuery) ?? false else {
      throw cursor.expected("a query (\(Parser.openingWords.joined(separator: ", ")))")
    }
    query = cursor.rest
  }

  /// Reads a definition as stored.
  ///
  /// Defaults that refer to variables take their current values.
  package init(stored text: String, variables: Variables) throws(QueryError) {
    let tokens = Lexer.lex(text).statements.first ?? []
    var cursor = TokenCursor(tokens, variables: variables)
    cursor.next()
    try self.init(&cursor)
  }

  /// The mistake in a definition as stored, whatever variables it is run with; nil for one that can
  /// be run.
  static func mistake(inStored text: String) -> QueryError? {
    let tokens = Lexer.lex(text).statements.first ?? []
    // As in `check(_:)`, a value that fits anywhere.
    var variables = Variables()
    for token in tokens where token.kind == .word {
      for part in token.text.split(separator: "..") where part.hasPrefix("$") {
        variables[String(part.dropFirst())] = "2023"
      }
    }
    var cursor = TokenCursor(tokens, variables: variables)
    cursor.next()
    do throws(QueryError) {
      try Definition(&cursor).check(&cursor)
      try cursor.errors.finish()
      return nil
    } catch {
      return error
    }
  }

  /// Whether `run` takes `name` as the name of a saved query rather than a file.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("/") && !name.lowercased().hasSuffix(".octowatt")
  }

  private static func parameters(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> [Parameter] {
    var parameters: [Parameter] = []
    repeat {
      let name = try cursor.variableName()
      if parameters.contains(where: { $0.name.lowercased() == name.value.lowercased() }) {
        throw QueryError("the parameter '\(name.value)' is repeated", at: name.span)
      }
      let defaultValue = cursor.accept(sign: "=") ? try cursor.value("a default").value : nil
      parameters.append(Parameter(name: name.value, defaultValue: defaultValue))
    } while cursor.accept(sign: ",")
    return parameters
  }

  /// Parses the query at the cursor with its defaults, and for parameters without one a value that
  /// fits anywhere; errors are collected in the cursor.
  func check(_ cursor: inout TokenCursor) {
    var defaults = Variables()
    for parameter in parameters { defaults[parameter.name] = parameter.defaultValue ?? "2023" }
    let variables = (cursor.variables ?? Variables()).overridden(by: defaults)
    let query = cursor.with(variables)
    cursor.errors.collect(try Parser.query(query))
    while !cursor.isAtEnd { cursor.next() }
  }

  /// The parameters as they would be typed: `p = last month, n`.
  var parameterText: String {
    parameters.map { parameter in
      parameter.name + (parameter.defaultValue.map { " = " + $0 } ?? "")
    }.joined(separator: ", ")
  }
}
