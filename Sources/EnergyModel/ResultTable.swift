/// One value of a result row.
package enum Cell: Hashable, Sendable {
  /// No reading, no rate or no value; never shown as zero.
  case missing
  case text(String)
  case number(FixedPoint)
  case day(LocalDay)
  case time(LocalTime)
  /// The heights of bars for the parts of a row, −8…8 on one scale for the whole result.
  ///
  /// Nil is missing; 0 is zero, or a part of which there is nothing.
  case spark([Int?])

  /// Nil for anything but a number.
  package var number: FixedPoint? { if case .number(let number) = self { number } else { nil } }
}

/// The kind of values in a column, which each format presents in its own way.
package enum ColumnKind: Hashable, Sendable {
  /// A label or other text, left-aligned.
  case text
  /// A local time; tables leave out the seconds and, unless the time is repeated, the offset.
  case instant
  /// A local time of which tables show only the day.
  case date
  /// A remark on the row, always the last column; tables that lack room put it below the row.
  case remark
  /// Bars one character wide and high.
  case spark
  /// A count of things.
  case count
  /// An amount whose unit is in another column; shown with its own digits.
  case quantity
  /// A number of which nothing is known, as from SQL: with its own digits, ungrouped and unrounded.
  case plain
  /// kWh or m³.
  case energy
  /// An amount of money in a currency's major unit; tables show it to `places` decimals.
  case money(places: Int)
  /// Money in the major unit per kWh or per day, shown with all its digits.
  case rate
  /// The result of a division, already rounded; tables show at most `places` decimals.
  case quotient(places: Int)
  /// A part of a whole, such as 0.25; tables show it per cent.
  case ratio

  /// Whether its values are numbers.
  package var isNumeric: Bool {
    switch self {
    case .text, .instant, .date, .remark, .spark: false
    case .count, .quantity, .plain, .energy, .money, .rate, .quotient, .ratio: true
    }
  }
}

/// The unit of a column's figures; money has the ISO 4217 code of its currency.
package enum ColumnUnit: Hashable, Sendable {
  case energy
  case volume
  case power
  case money(String)
  case moneyPerKWh(String)
  case moneyPerDay(String)
  /// A mean per day, week, month or year.
  indirect case mean(ColumnUnit, per: String)

  /// The unit of what a mean is of, or else the unit itself.
  package var base: ColumnUnit { if case .mean(let base, _) = self { base } else { self } }

  /// The unit as data formats write it: `kWh`, `m3`, `kW`, `GBP`, `GBP/kWh`, `GBP/day`,
  /// `kWh/week`.
  package var word: String {
    switch self {
    case .energy: "kWh"
    case .volume: "m3"
    case .power: "kW"
    case .money(let currency): currency
    case .moneyPerKWh(let currency): "\(currency)/kWh"
    case .moneyPerDay(let currency): "\(currency)/day"
    case .mean(let unit, let period): "\(unit.word)/\(period)"
    }
  }
}

package struct ResultColumn: Hashable, Sendable {
  /// The contract's name for the column, used in csv and json: `usage_kwh`.
  package var name: String
  /// The name without its unit, which `order by` and `having` accept too: `usage`.
  package var shortName: String
  /// The heading of the column in tables: `usage kWh`.
  package var title: String
  /// The unit of the figures; nil for labels and counts.
  package var unit: ColumnUnit?
  package var kind: ColumnKind

  /// Creates a column whose short name is its name unless one is given.
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

/// The counts of half-hours that a result expected, found and could not price.
package struct Coverage: Hashable, Sendable {
  /// The half-hours that should have a reading.
  package var expected: Int
  /// The half-hours that have one.
  package var present: Int
  /// Those of the present half-hours that have no rate; zero where nothing is priced.
  package var unpriced: Int

  package init(expected: Int = 0, present: Int = 0, unpriced: Int = 0) {
    self.expected = expected
    self.present = present
    self.unpriced = unpriced
  }

  package var isComplete: Bool { present >= expected && unpriced == 0 }

  /// The note that half-hours have no reading; nil where none is missing.
  package var missingNote: String? {
    let missing = expected - present
    guard missing > 0 else { return nil }
    return "\(String(missing).groupedByThousands) of \(counted(expected, "half-hour")) "
      + "\(havingVerb(missing)) no reading"
  }
}

/// The period of a result, in the forms that footers and JSON show.
package struct ResultPeriod: Hashable, Sendable {
  package var firstDay: LocalDay
  /// The first day of which nothing is in it.
  package var endDay: LocalDay
  /// The first day, `2023-07-01`; with its time, as `2023-07-01 16:00`, where that is not midnight.
  package var from: String
  /// ``endDay``, or the time at which it ends.
  package var to: String
  /// Nil where it begins or ends inside a day.
  package var days: Int?
  package var halfHours: Int
  /// The clock times at which it begins and ends, `16:00`; nil where it is of whole days.
  package var clock: ClockSpan?
  /// The first instant, as a local ISO 8601 stamp with offset, as is `endExclusive`.
  package var start: String
  package var endExclusive: String
  /// The IANA name of the time zone.
  package var timezone: String

  package init(_ range: TimeRange, zone: ClockZone) {
    firstDay = zone.day(of: range.start)
    endDay = zone.nextDay(at: range.end)
    from = zone.shortStamp(range.start)
    to = zone.shortStamp(range.end)
    let isOfWholeDays = [range.start, range.end].allSatisfy {
      zone.start(of: zone.day(of: $0)) == $0
    }
    days = isOfWholeDays ? endDay.number - firstDay.number : nil
    halfHours = range.halfHours.count
    clock =
      isOfWholeDays
      ? nil
      : ClockSpan(
        start: zone.localTime(range.start).clockText,
        end: zone.start(of: endDay) == range.end ? "24:00" : zone.localTime(range.end).clockText)
    start = zone.stamp(range.start)
    endExclusive = zone.stamp(range.end)
    timezone = zone.name
  }

  package struct ClockSpan: Hashable, Sendable {
    package var start: String
    /// Of the day before ``ResultPeriod/endDay``.
    package var end: String
  }
}

/// The part of a result that is known before its first row.
package struct ResultHeader: Hashable, Sendable {
  /// The statement in canonical form.
  package var statement: String
  /// The period; nil for lists that have none.
  package var period: ResultPeriod?
  /// The other period of a comparison.
  package var versus: ResultPeriod?
  /// The rounding policy; nil where no money is shown.
  package var policy: String?
  package var columns: [ResultColumn]

  package init(
    statement: String, period: ResultPeriod? = nil, versus: ResultPeriod? = nil,
    policy: String? = nil, columns: [ResultColumn]
  ) {
    self.statement = statement
    self.period = period
    self.versus = versus
    self.policy = policy
    self.columns = columns
  }
}

package struct ResultRow: Hashable, Sendable {
  /// The values, one for each column.
  package var cells: [Cell]
  /// Whether any of its half-hours is missing or unpriced; tables mark such rows.
  package var isIncomplete: Bool
  /// Whether it adds up rows above it, as the total of a bill does; tables show it in bold.
  package var isTotal: Bool

  package init(cells: [Cell], isIncomplete: Bool = false, isTotal: Bool = false) {
    self.cells = cells
    self.isIncomplete = isIncomplete
    self.isTotal = isTotal
  }
}

/// The sum of all rows, or of one flow's rows where a sum across flows makes no sense.
package struct ResultTotal: Hashable, Sendable {
  /// The flow; nil for the total of all rows.
  package var part: String?
  /// The sums, one for each column, missing under the keys.
  package var cells: [Cell]
  package var isIncomplete: Bool

  package init(part: String? = nil, cells: [Cell], isIncomplete: Bool = false) {
    self.part = part
    self.cells = cells
    self.isIncomplete = isIncomplete
  }
}

/// The part of a result that is known only after its last row.
package struct ResultSummary: Hashable, Sendable {
  /// The coverage; nil for lists.
  package var coverage: Coverage?
  /// That of the other period of a comparison.
  package var versusCoverage: Coverage?
  /// The number of days or other units that means are over, where some are left out: each a sentence
  /// without a full stop.
  package var means: [String]
  /// Whether something asked for is absent in a way that the coverage does not show.
  package var isIncomplete: Bool
  /// The totals over all rows, including those that `limit` or `top` removed.
  package var totals: [ResultTotal]
  /// The tariffs that priced something, in order of first use.
  package var tariffs: [String]
  /// The number of rows before `limit` or `top` removed any; nil when none were removed.
  package var rowsInAll: Int?
  /// Notes for the reader, each a sentence without a full stop.
  package var notes: [String]

  package init(
    coverage: Coverage? = nil, versusCoverage: Coverage? = nil, means: [String] = [],
    isIncomplete: Bool = false, totals: [ResultTotal] = [], tariffs: [String] = [],
    rowsInAll: Int? = nil, notes: [String] = []
  ) {
    self.coverage = coverage
    self.versusCoverage = versusCoverage
    self.means = means
    self.isIncomplete = isIncomplete
    self.totals = totals
    self.tariffs = tariffs
    self.rowsInAll = rowsInAll
    self.notes = notes
  }
}

/// A receiver of a result piece by piece: `begin` once, any number of rows, `end` once.
package protocol ResultSink {
  mutating func begin(_ header: ResultHeader) throws
  mutating func append(_ row: ResultRow) throws
  mutating func end(_ summary: ResultSummary) throws
}

/// A whole result in memory, for formats that must see all rows before they write any.
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

  /// Sends the table on to another sink.
  package func send(to sink: inout some ResultSink) throws {
    try sink.begin(header)
    for row in rows { try sink.append(row) }
    try sink.end(summary)
  }
}
