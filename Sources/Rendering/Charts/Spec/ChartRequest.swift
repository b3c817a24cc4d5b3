import EnergyModel
package import QueryLanguage

/// The context of a result that its table lacks, and how it is to be drawn.
package struct ChartRequest: Hashable, Sendable {
  /// The subject of the figures, with which the title begins: `Import cost`.
  package var subject: String
  /// The whole title but for the period, where subject, keys and conditions don't make it.
  package var heading: String?
  /// The query's conditions, which follow the keys in the title: `where weekday`.
  package var choice = ""
  /// The keys in the leading columns of the table: one column each, and two for a time span.
  package var keys: [ChartKey]
  /// The figures to draw; if empty, the last column of money or energy.
  package var figures: [ChartFigure]
  /// Stretches of the axis that bear a name, such as the bands of a tariff.
  package var bands: [ChartBand]
  /// Nil for the kind that suits the keys.
  package var kind: ChartKind?

  package init(
    subject: String, keys: [ChartKey], figures: [ChartFigure] = [], bands: [ChartBand] = [],
    kind: ChartKind? = nil
  ) {
    self.subject = subject
    self.keys = keys
    self.figures = figures
    self.bands = bands
    self.kind = kind
  }
}

/// The meaning of a key column, which decides where in a chart its rows go.
package enum ChartKey: Hashable, Sendable {
  /// Positions on the clock, each as many minutes long: `00:30`.
  case clock(minutes: Int)
  /// Units of time, in order.
  case calendar(CalendarUnit)
  /// Stretches of time of any length, in order; their ends stand in the next column.
  case stretch
  /// Days of the week, or weekday and weekend.
  case weekdays
  /// `1` … `31`.
  case dayOfMonth
  /// Names in no order that could be drawn.
  case label
  /// `import`, `export`, `gas`: where others are too, export is drawn below the line.
  case flow
  /// Prices of the same readings, which stand side by side and never on top of each other.
  case alternative

  package enum CalendarUnit: Hashable, Sendable {
    case slot, day, week, month, quarter, year
  }

  /// Whether its values have a position of their own along an axis.
  var isPosition: Bool {
    switch self {
    case .clock, .calendar, .stretch, .weekdays, .dayOfMonth: true
    case .label, .flow, .alternative: false
    }
  }

  /// One of its values, in words: `half-hour`; nil for labels.
  var unitName: String? {
    switch self {
    case .clock(let minutes): minutes == 30 ? "half-hour" : "hour"
    case .calendar(.slot): "half-hour"
    case .calendar(.day): "day"
    case .calendar(.week): "week"
    case .calendar(.month): "month"
    case .calendar(.quarter): "quarter"
    case .calendar(.year): "year"
    case .weekdays: "weekday"
    case .dayOfMonth: "day"
    case .stretch, .label, .flow, .alternative: nil
    }
  }
}

/// A column that is drawn.
package struct ChartFigure: Hashable, Sendable {
  /// Its position among the columns of the table.
  package var column: Int
  /// Its name in the legend: `export income`.
  package var name: String
  package var role: ChartRole

  package init(column: Int, name: String, role: ChartRole = .above) {
    self.column = column
    self.name = name
    self.role = role
  }
}

/// How a series is drawn among the others.
package enum ChartRole: Hashable, Sendable {
  case above
  /// From the line downwards, though its figures are positive.
  case below
  /// As another period behind the first series.
  case behind
  /// A running sum: a line with an axis of its own on the right.
  case running
}

/// A stretch of an axis with a name: a band of a tariff, or the cheapest hours.
package struct ChartBand: Hashable, Sendable {
  /// In minutes since midnight on the axis of a clock, else in half-hours since its start.
  package var start: Int
  /// The first unit that is not in it.
  package var end: Int
  /// Its label: `low 18.4p`.
  package var name: String
  package var tint: Tint

  /// Whether it is cheaper or dearer than most.
  package enum Tint: Hashable, Sendable {
    case low, plain, high
  }

  package init(start: Int, end: Int, name: String, tint: Tint = .plain) {
    self.start = start
    self.end = end
    self.name = name
    self.tint = tint
  }
}
