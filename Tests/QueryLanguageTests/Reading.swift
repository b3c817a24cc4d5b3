import QueryLanguage
import Testing

/// The one query that `text` holds.
func read(_ text: String) throws -> Query {
  let statements = Lexer.lex(text).statements
  return try Parser.query(try #require(statements.first))
}

/// What is wrong with `text`, as `START-END: message`.
func mistakes(_ text: String) throws -> [String] {
  do {
    let query = try read(text)
    return ["no mistake, but \(query)"]
  } catch let errors as QueryError {
    return errors.mistakes.map { error in
      let place = error.span.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "all"
      return "\(place): \(error.text)"
    }
  }
}
