package import EnergyModel
package import QueryLanguage

/// What a plan makes of its half-hours: the value that is run, and that `explain` prints.
package enum Report: Hashable, Sendable {
  /// `usage`, `cost` and `net`.
  case breakdown(Breakdown)
  /// `readings`.
  case readings(withRevisions: Bool)
  /// `rates`.
  case rates
  /// `gaps`.
  case gaps
  /// `cheapest` and `dearest`.
  case window(Window)
  /// `bill`.
  case bill(Aggregate)
  /// `compare`.
  case compare(Comparing)

  /// Sums of half-hours in a row a group, or with the values of one key as columns.
  package struct Breakdown: Hashable, Sendable {
    package var aggregate: Aggregate
    package var figures: FigureSet
    /// In the order of their columns.
    package var extras: [Extra]
    /// A key of the grouping whose values become columns.
    package var across: GroupKey?
  }

  /// The columns of a breakdown behind its keys.
  package enum FigureSet: Hashable, Sendable {
    case usage
    case cost
    case net
  }

  /// A search for the stretch of a length with the lowest or highest mean rate.
  package struct Window: Hashable, Sendable {
    /// In half-hours.
    package var length: Int
    /// Whether the lowest is wanted.
    package var isCheapest: Bool
  }

  /// What the same readings cost on each alternative.
  package struct Comparing: Hashable, Sendable {
    package var aggregate: Aggregate
    /// Flows that are left out though readings of them are due, as there are none.
    package var unreadFlows: [Flow]
  }

  /// What is added up; nil for lists of half-hours and stretches.
  package var aggregate: Aggregate? {
    switch self {
    case .breakdown(let breakdown): breakdown.aggregate
    case .bill(let aggregate): aggregate
    case .compare(let comparing): comparing.aggregate
    case .readings, .rates, .gaps, .window: nil
    }
  }

  /// Whether it goes through the readings, and not through the rates alone.
  var readsMeters: Bool {
    switch self {
    case .breakdown, .readings, .gaps, .bill, .compare: true
    case .rates, .window: false
    }
  }
}
