import QueryLanguage

/// Collects the errors in a statement, so that all are reported at once.
struct Mistakes {
  private var errors: [QueryError] = []

  mutating func append(_ error: QueryError) { errors.append(error) }

  /// Returns the value of a step; nil after an error, which is collected.
  @discardableResult
  mutating func collect<Part>(
    _ step: @autoclosure () throws(QueryError) -> Part
  ) -> Part? {
    do {
      return try step()
    } catch {
      errors.append(error)
      return nil
    }
  }

  /// - Throws: the collected errors, if there are any.
  func finish() throws(QueryErrors) {
    guard errors.isEmpty else { throw QueryErrors(errors) }
  }

  /// Returns the part, which is there unless an error was collected.
  ///
  /// - Throws: the collected errors.
  func finish<Part>(with part: Part?) throws(QueryErrors) -> Part {
    guard errors.isEmpty, let part else { throw QueryErrors(errors) }
    return part
  }
}
