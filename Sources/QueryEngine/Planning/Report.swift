import EnergyModel
package import QueryLanguage

/// A plan's report: the value that the executor runs and that `explain` prints.
package enum Report: Hashable, Sendable {
  /// `usage`, `cost` and `net`.
  case breakdown(Breakdown)
  /// `readings`.
  case readings(with: [Extra])
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
  /// `reconcile`.
  indirect case reconcile(Reconciliation)
  /// A breakdown beside that of another period.
  indirect case versus(Versus)
  /// A breakdown or bill with what is still to come.
  indirect case projected(Projected)

  /// Sums of half-hours with one row for each group, or with the values of one key as columns.
  package struct Breakdown: Hashable, Sendable {
    package var aggregate: Aggregate
    package var figures: FigureSet
    /// The extras in the order of their columns.
    package var extras: [Extra]
    /// The rows of `rolling`.
    package var rollingRows: Int
    /// The groups that are never added up, of all readings: what shares are of, where it is not the
    /// total of the rows.
    package var whole: Aggregate?
    /// The key of the grouping whose values become columns, if any.
    package var across: GroupKey?
    /// The sums of the parts of each row, by the keys and then one for the parts; nil without
    /// `with spark`.
    package var parts: Aggregate?
  }

  /// The columns of a breakdown after its keys.
  package enum FigureSet: Hashable, Sendable {
    case usage
    case cost
    case net

    /// Whether they are money, so that readings need rates.
    var isMoney: Bool {
      switch self {
      case .usage: false
      case .cost, .net: true
      }
    }

    /// Whether `with coverage` counts the readings without a rate too.
    var countsUnpriced: Bool {
      switch self {
      case .usage, .net: false
      case .cost: true
      }
    }

    /// The keys whose values are never added up: flows in both directions, and alternatives.
    func partKeys(_ flows: [Flow], _ alternatives: [String]) -> [GroupKey] {
      let mixesFlows = !pairsFlows && flows.count > 1 && flows.contains(.export)
      return (alternatives.isEmpty ? [] : [GroupKey.label(.tariff)])
        + (mixesFlows ? [.source(.flow)] : [])
    }

    /// Whether each row combines import and export.
    private var pairsFlows: Bool {
      switch self {
      case .usage, .cost: false
      case .net: true
      }
    }
  }

  /// A search for the window of a given length with the lowest or highest mean rate.
  package struct Window: Hashable, Sendable {
    /// The length in half-hours.
    package var length: Int
    /// Whether the lowest is wanted.
    package var isCheapest: Bool
  }

  /// A comparison of the cost of the same readings on each alternative.
  package struct Comparing: Hashable, Sendable {
    package var aggregate: Aggregate
    /// Flows that are left out because none of the readings due are there.
    var unreadFlows: [Flow]
  }

  /// Two runs of one plan, in two periods.
  package struct Versus: Hashable, Sendable {
    package var first: Plan
    package var other: Plan
    /// The keys of their rows.
    package var keys: [GroupKey]
    /// Behind the keys, the place of the measure's last column.
    var measured: Int
    /// That of the column whose change is shown: the same, or the total with the standing charge.
    var compared: Int
  }

  /// One report over what was read, and over that and what is to come.
  package struct Projected: Hashable, Sendable {
    /// The plan without what is to come, and without standing charges for days to come.
    package var measured: Plan
    package var whole: Plan
    var backtests: [Backtest]
    /// How many of the plans' columns a row is known by.
    var keyCount: Int
    /// The place of the column that is shown.
    var figure: Int
    /// Whether export is taken off the figure, so that more of it makes less.
    var subtractsExport: Bool
  }

  /// The aggregation; nil for lists of half-hours and windows.
  package var aggregate: Aggregate? {
    switch self {
    case .breakdown(let breakdown): breakdown.aggregate
    case .bill(let aggregate): aggregate
    case .compare(let comparing): comparing.aggregate
    case .reconcile(let reconciliation): reconciliation.aggregate
    case .versus(let versus): versus.first.report.aggregate
    case .projected(let projected): projected.whole.report.aggregate
    case .readings, .rates, .gaps, .window: nil
    }
  }

  /// The extras in the order of their columns.
  var extras: [Extra] {
    switch self {
    case .breakdown(let breakdown): breakdown.extras
    case .readings(let extras): extras
    case .versus(let versus): versus.first.report.extras
    case .projected(let projected): projected.whole.report.extras
    case .rates, .gaps, .window, .bill, .compare, .reconcile: []
    }
  }

  /// Whether it reads meters, and not only rates.
  var readsMeters: Bool {
    switch self {
    case .breakdown, .readings, .gaps, .bill, .compare, .reconcile, .versus, .projected: true
    case .rates, .window: false
    }
  }
}
