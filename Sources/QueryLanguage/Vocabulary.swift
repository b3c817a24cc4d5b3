package import EnergyModel

/// A word of the language with its description for help and completion.
package protocol DescribedWord: CaseIterable, Hashable, Sendable {
  /// The word as typed.
  var word: String { get }
  /// One line: its effect or meaning.
  var summary: String { get }
}

extension DescribedWord {
  package init?(word: String) {
    let lowered = word.lowercased()
    guard let match = Self.allCases.first(where: { $0.word == lowered }) else { return nil }
    self = match
  }

  package static var words: [String] { allCases.map(\.word) }
}

extension DescribedWord where Self: RawRepresentable, RawValue == String {
  package var word: String { rawValue }
}

/// The measure of a query: what it computes or lists.
package enum Measure: String, DescribedWord {
  case usage, cost, net, readings, rates, gaps, cheapest, dearest, bill, compare
  case reconcile

  package var summary: String {
    switch self {
    case .usage: "energy used or exported, in kWh"
    case .cost: "energy and what it cost; for export, what it earned"
    case .net: "import, export and the cost of one less the income of the other"
    case .readings: "every half-hour with its tariff, rate and cost"
    case .rates: "the rates in force over time"
    case .gaps: "the gaps in the readings"
    case .cheapest: "the window of that length with the lowest mean rate"
    case .dearest: "the window of that length with the highest mean rate"
    case .bill: "the lines of a bill: energy, standing charge, VAT, total"
    case .compare: "the cost on other tariffs, cheapest first"
    case .reconcile: "beside a bill, or the supplier's costs: why do they differ?"
    }
  }

  /// Whether a duration follows the word.
  package var takesDuration: Bool { self == .cheapest || self == .dearest }

  /// The clauses that the measure accepts.
  package var clauses: Set<Clause> {
    let common: Set<Clause> = [.from, .meter, .chart, .as, .into]
    let rows: Set<Clause> = [.order, .limit, .top, .bottom, .having]
    return switch self {
    case .usage:
      common.union(rows).union([
        .versus, .by, .across, .where, .with, .per, .projected, .above, .below,
      ])
    case .cost, .net:
      common.union(rows).union([
        .versus, .by, .across, .where, .with, .per, .projected, .above, .below, .on, .using,
      ])
    case .readings: common.union(rows).union([.where, .with, .on, .using])
    case .rates: common.union(rows).union([.where, .on])
    case .gaps: common.union(rows)
    case .cheapest, .dearest: common.union([.where, .on])
    case .bill: common.union([.projected, .on, .using])
    case .compare: common.union(rows).union([.on, .using])
    case .reconcile: common.union(rows).union([.by, .on, .billed, .using])
    }
  }

  /// The extras that the measure accepts.
  package var extras: Set<Extra> {
    switch self {
    case .usage: [.coverage, .share, .cumulative, .rolling, .spread, .power, .volume, .spark]
    case .cost:
      [
        .standing, .coverage, .price, .share, .cumulative, .rolling, .spread, .power, .supplier,
        .vat, .volume, .spark,
      ]
    case .net: [.coverage, .share, .cumulative, .rolling, .spark]
    case .readings: [.supplier, .revisions]
    case .rates, .gaps, .cheapest, .dearest, .bill, .compare, .reconcile: []
    }
  }

  /// The keys that it takes, one of them; nil where it takes all that the language has.
  package var ownKeys: [GroupKey]? {
    self == .reconcile
      ? [.cyclic(.halfhour), .calendar(.day), .calendar(.month), .label(.band)] : nil
  }

  /// The flows that can be combined with others.
  package var joinableFlows: [Flow] {
    switch self {
    case .cheapest, .dearest, .reconcile: []
    case .net, .compare: [.import, .export]
    case .usage, .cost, .readings, .rates, .gaps, .bill: Flow.allCases
    }
  }

  /// An example query.
  package var example: String {
    switch self {
    case .usage: "usage import last month by day"
    case .cost: "cost import from 2023-07-01 to 2023-08-01 by halfhour"
    case .net: "net last month by day"
    case .readings: "readings import yesterday"
    case .rates: "rates import today"
    case .gaps: "gaps last 3 months"
    case .cheapest: "cheapest 3h import tomorrow"
    case .dearest: "dearest 90m import today"
    case .bill: "bill last month"
    case .compare: "compare import last month"
    case .reconcile: "reconcile import 2023-07 billed usage 495.6 kWh, energy £109.27"
    }
  }
}

/// A column that `with` adds.
package enum Extra: String, DescribedWord {
  case standing, coverage, price, share, cumulative, rolling, spread, power, supplier, vat
  case volume, revisions, spark

  package var summary: String {
    switch self {
    case .standing: "the standing charge, and the total with it"
    case .price: "the mean rate over the priced readings, of the total if shown"
    case .share: "the share of the period's total, which 'where' does not narrow"
    case .cumulative: "the running sum of the last money or energy column"
    case .rolling: "its mean over this row and those before, as in 'rolling 7'"
    case .spread: "the smallest, the median and the largest half-hour"
    case .power: "the mean power in kW over the half-hours read"
    case .supplier: "the supplier's own cost from a CSV download, and ours less that"
    case .vat: "the cost without VAT, and the VAT"
    case .volume: "the volume that a gas meter read, in m³"
    case .revisions: "the value before a reading was revised, and when that was"
    case .spark: "small bars: of a month its days, of a day its half-hours"
    case .coverage: "half-hours read and expected, and for cost those without a rate"
    }
  }
}

/// The clauses of a query, by the word that opens them; a period may also stand bare.
package enum Clause: String, DescribedWord {
  case from, versus, by, across, on, meter, `where`, having, with, per, projected, above, below
  case billed
  case order, limit, top, bottom, using, chart, `as`, into

  package var usage: String {
    switch self {
    case .from: "PERIOD"
    case .versus: "versus PERIOD"
    case .by: "by KEY, …"
    case .across: "across KEY"
    case .on: "on TARIFF|RATE[+…], …"
    case .meter: "meter NAME, …"
    case .where: "where CONDITION and …"
    case .having: "having COLUMN > N and …"
    case .with: "with EXTRA, …"
    case .per: "per day|week|month|year"
    case .projected: "projected"
    case .above: "above POWER"
    case .below: "below POWER"
    case .billed: "billed LINE FIGURE, … | from FILE"
    case .order: "order by COLUMN [asc|desc]"
    case .limit: "limit N"
    case .top: "top N"
    case .bottom: "bottom N"
    case .using: "using POLICY"
    case .chart: "chart [KIND]"
    case .as: "as FORMAT"
    case .into: "into FILE [open]"
    }
  }

  package var summary: String {
    switch self {
    case .from: "the period: see 'help periods'"
    case .versus: "beside another period; 'previous', 'year earlier'"
    case .by: "a row for each value of the keys, in their order"
    case .across: "a column for each value of one more key"
    case .on: "price on these; 'current' means those in force"
    case .meter: "only these meter points, by alias or number"
    case .where: "only half-hours that meet the condition"
    case .having: "only rows whose column is above or below a number"
    case .with: "further columns: see 'help extras'"
    case .per: "means over complete days, weeks, months or years"
    case .projected: "with what is still to come, and a range"
    case .above: "of each half-hour only the energy over that power"
    case .below: "of each half-hour only the energy up to that power"
    case .billed: "the figures of a bill: see 'help reconcile'"
    case .order: "sort the rows by one of the columns"
    case .limit: "the first N rows"
    case .top: "the N rows with the largest last column"
    case .bottom: "the N rows with the smallest last column"
    case .using: "the rounding of money: see 'help policies'"
    case .chart: "a picture instead of a table: see 'help chart'"
    case .as: "the output format, for this result"
    case .into: "write to a file; 'into!' replaces one that exists"
    }
  }
}

extension Policy: DescribedWord {
  package var summary: String {
    switch self {
    case .exact: "unrounded kWh times the rate with VAT; rounded only for display"
    case .guide: "each half-hour's kWh rounded half-even to 0.01 first"
    case .bill: "without VAT, rounded to pence where a bill is"
    }
  }
}

extension Flow: DescribedWord {
  package var summary: String {
    switch self {
    case .import: "electricity from the grid"
    case .export: "electricity to the grid; its cost is what it earned"
    case .gas: "gas used"
    }
  }
}
