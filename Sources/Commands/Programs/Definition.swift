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
    let names = tokens.filter { $0.kind == .word }.flatMap { $0.text.split(separator: "..") }
      .filter { $0.hasPrefix("$") }.map { String($0.dropFirst()) }
    return mistake(whatever: names) { variables throws(QueryError) in
      var cursor = TokenCursor(tokens, variables: variables)
      cursor.next()
      try Definition(&cursor).check(&cursor)
      try cursor.errors.finish()
    }
  }

  /// One value of each kind that a variable can stand for; the first fits most places.
  private static let samples = [
    "2023", "3h", "300W", "16:00", "16:00-19:00", "mon", "csv", "exact",
  ]
  /// The most variables that are given one of them, so that a text of any length is soon checked.
  private static let mostVariables = 20

  /// The mistake that `parse` finds whatever values the variables `names` have; nil where some fit.
  private static func mistake(
    whatever names: [String], _ parse: (Variables) throws(QueryError) -> Void
  ) -> QueryError? {
    func mistake(_ variables: Variables) -> QueryError? {
      do throws(QueryError) {
        try parse(variables)
        return nil
      } catch {
        return error
      }
    }
    func place(_ error: QueryError?) -> Int {
      error.map { $0.mistakes.first?.span?.lowerBound ?? 0 } ?? .max
    }
    var variables = Variables()
    for name in names { variables[name] = samples[0] }
    var left = mistake(variables)
    // The value that takes the first mistake away is of the right kind, whatever comes behind it.
    var isFitted = true
    while left != nil, isFitted {
      isFitted = false
      search: for name in variables.all.prefix(mostVariables).map(\.name) {
        for sample in samples {
          var others = variables
          others[name] = sample
          let next = mistake(others)
          guard place(next) > place(left) else { continue }
          (variables, left, isFitted) = (others, next, true)
          break search
        }
      }
    }
    return left
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

  /// Parses the query at the cursor with its defaults, and for parameters without one values that
  /// fit; errors are collected in the cursor.
  func check(_ cursor: inout TokenCursor) {
    var known = cursor.variables ?? Variables()
    for parameter in parameters { known[parameter.name] = parameter.defaultValue }
    let open = parameters.filter { $0.defaultValue == nil }.map(\.name)
    let mistake = Definition.mistake(whatever: open) { [cursor] values throws(QueryError) in
      _ = try Parser.query(cursor.with(known.overridden(by: values)))
    }
    if let mistake { cursor.errors.append(mistake) }
    while !cursor.isAtEnd { cursor.next() }
  }

  /// The parameters as they would be typed: `p = last month, n`.
  var parameterText: String {
    parameters.map { parameter in
      parameter.name + (parameter.defaultValue.map { " = " + $0 } ?? "")
    }.joined(separator: ", ")
  }
}
