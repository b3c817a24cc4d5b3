/// The number of the row that each rate of a timeline is of, by the position of the rate.
///
/// Rows of half-hours follow each other as their rates do, so that ten years of them take no memory.
package struct RowNumbers: Hashable, Sendable {
  private struct Run: Hashable, Sendable {
    var positions: Range<Int>
    /// The row of the first; empty ``rows`` means that the others follow.
    var first: Int
    /// The row of each; nil where there is no rate.
    var rows: [Int?]
  }

  /// In order of positions.
  private var runs: [Run] = []

  package init() {}

  /// Nil where there is no rate.
  package subscript(position: Int) -> Int? {
    // A search that hands whole runs to a closure would copy them: each reading asks.
    var (index, end) = (0, runs.count)
    while index < end {
      let middle = (index + end) / 2
      if runs[middle].positions.upperBound > position { end = middle } else { index = middle + 1 }
    }
    guard index < runs.count, runs[index].positions.contains(position) else { return nil }
    let place = position - runs[index].positions.lowerBound
    return runs[index].rows.isEmpty ? runs[index].first + place : runs[index].rows[place]
  }

  /// Adds the rows of rates from a position on, which must not be before the last one.
  mutating func append(_ rows: [Int?], at position: Int) {
    let last = runs.count - 1
    if last >= 0, runs[last].positions.upperBound == position, !runs[last].rows.isEmpty {
      runs[last].rows += rows
      runs[last].positions = runs[last].positions.lowerBound..<position + rows.count
    } else {
      runs.append(Run(positions: position..<position + rows.count, first: 0, rows: rows))
    }
  }

  /// Adds rows that follow each other.
  mutating func append(_ rows: Range<Int>, at position: Int) {
    runs.append(
      Run(positions: position..<position + rows.count, first: rows.lowerBound, rows: []))
  }
}
