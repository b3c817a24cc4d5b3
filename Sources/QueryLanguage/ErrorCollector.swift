/// Collects what is wrong with a statement, so that one look shows it all.
package struct ErrorCollector {
  private var all: [QueryError.Mistake] = []

  package init() {}

  package var isEmpty: Bool { all.isEmpty }
  package var count: Int { all.count }

  package mutating func append(_ error: QueryError) { all += error.mistakes }

  /// Forgets those of the mistakes after the first `count` for which `isForgotten` holds.
  mutating func removeAll(from count: Int, where isForgotten: (QueryError.Mistake) -> Bool) {
    all.replaceSubrange(count..., with: all[count...].filter { !isForgotten($0) })
  }

  /// Returns the result of a step; nil after a mistake, which is collected.
  @discardableResult
  package mutating func collect<Part>(
    _ step: @autoclosure () throws(QueryError) -> Part
  ) -> Part? {
    do {
      return try step()
    } catch {
      append(error)
      return nil
    }
  }

  /// - Throws: what was collected, if anything.
  package func finish() throws(QueryError) {
    guard all.isEmpty else { throw QueryError(all) }
  }

  /// The part, which is there unless a mistake was collected.
  ///
  /// - Throws: what was collected.
  package func finish<Part>(with part: Part?) throws(QueryError) -> Part {
    guard all.isEmpty, let part else { throw QueryError(all) }
    return part
  }
}
