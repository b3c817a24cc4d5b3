package import EnergyModel

/// How far the rows of a dated tariff reach in time, for one way of paying.
package struct RateCoverage: Hashable, Sendable {
  /// When the first begins; nil: it always held.
  package var start: Instant?
  /// When the last ends; nil: no end is known.
  package var end: Instant?
  /// The stretches between them that no row holds for.
  package var gaps: [TimeRange]

  /// The reach of rows that are in order of time and don't overlap; nil without any.
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
