import EnergyModel
package import QueryLanguage

/// How much of a result is held at once; more is refused, and not tried until memory ends.
package enum Ceiling {
  /// Columns that `across` makes.
  package static let columns = 1_000
  /// Cells of a result whose rows can't go straight on.
  package static let cells = 5_000_000

  /// That a result which has to be held is too large; `reason` says why it has to.
  package static func tooManyCells(
    _ reason: String, hint: String = "ask for a shorter period or longer units"
  ) -> QueryError {
    QueryError("the result has over \(text(cells)) cells, and \(reason)", hint: hint)
  }

  /// That a key of `across` has too many values.
  static func tooManyColumns(
    _ count: Int, across key: GroupKey, at span: SourceSpan? = nil
  ) -> QueryError {
    QueryError(
      "'across \(key.word)' would make \(text(count)) columns, and at most \(text(columns)) are made",
      at: span, hint: "put \(key.word) into 'by', or ask for a shorter period")
  }

  /// What can be said of a plan before anything is read.
  ///
  /// Labels of rates are not known before, and what `having` leaves neither.
  static func check(
    _ rows: Plan.Rows, of breakdown: Report.Breakdown
  ) throws(QueryError) {
    let grouping = breakdown.aggregate.grouping
    let count = grouping.count
    guard !grouping.hasLabels else { return }
    if breakdown.across != nil, count > cells { throw tooManyPivotCells }
    guard rows.arePutInOrder, rows.having.isEmpty, breakdown.across == nil else { return }
    if count > cells / rows.columns.count { throw tooManyCellsToOrder }
  }

  static let tooManyPivotCells =
    tooManyCells("'across' has to know its columns before the first row")
  static let tooManyCellsToOrder = tooManyCells("they have to be put in order first")

  private static func text(_ count: Int) -> String { String(count).groupedByThousands }
}
