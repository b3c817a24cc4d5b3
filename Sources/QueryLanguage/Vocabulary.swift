/// A word of the language with what help and completion say of it.
package protocol DescribedWord: CaseIterable, Hashable, Sendable {
  /// As it is typed.
  var word: String { get }
  /// One line: what it does or means.
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

/// What a query asks for.
package enum Measure: String, DescribedWord {
  case usage
  case cost

  package var summary: String {
    switch self {
    case .usage: "energy read, in kWh"
    case .cost: "energy and what it cost; for export, what it earned"
    }
  }

  /// A query to try.
  package var example: String {
    switch self {
    case .usage: "usage import last month by day"
    case .cost: "cost import from 2023-07-01 to 2023-08-01 by halfhour"
    }
  }
}

/// What the rows of a result stand for.
package enum GroupKey: String, DescribedWord {
  case halfhour, hour, weekday, daytype
  case slot, day, week, month, quarter, year
  case flow, meter

  package var summary: String {
    switch self {
    case .halfhour: "the 48 half-hours of the clock, each summed over all days"
    case .hour: "the 24 hours of the clock, each summed over all days"
    case .weekday: "mon … sun, each summed over all weeks"
    case .daytype: "weekday and weekend"
    case .slot: "each half-hour in order; keeps both 01:00s of an October change apart"
    case .day: "each local day: 46, 48 or 50 half-hours"
    case .week: "each ISO week, from Monday"
    case .month: "each calendar month"
    case .quarter: "each quarter, from January"
    case .year: "each calendar year"
    case .flow: "import, export, gas"
    case .meter: "each meter point, by alias or number"
    }
  }
}

/// A column that `with` adds.
package enum Extra: String, DescribedWord {
  case coverage

  package var summary: String {
    switch self {
    case .coverage: "half-hours read and expected, and for cost those without a rate"
    }
  }
}

/// The clauses of a query, by the word that opens them; a period may also stand bare.
package enum Clause: String, DescribedWord {
  case from, by, meter, with, order, limit, top, `as`, into

  package var usage: String {
    switch self {
    case .from: "from DATE to DATE | from DATE through DATE | 2023-07 | last month | …"
    case .by: "by KEY, …"
    case .meter: "meter NAME, …"
    case .with: "with EXTRA, …"
    case .order: "order by COLUMN [asc|desc]"
    case .limit: "limit N"
    case .top: "top N"
    case .as: "as FORMAT"
    case .into: "into FILE | into! FILE"
    }
  }

  package var summary: String {
    switch self {
    case .from: "the period, half-open at local midnight: see 'help periods'"
    case .by: "a row for each value of the keys, in their order"
    case .meter: "only these meter points, by alias or number"
    case .with: "further columns"
    case .order: "sort the rows by one of the columns"
    case .limit: "the first N rows"
    case .top: "the N rows with the largest last column"
    case .as: "the output format, for this result"
    case .into: "write to a file; 'into!' replaces one that exists"
    }
  }
}
