import QueryLanguage

/// Why a statement that is only looked at goes no further.
struct Rehearsal: Error {}

/// What the readers of statements say of one that is still being typed.
struct StatementView {
  /// What may stand behind it.
  let expected: [Expected]
  /// What is wrong with it so far, and not for want of an end.
  let errors: [QueryError]
  fileprivate let values: [SourceSpan]

  /// Whether a token is a name, a number or part of a period, and no word of the language.
  func isValue(_ token: Token) -> Bool { values.contains { $0.overlaps(token.span) } }
}

extension Session {
  /// Looks at a statement through the very steps that would run it, up to the place behind its
  /// text of `end` bytes.
  ///
  /// Nothing is done, as nothing is done with a statement that has something odd at its end.
  func rehearse(_ tokens: ArraySlice<Token>, end: Int) -> StatementView {
    isRehearsing = true
    defer { isRehearsing = false }
    let expectations = Expectations()
    var cursor = TokenCursor(
      tokens + [.hole(at: end)], variables: scopes.visible, expectations: expectations)
    var errors: [QueryError] = []
    do {
      try run(&cursor)
    } catch let thrown as QueryErrors {
      errors = thrown.errors
    } catch is Rehearsal {
      errors = cursor.errors
    } catch {
      // What is not about its words does not matter yet.
    }
    return StatementView(
      expected: expectations.all,
      errors: errors.filter { $0.span.map { $0.lowerBound < end } ?? false },
      values: expectations.values)
  }
}
