package import EnergyModel
package import QueryLanguage

/// The limits on how much of a result is held in memory; larger ones are refused at once.
package enum Ceiling {
  /// The most columns that `across` may make.
  package static let columns = 1_000
  /// The most cells of a result whose rows have to be held before they are sent.
  package static let cells = 5_000_000

  /// The bytes of a text that count as one cell more.
  package static let textPiece = 64

  /// The most alternatives that one query prices; each takes time for all others in the result.
  static let alternatives = 2_000

  /// The error that a result which has to be held is too large; `reason` says why it has to.
  ///
  /// With `hasLongTexts` it says that they count as several.
  package static func tooManyCells(
    _ reason: String, hasLongTexts: Bool = false,
    hint: String = "ask for a shorter period or longer units"
  ) -> QueryError {
    let texts = hasLongTexts ? ", one for each \(textPiece) bytes of a text" : ""
    return QueryError("the result has over \(text(cells)) cells\(texts), and \(reason)", hint: hint)
  }

  /// The number of cells that a row counts as: long texts, which `sql` may give, count as several.
  package static func weight(of row: ResultRow) -> Int {
    row.cells.reduce(row.cells.count) { sum, cell in
      if case .text(let text) = cell { sum + text.utf8.count / textPiece } else { sum }
    }
  }

  /// The error that a key of `across` has too many values.
  static func tooManyColumns(
    _ count: Int, across key: GroupKey, at span: SourceSpan? = nil
  ) -> QueryError {
    QueryError(
      "'across \(key.word)' would make \(text(count)) columns, and at most \(text(columns)) are made",
      at: span, hint: "put \(key.word) into 'by', or ask for a shorter period")
  }

  /// The error that there are too many alternatives to price.
  static func tooManyAlternatives(_ count: Int, at span: SourceSpan) -> QueryError {
    QueryError(
      "the query would make \(text(count)) alternatives, and at most \(text(alternatives)) are priced",
      at: span, hint: "name fewer behind 'on'")
  }

  /// Checks a plan against the limits before anything is read.
  ///
  /// Only what is known by then counts: not the labels of rates, nor the rows that `having`
  /// removes.
  static func check(
    _ rows: Plan.Rows, of breakdown: Report.Breakdown
  ) throws(QueryError) {
    let grouping = breakdown.aggregate.rows
    let count = grouping.countLeft
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
