import EnergyModel
import QueryLanguage

/// The time that a `fetch` asks for; nil is open.
struct FetchRange {
  var from: Instant?
  var to: Instant?

  var timeRange: TimeRange {
    TimeRange(start: from ?? TimeRange.always.start, end: to ?? TimeRange.always.end)
  }
}

extension Workspace {
  /// The time that a typed period means; nil when none was typed.
  ///
  /// `all` is open, and so is the end of `since`: what there is to fetch does not hang on what was
  /// read so far. The API takes no end alone, so `until` begins with the years of the clock.
  func fetchRange(_ period: Located<PeriodSyntax>?) throws(QueryErrors) -> FetchRange? {
    guard let period else { return nil }
    let days = try located { () throws(QueryError) in
      try period.value.days(in: periodContext, at: period.span)
    }
    let range = zone.range(from: days.lowerBound, to: days.upperBound)
    return switch period.value {
    case .all: FetchRange()
    case .since: FetchRange(from: range.start)
    case .until:
      FetchRange(
        from: zone.start(of: LocalDay(firstOfMonth: 1, year: zone.years.lowerBound)), to: range.end)
    case .unit, .between: FetchRange(from: range.start, to: range.end)
    }
  }
}
