import EnergyModel
import QueryLanguage

/// The range of time that a `fetch` asks for; nil is open.
struct FetchRange {
  var from: Instant?
  var to: Instant?

  var timeRange: TimeRange {
    TimeRange(start: from ?? TimeRange.always.start, end: to ?? TimeRange.always.end)
  }
}

extension Workspace {
  /// The range of a typed period; nil when none was typed.
  ///
  /// `all` is open, and so is the end of `since`: the readings so far don't limit what can be
  /// fetched. As the API takes no end without a start, `until` starts with the years of the clock.
  func fetchRange(_ period: Located<PeriodSyntax>?) throws(QueryError) -> FetchRange? {
    guard let period else { return nil }
    let range = try period.value.resolved(in: periodContext, on: zone, at: period.span).range
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
