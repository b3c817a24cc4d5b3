package import EnergyModel

/// The range of time that a dated tariff's rows cover, for one payment method.
package struct RateCoverage: Hashable, Sendable {
  /// The start of the first row; nil if it is open.
  package var start: Instant?
  /// The end of the last row; nil if it is open.
  package var end: Instant?
  /// The ranges between them that no row covers.
  package var gaps: [TimeRange]

  /// The coverage of rows in order of time that don't overlap; nil if there are none.
  package init?(_ rows: [DatedRate]) {
    guard let first = rows.first, let last = rows.last else { return nil }
    start = first.validFrom
    end = last.validTo
    gaps = zip(rows, rows.dropFirst()).compactMap { row, next in
      guard let end = row.validTo, let start = next.validFrom, end < start else { return nil }
      return TimeRange(start: end, end: start)
    }
  }
}
