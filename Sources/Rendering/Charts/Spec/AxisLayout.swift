import EnergyModel

/// The axis that a key column asks for, and where on it each row goes.
struct AxisLayout {
  let axis: ChartAxis
  /// The position of each row of the table.
  let places: [Int]
  /// Units of the clock before the start of the axis; 0 on all others.
  let origin: Int

  init(_ table: ResultTable, column: Int, key: ChartKey) {
    let cells = table.rows.map { $0.cells[column] }
    switch key {
    case .clock(let minutes): self.init(clock: cells, minutes: minutes)
    case .calendar(.slot): self.init(times: cells)
    case .stretch: self.init(stretches: cells, table.rows.map { $0.cells[column + 1] })
    case .calendar(let unit):
      // Rows that were sorted or taken away stand as they come, all others at their time.
      let isWhole = table.summary.rowsInAll == nil
      self.init(unit, cells, period: isWhole ? table.header.period : nil)
    case .weekdays:
      let (labels, places) = AxisLayout.distinct(cells)
      self.init(axis: .weekdays(labels), places: places)
    case .dayOfMonth:
      let axis = ChartAxis.daysOfMonth
      self.init(
        axis: axis,
        places: cells.map { cell in axis.points.firstIndex { .text($0.short) == cell } ?? 0 })
    case .label, .flow, .alternative:
      let (labels, places) = AxisLayout.distinct(cells)
      self.init(axis: .labels(labels, name: table.header.columns[column].title), places: places)
    }
  }

  private init(axis: ChartAxis, places: [Int], origin: Int = 0) {
    (self.axis, self.places, self.origin) = (axis, places, origin)
  }

  /// A clock from the first to the last step that has a row: `where time` leaves the rest out.
  private init(clock cells: [Cell], minutes: Int) {
    let stepOfCell = Dictionary(
      uniqueKeysWithValues: (0..<1440 / minutes).map {
        (Cell.text(clockText(minute: $0 * minutes)), $0)
      })
    let steps = cells.map { stepOfCell[$0] ?? 0 }
    let (first, last) = (steps.min() ?? 0, steps.max() ?? 0)
    self.init(
      axis: .clock(minutes: minutes, from: first, through: last), places: steps.map { $0 - first },
      origin: first * minutes)
  }

  private init(_ unit: ChartKey.CalendarUnit, _ cells: [Cell], period: ResultPeriod?) {
    let (labels, places) = AxisLayout.distinct(cells)
    let days = period.map(unit.days(in:)) ?? []
    let indexOfLabel = Dictionary(
      days.enumerated().map { (unit.label($1), $0) }, uniquingKeysWith: { first, _ in first })
    let found = labels.compactMap { indexOfLabel[$0] }
    if found.count == labels.count, zip(found, found.dropFirst()).allSatisfy({ $0 < $1 }),
      let first = found.first, let last = found.last
    {
      self.init(
        axis: .calendar(unit, Array(days[first...last])), places: places.map { found[$0] - first })
      return
    }
    let known = found.count == labels.count ? found.map { days[$0] } : cells.compactMap(\.day)
    guard known.count == labels.count else {
      self.init(axis: .labels(labels, name: ChartKey.calendar(unit).unitName ?? ""), places: places)
      return
    }
    // Sorted by their figures they are names, and no stretch of time.
    guard zip(known, known.dropFirst()).allSatisfy({ $0 < $1 }) else {
      self.init(
        axis: .labels(known.map(unit.longText), name: ChartKey.calendar(unit).unitName ?? ""),
        places: places)
      return
    }
    self.init(axis: .calendar(unit, known), places: places)
  }

  /// Half-hours in order, the second 01:00 of October among them.
  private init(times cells: [Cell]) {
    let (starts, places) = AxisLayout.distinctCells(cells)
    let times = starts.compactMap(\.time)
    guard times.count == starts.count else {
      self.init(axis: .labels(starts.map(\.label), name: "half-hour"), places: places)
      return
    }
    let points = times.enumerated().map { index, time in
      ChartAxis.unit(index, time.tableText, isWeekend: time.day.weekday >= 5)
    }
    self.init(
      axis: ChartAxis(
        form: .time, name: "half-hour", points: points,
        levels: AxisLayout.levels(times.enumerated().map { Moment($1, offset: $0) })),
      places: places)
  }

  /// Stretches by their starts and ends; one without an end is taken to last a day.
  private init(stretches cells: [Cell], _ ends: [Cell]) {
    let (starts, places) = AxisLayout.distinctCells(cells)
    let times = starts.compactMap(\.time)
    guard times.count == starts.count, let first = times.first?.instant.seconds else {
      self.init(axis: .labels(starts.map(\.label), name: "row"), places: places)
      return
    }
    func place(_ time: LocalTime) -> Int { Int((time.instant.seconds - first) / 1800) }
    var endOfStart: [Int: LocalTime] = [:]
    for (index, end) in zip(places, ends) { endOfStart[index] = end.time }
    let points = times.enumerated().map { index, time in
      let end = endOfStart[index]
      return ChartAxis.Point(
        label: end.map { "\(time.tableText)–\($0.clockText)" } ?? time.tableText,
        short: time.clockText, start: place(time), end: end.map(place) ?? place(time) + 48)
    }
    let moments = times.enumerated().flatMap { index, time in
      AxisLayout.moments(from: time, until: endOfStart[index], offset: place(time))
    }
    self.init(
      axis: ChartAxis(
        form: .time, name: "row", points: points, levels: AxisLayout.levels(moments)),
      places: places)
  }

  /// A half-hour of an axis as the clock shows it.
  private struct Moment {
    /// In half-hours from the start of the axis.
    var offset: Int
    var day: LocalDay
    /// Since local midnight.
    var minute: Int

    init(_ time: LocalTime, offset: Int, later halfHours: Int = 0) {
      self.offset = offset + halfHours
      let total = time.minute + 30 * halfHours
      (day, minute) = (time.day + total / 1440, total % 1440)
    }
  }

  /// Each half-hour from `start` until before `end`; the start alone if the clock is changed between.
  private static func moments(from start: LocalTime, until end: LocalTime?, offset: Int) -> [Moment]
  {
    let first = Moment(start, offset: offset)
    guard let end, end.offset == start.offset else { return [first] }
    let halfHours = Int((end.instant.seconds - start.instant.seconds) / 1800)
    return [first]
      + (1..<max(1, halfHours)).map { Moment(start, offset: offset, later: $0) }
  }

  /// Clock times at edges: each hour, three, six, twelve; then days.
  private static func levels(_ moments: [Moment]) -> [ChartAxis.Level] {
    var days: [ChartAxis.Tick] = []
    for (index, moment) in moments.enumerated()
    where index == 0 || moments[index - 1].day != moment.day {
      days.append(ChartAxis.Tick(place: 2 * moment.offset, text: moment.day.longText))
    }
    let hours = [1, 3, 6, 12].map { step in
      ChartAxis.Level(
        ticks: moments.filter { $0.minute.isMultiple(of: step * 60) }.map {
          ChartAxis.Tick(place: 2 * $0.offset, text: clockText(minute: $0.minute))
        }, groups: days)
    }
    let midnights = moments.filter { $0.minute == 0 }
    let dates = [
      midnights, midnights.filter { $0.day.weekday == 0 },
      midnights.filter { $0.day.civil.day == 1 },
    ].map { moments in
      ChartAxis.Level(
        ticks: moments.map {
          ChartAxis.Tick(
            place: 2 * $0.offset, text: "\($0.day.civil.day) \(Months.short($0.day))")
        })
    }
    return (hours + dates).filter { !$0.ticks.isEmpty }
  }

  /// The labels in the order in which they come, and the position of each cell among them.
  private static func distinct(_ cells: [Cell]) -> (labels: [String], places: [Int]) {
    let (firsts, places) = distinctCells(cells)
    return (firsts.map(\.label), places)
  }

  private static func distinctCells(_ cells: [Cell]) -> (cells: [Cell], places: [Int]) {
    var firsts: [Cell] = []
    var indexOfCell: [Cell: Int] = [:]
    let places = cells.map { cell in
      if let index = indexOfCell[cell] { return index }
      indexOfCell[cell] = firsts.count
      firsts.append(cell)
      return firsts.count - 1
    }
    return (firsts, places)
  }
}

extension Cell {
  fileprivate var day: LocalDay? { if case .day(let day) = self { day } else { nil } }
  fileprivate var time: LocalTime? { if case .time(let time) = self { time } else { nil } }
}

extension LocalTime {
  /// Minutes since local midnight, as the clock has it.
  var minute: Int {
    let seconds = instant.seconds + offset
    return Int((seconds % 86_400 + 86_400) % 86_400 / 60)
  }
}
