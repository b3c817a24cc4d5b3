import EnergyModel
import QueryLanguage

/// What a measure is made of; each has a file with its rule and its report.
///
/// What its words are, and which clauses and extras go with it, says ``Measure``.
protocol MeasureRule {
  static var needs: MeasureNeeds { get }
  /// The columns behind those of the keys.
  static func columns(_ maker: ColumnMaker) -> [ResultColumn]
  static func report(_ maker: ReportMaker) throws(QueryError) -> Report
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
    }
  }
}

/// What a measure needs of a plan.
struct MeasureNeeds {
  /// Whether it goes through the readings, and not through the rates alone.
  var readsMeters = true
  var rates = Rates.always
  var alternatives = Alternatives.several
  var flows = Flows.import
  /// Whether a row is of import and export together, and neither can be left out.
  var pairsFlows = false
  var keys = Keys.none
  /// Whether standing charges are part of it without 'with standing'.
  var hasStanding = false
  /// Whether it shows single half-hours, which the policy 'bill' has none of.
  var listsHalfHours = false
  /// Whether it is what a supplier's bill says, and so under the policy 'bill' unless told.
  var isStatement = false

  enum Rates {
    case always
    /// Where a key or a condition is of rates.
    case whereAsked
    case never
  }

  /// The tariffs that 'on' may name.
  enum Alternatives {
    case one
    case several
    /// Always several, what is in force among them.
    case compared
  }

  /// The flows that it is of when none is named.
  enum Flows {
    case `import`
    /// All that the meters have.
    case all
    /// Import and export.
    case both
  }

  enum Keys {
    /// A list of its own kind.
    case none
    case asked
    case fixed([GroupKey])
  }
}
