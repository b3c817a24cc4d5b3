import EnergyModel
import QueryLanguage
import Rendering

/// The steps that forms of commands are read with.
extension TokenCursor {
  /// Steps over a word that the statement can't do without.
  mutating func require(_ keyword: String) throws(QueryError) {
    guard accept(keyword) else { throw expected("'\(keyword)'") }
  }

  /// What a step reads; nil after a mistake in what it stepped over, which is collected.
  ///
  /// - Throws: the mistake when nothing was stepped over, as reading can't go on then.
  mutating func reading<Part>(
    _ step: (inout TokenCursor) throws(QueryError) -> Part
  ) throws(QueryError) -> Part? {
    let start = here
    do {
      return try step(&self)
    } catch {
      guard here != start, !isAtHole else { throw error }
      errors.append(error)
      return nil
    }
  }

  /// Notes what of `as FORMAT` and `into FILE` may still stand here.
  func expectOutput(behind output: OutputSyntax) {
    if output.format == nil { expect([Clause.as]) }
    if output.path == nil { expect([Clause.into]) }
  }

  /// Reads `as FORMAT` or `into FILE`, one of which has to stand here.
  mutating func readOutput(_ output: inout OutputSyntax) throws(QueryError) {
    if word == Clause.as.word ? output.format != nil : output.path != nil {
      errors.append(QueryError("'\(word ?? "")' stands here a second time", at: here))
    }
    let formats = OutputFormat.allCases.map(\.rawValue)
    guard try Parser.output(&self, &output, formats: formats) else {
      throw expected("'as', 'into' or the end of the statement")
    }
  }

  /// Reads `as FORMAT` and `into FILE`, to the end of the statement.
  mutating func outputToEnd() throws(QueryErrors) -> OutputSyntax {
    var output = OutputSyntax()
    while !isAtEnd {
      expectOutput(behind: output)
      collecting { (cursor) throws(QueryError) in try cursor.readOutput(&output) }
    }
    try finish()
    return output
  }

  /// A decimal number in units of `10^-scale`, rounded half-even, with the text that it was.
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
