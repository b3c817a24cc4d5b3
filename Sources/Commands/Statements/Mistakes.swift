import QueryLanguage

/// Collects what is wrong with a statement, so that one look shows it all.
struct Mistakes {
  private var errors: [QueryError] = []

  mutating func append(_ error: QueryError) { errors.append(error) }

  /// What a step gives; nil after a mistake, which is collected.
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

  /// - Throws: what was collected, if anything.
  func finish() throws(QueryErrors) {
    guard errors.isEmpty else { throw QueryErrors(errors) }
  }

  /// The part, which is there unless a mistake was collected.
  ///
  /// - Throws: what was collected.
  func finish<Part>(with part: Part?) throws(QueryErrors) -> Part {
    guard errors.isEmpty, let part else { throw QueryErrors(errors) }
    return part
  }
}

/// Runs a step of reading that may fail with one error, as one with several.
func located<Result>(
  _ step: () throws(QueryError) -> Result
) throws(QueryErrors) -> Result {
  do throws(QueryError) {
    return try step()
  } catch {
    throw QueryErrors(error)
  }
}
