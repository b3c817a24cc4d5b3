import Commands
import QueryLanguage

/// The analysis of a statement that is still being typed.
struct StatementAnalysis {
  /// The candidates for its completion.
  let expected: [CompletionCandidate]
  /// The mistakes in it so far, apart from its being unfinished.
  let errors: [QueryError.Mistake]
  private let values: [SourceSpan]
  private let periods: [SourceSpan]

  /// Reads a statement up to the place behind its text of `end` bytes.
  init(
    _ tokens: ArraySlice<Token>, end: Int, variables: Variables, in context: ReadingContext
  ) {
    let completions = CompletionCollector()
    var cursor = TokenCursor(
      tokens + [.completionPoint(at: end)], variables: variables, completions: completions)
    var errors: [QueryError.Mistake] = []
    do {
      _ = try Statement(reading: &cursor, in: context)
    } catch let error as QueryError {
      errors = error.mistakes
    } catch {
      // Errors that are not about its words don't matter yet.
    }
    expected = completions.all
    values = completions.values
    periods = completions.periods
    self.errors = errors.filter { $0.span.map { $0.lowerBound < end } ?? false }
  }

  /// Whether a token is a name or a number, and no word of the language.
  func isValue(_ token: Token) -> Bool { values.contains { $0.overlaps(token.span) } }

  /// Whether a token is part of a period or date.
  func isInPeriod(_ token: Token) -> Bool { periods.contains { $0.overlaps(token.span) } }
}
