import EnergyModel
import QueryLanguage

/// The implementation of a measure; each is in one file with its report.
///
/// Its words, and the clauses and extras that it accepts, are in ``Measure``.
protocol MeasureRule {
  static var needs: MeasureNeeds { get }
  /// Those of one query, where they depend on more than the measure.
  static func needs(of query: Query) -> MeasureNeeds
  /// The columns after those of the keys.
  static func columns(_ maker: ColumnMaker) -> [ResultColumn]
  static func report(_ maker: ReportMaker) throws(QueryError) -> Report
}

extension MeasureRule {
  static func needs(of query: Query) -> MeasureNeeds { needs }
}

extension Measure {
  var rule: any MeasureRule.Type {
    switch self {
    case .usage: Usage.self
    case .cost: Cost.self
    case .net: Net.self
    case .readings: Readings.self
    case .rates: Rates.self
    case .gaps: Gaps.self
    case .cheapest: Cheapest.self
    case .dearest: Dearest.self
    case .bill: Bill.self
    case .compare: Compare.self
    case .reconcile: Reconcile.self
    }
  }
}

/// The requirements of a measure on its plan.
struct MeasureNeeds {
  /// Whether it reads meters, and not only rates.
  var readsMeters = true
  var rates = Rates.always
  /// The series that readings are multiplied by besides the price, whose sums it shows.
  var series: Series.Kind?
  var alternatives = Alternatives.several
  var flows = Flows.import
  /// Whether each row combines import and export, so that neither can be left out.
  var pairsFlows = false
  var keys = Keys.none
  /// Whether it includes standing charges without 'with standing'.
  var hasStanding = false
  /// Whether it shows single half-hours, which the policy 'bill' can't price.
  var listsHalfHours = false
  /// Whether it reproduces a supplier's bill, and so defaults to the policy 'bill'.
  var isStatement = false
  /// Whether it stands beside a supplier's costs of single half-hours, which are unrounded.
  var isOfSupplier = false

  enum Rates {
    case always
    /// Only if a key or condition needs them.
    case whereAsked
    case never
  }

  /// The tariffs that 'on' may name.
  enum Alternatives {
    case one
    case several
    /// Always several, including those in force.
    case compared
  }

  /// The default flows.
  enum Flows {
    case `import`
    /// All flows that have meters.
    case all
    /// Import and export.
    case both
  }

  enum Keys {
    /// Not grouped: a list of its own kind.
    case none
    case asked
    case fixed([GroupKey])
  }
}
