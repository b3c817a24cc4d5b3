package import QueryLanguage
import Rendering

/// A `define` statement: a query under a name, with what may be left open in it.
package struct Definition: Sendable {
  package struct Parameter: Hashable, Sendable {
    package var name: String
    /// Nil: `run` must say it.
    package var fallback: String?
  }

  let name: Located<String>
  private(set) var parameters: [Parameter] = []
  /// The words of the query itself.
  package let query: ArraySlice<Token>

  /// Reads what stands behind the word `define`, up to the query, which goes to the end.
  init(_ cursor: inout TokenCursor) throws(QueryError) {
    name = try cursor.newName("a name for the query")
    guard Definition.isName(name.value) else {
      throw QueryError(
        "'\(name.value)' can't be the name of a query: 'run' would take it for a file",
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

  /// Reads a definition as it was stored.
  ///
  /// Defaults that refer to variables get the values that these have now.
  package init(stored text: String, variables: Variables) throws(QueryErrors) {
    let tokens = Lexer.lex(text).statements.first ?? []
    var cursor = TokenCursor(tokens, variables: variables)
    cursor.next()
    do throws(QueryError) {
      try self.init(&cursor)
    } catch {
      throw QueryErrors(error)
    }
  }

  /// Whether `run` takes `name` for that of a saved query and not for a file.
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
        throw QueryError("the parameter '\(name.value)' stands here twice", at: name.span)
      }
      let fallback = cursor.accept(sign: "=") ? try cursor.value("a default").value : nil
      parameters.append(Parameter(name: name.value, fallback: fallback))
    } while cursor.accept(sign: ",")
    return parameters
  }

  /// Reads the query, at which the cursor stands, with its defaults, and where there is none with a
  /// value that fits anywhere; mistakes are collected in the cursor.
  func check(_ cursor: inout TokenCursor) {
    var defaults = Variables()
    for parameter in parameters { defaults[parameter.name] = parameter.fallback ?? "2023" }
    let variables = (cursor.variables ?? Variables()).hidden(by: defaults)
    do throws(QueryErrors) {
      _ = try Parser.query(
        cursor.with(variables), formats: OutputFormat.allCases.map(\.rawValue))
    } catch {
      cursor.errors += error.errors
    }
    while !cursor.isAtEnd { cursor.next() }
  }

  /// `p = last month, n`: the parameters as they would be typed.
  var parameterText: String {
    parameters.map { parameter in
      parameter.name + (parameter.fallback.map { " = " + $0 } ?? "")
    }.joined(separator: ", ")
  }
}
