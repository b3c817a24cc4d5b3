/// One value of a result row.
package enum Cell: Hashable, Sendable {
  /// No reading, no rate or nothing to say; never to be shown as zero.
  case missing
  case text(String)
  case number(FixedPoint)
  case day(LocalDay)
  case time(LocalTime)
}

/// What the values of a column are, so that each format can show them its own way.
package enum ColumnKind: Hashable, Sendable {
  /// A label or other text, left-aligned.
  case text
  /// A local time; tables leave out the seconds and, where the time comes but once, the offset.
  case instant
  /// A local time, of which tables show the day alone.
  case date
  /// What is to be said of a row, last of its columns; tables that lack room have it below.
  case remark
  /// A count of things.
  case count
  /// An amount whose unit stands in another column; shown with its own digits.
  case quantity
  /// kWh or m³.
  case energy
  /// An amount of money in a currency's major unit; tables show it to `places` decimals.
  case money(places: Int)
  /// Money in the major unit per kWh or per day, shown with all its digits.
  case rate
  /// What a division gave and was rounded in any case; tables show at most `places` decimals.
  case quotient(places: Int)

  /// Whether its values are numbers.
  package var isNumeric: Bool {
    switch self {
    case .text, .instant, .date, .remark: false
    case .count, .quantity, .energy, .money, .rate, .quotient: true
    }
  }
}

/// What the figures of a column are counted in; money has the ISO 4217 code of its currency.
package enum ColumnUnit: Hashable, Sendable {
  case energy
  case volume
  case money(String)
  case moneyPerKWh(String)
  case moneyPerDay(String)

  /// As data formats have it: `kWh`, `m3`, `GBP`, `GBP/kWh`, `GBP/day`.
  package var word: String {
    switch self {
    case .energy: "kWh"
    case .volume: "m3"
    case .money(let currency): currency
    case .moneyPerKWh(let currency): "\(currency)/kWh"
    case .moneyPerDay(let currency): "\(currency)/day"
    }
  }
}

package struct ResultColumn: Hashable, Sendable {
  /// The contract's name, as csv and json have it: `usage_kwh`.
  package var name: String
  /// The name without its unit, which `order by` and `having` take too: `usage`.
  package var shortName: String
  /// What people read above the column of a table: `usage kWh`.
  package var title: String
  /// Nil for labels and counts.
  package var unit: ColumnUnit?
  package var kind: ColumnKind

  /// `shortName`: the name itself unless given.
  package init(
    name: String, shortName: String? = nil, title: String, unit: ColumnUnit? = nil,
    kind: ColumnKind
  ) {
    self.name = name
    self.shortName = shortName ?? name
    self.title = title
    self.unit = unit
    self.kind = kind
  }
}

/// How much of what a result speaks of was there.
package struct Coverage: Hashable, Sendable {
  /// Half-hours that should have a reading.
  package var expected: Int
  /// Half-hours that have one.
  package var present: Int
  /// Of those present, the ones without a rate; zero where nothing is priced.
  package var unpriced: Int

  package init(expected: Int = 0, present: Int = 0, unpriced: Int = 0) {
    self.expected = expected
    self.present = present
    self.unpriced = unpriced
  }

  package var isComplete: Bool { present >= expected && unpriced == 0 }
}

/// The period of a result, in the forms that footers and JSON show.
package struct ResultPeriod: Hashable, Sendable {
  package var firstDay: LocalDay
  /// The first day that is not in it.
  package var endDay: LocalDay
  package var halfHours: Int
  /// Local ISO 8601 stamps with offset.
  package var start: String
  package var endExclusive: String
  /// IANA name.
  package var timezone: String

  package init(_ range: TimeRange, zone: ClockZone) {
    firstDay = zone.day(of: range.start)
    endDay = zone.day(of: range.end)
    halfHours = range.halfHours.count
    start = zone.stamp(range.start)
    endExclusive = zone.stamp(range.end)
    timezone = zone.name
  }

  package var days: Int { endDay.number - firstDay.number }
}

/// What is known of a result before its first row.
package struct ResultHeader: Hashable, Sendable {
  /// The statement in canonical form.
  package var statement: String
  /// Nil for lists that have no period.
  package var period: ResultPeriod?
  /// The rounding policy; nil where no money is shown.
  package var policy: String?
  package var columns: [ResultColumn]

  package init(
    statement: String, period: ResultPeriod? = nil, policy: String? = nil, columns: [ResultColumn]
  ) {
    self.statement = statement
    self.period = period
    self.policy = policy
    self.columns = columns
  }
}

package struct ResultRow: Hashable, Sendable {
  /// One a column.
  package var cells: [Cell]
  /// Whether a missing or unpriced half-hour touches its figures; tables mark it.
  package var isIncomplete: Bool

  package init(cells: [Cell], isIncomplete: Bool = false) {
    self.cells = cells
    self.isIncomplete = isIncomplete
  }
}

/// What all rows of a result add up to, or those of one flow where the sum of all makes no sense.
package struct ResultTotal: Hashable, Sendable {
  /// The flow; nil for the total of all rows.
  package var part: String?
  /// One a column, missing under the keys.
  package var cells: [Cell]
  package var isIncomplete: Bool

  package init(part: String? = nil, cells: [Cell], isIncomplete: Bool = false) {
    self.part = part
    self.cells = cells
    self.isIncomplete = isIncomplete
  }
}

/// What is known of a result after its last row.
package struct ResultSummary: Hashable, Sendable {
  /// Nil for lists.
  package var coverage: Coverage?
  /// Whether something that was asked for is not there, where no coverage says so.
  package var isIncomplete: Bool
  /// Over all rows, also those that `limit` or `top` took away.
  package var totals: [ResultTotal]
  /// The tariffs that priced something, by first use.
  package var tariffs: [String]
  /// Rows before `limit` or `top` took some away; nil when none were.
  package var rowsInAll: Int?
  /// Things to tell the reader, each a sentence without full stop.
  package var notes: [String]

  package init(
    coverage: Coverage? = nil, isIncomplete: Bool = false, totals: [ResultTotal] = [],
    tariffs: [String] = [],
    rowsInAll: Int? = nil, notes: [String] = []
  ) {
    self.coverage = coverage
    self.isIncomplete = isIncomplete
    self.totals = totals
    self.tariffs = tariffs
    self.rowsInAll = rowsInAll
    self.notes = notes
  }
}

/// Takes a result piece by piece: `begin` once, any number of rows, `end` once.
package protocol ResultSink {
  mutating func begin(_ header: ResultHeader) throws
  mutating func append(_ row: ResultRow) throws
  mutating func end(_ summary: ResultSummary) throws
}

/// A whole result in memory: what formats that must know all rows first are drawn from.
package struct ResultTable: ResultSink, Hashable, Sendable {
  package var header: ResultHeader
  package var rows: [ResultRow]
  package var summary: ResultSummary

  package init(
    header: ResultHeader = ResultHeader(statement: "", columns: []), rows: [ResultRow] = [],
    summary: ResultSummary = ResultSummary()
  ) {
    self.header = header
    self.rows = rows
    self.summary = summary
  }

  package mutating func begin(_ header: ResultHeader) { self.header = header }
  package mutating func append(_ row: ResultRow) { rows.append(row) }
  package mutating func end(_ summary: ResultSummary) { self.summary = summary }

  /// Hands the table on to another sink.
  package func send(to sink: inout some ResultSink) throws {
    try sink.begin(header)
    for row in rows { try sink.append(row) }
    try sink.end(summary)
  }
}
