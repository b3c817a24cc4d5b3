import EnergyModel
import QueryLanguage

/// Parser steps for the forms of commands.
extension TokenCursor {
  /// Consumes a required word.
  mutating func require(_ keyword: String) throws(QueryError) {
    guard accept(keyword) else { throw expected("'\(keyword)'") }
  }

  /// Runs a step and returns its part; nil after an error in something it consumed, which is
  /// collected.
  ///
  /// - Throws: the error if nothing was consumed, as parsing can't continue then.
  mutating func reading<Part>(
    _ step: (inout TokenCursor) throws(QueryError) -> Part
  ) throws(QueryError) -> Part? {
    let start = here
    do {
      return try step(&self)
    } catch {
      guard here != start, !isAtCompletionPoint else { throw error }
      errors.append(error)
      return nil
    }
  }

  /// Records which of `as FORMAT` and `into FILE` may still come next.
  func expectOutput(behind output: OutputSyntax) {
    if output.format == nil { expect([Clause.as]) }
    if output.path == nil { expect([Clause.into]) }
  }

  /// Reads `as FORMAT` or `into FILE`, one of which is required here.
  mutating func readOutput(
    _ output: inout OutputSyntax, canOpen: Bool = true
  ) throws(QueryError) {
    if word == Clause.as.word ? output.format != nil : output.path != nil {
      errors.append(QueryError("'\(word ?? "")' is repeated", at: here))
    }
    guard try Parser.output(&self, &output, canOpen: canOpen) else {
      throw expected("'as', 'into' or the end of the statement")
    }
  }

  /// Reads `as FORMAT` and `into FILE` up to the end of the statement.
  mutating func outputToEnd() throws(QueryError) -> OutputSyntax {
    var output = OutputSyntax()
    while !isAtEnd {
      expectOutput(behind: output)
      collecting { (cursor) throws(QueryError) in try cursor.readOutput(&output) }
    }
    try finish()
    return output
  }

  /// Reads a decimal number in units of `10^-scale`, rounded half-even, and its text.
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
