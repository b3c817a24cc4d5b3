import EnergyModel

/// The positions of a chart, from left to right or from top to bottom.
///
/// Its unit is a minute on the clock, a half-hour where stretches of time differ in length, and else
/// one position.
package struct ChartAxis: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// The clock of a day.
    case clock
    /// Moments in order, at whose edges ticks stand.
    case time
    /// Days and longer, under whose middle ticks stand.
    case calendar
    case weekdays
    case labels
  }

  package struct Point: Hashable, Sendable {
    /// As tooltips have it: `02:30–03:00`, `Sat 1 Jul 2023`.
    package var label: String
    /// As rows are labelled: `Sat 1 Jul`.
    package var short: String
    package var start: Int
    package var end: Int
    /// Whether it is a Saturday or a Sunday.
    var isWeekend = false
  }

  /// A label at the axis.
  package struct Tick: Hashable, Sendable {
    /// In half units, so that the middle of a position can be said.
    package var place: Int
    package var text: String
  }

  /// Ticks that are shown together.
  package struct Level: Hashable, Sendable {
    package var ticks: [Tick]
    /// A second line of labels, each from where it stands until the next: months under days.
    package var groups: [Tick] = []
  }

  package var form: Form
  /// One of the positions, in words: `half-hour`.
  package var name: String
  package var points: [Point]
  /// The finest first; a layout takes the first one that fits.
  package var levels: [Level]

  package var length: Int { points.last?.end ?? 0 }

  /// The axis with `count` positions in a row made into one.
  func merged(_ count: Int) -> ChartAxis {
    var axis = self
    axis.points = stride(from: 0, to: points.count, by: count).map { start in
      let (first, last) = (points[start], points[min(start + count, points.count) - 1])
      return Point(
        label: ChartAxis.joined(first.label, last.label), short: first.short, start: first.start,
        end: last.end)
    }
    return axis
  }

  /// `02:00–02:30` and `02:30–03:00` are `02:00–03:00`.
  private static func joined(_ first: String, _ last: String) -> String {
    guard first != last else { return first }
    let start = first.split(separator: "–", maxSplits: 1).first ?? ""
    let end = last.split(separator: "–", maxSplits: 1).last ?? ""
    return "\(start)–\(end)"
  }
}

extension ChartAxis {
  /// A day's clock in steps of so many minutes, from the step `first` through `last`.
  static func clock(minutes: Int, from first: Int, through last: Int) -> ChartAxis {
    let origin = first * minutes
    let points = (first...last).map { step in
      Point(
        label: "\(clockText(minute: step * minutes))–\(clockText(minute: (step + 1) * minutes))",
        short: clockText(minute: step * minutes),
        start: step * minutes - origin, end: (step + 1) * minutes - origin)
    }
    let levels = [60, 180, 360, 720].map { step in
      Level(
        ticks: stride(from: 0, through: 1440, by: step)
          .filter { (origin...(last + 1) * minutes).contains($0) }
          .map { Tick(place: 2 * ($0 - origin), text: clockText(minute: $0)) })
    }
    return ChartAxis(
      form: .clock, name: minutes == 30 ? "half-hour" : "hour", points: points,
      levels: levels)
  }

  /// Names in the order given.
  static func labels(_ names: [String], name: String) -> ChartAxis {
    ChartAxis(
      form: .labels, name: name, points: names.enumerated().map { unit($0, $1) },
      levels: [Level(ticks: names.enumerated().map { Tick(place: 2 * $0 + 1, text: $1) })])
  }

  /// The days of a month.
  static var daysOfMonth: ChartAxis {
    var axis = labels((1...31).map(String.init), name: "day")
    for index in axis.points.indices { axis.points[index].label = "day \(index + 1)" }
    for step in [2, 5, 10] {
      let days = [1] + stride(from: step == 2 ? 3 : step, through: 31, by: step)
      axis.levels.append(Level(ticks: days.map { Tick(place: 2 * $0 - 1, text: String($0)) }))
    }
    return axis
  }

  /// Days of the week under their short names.
  static func weekdays(_ names: [String]) -> ChartAxis {
    let long = names.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    var axis = labels(long, name: "weekday")
    axis.form = .weekdays
    let short = long.allSatisfy { $0.count == 3 } ? long.map { String($0.prefix(1)) } : []
    if !short.isEmpty {
      axis.levels.append(
        Level(ticks: short.enumerated().map { Tick(place: 2 * $0 + 1, text: $1) }))
    }
    for index in names.indices {
      axis.points[index].isWeekend = ["sat", "sun", "weekend"].contains(names[index])
    }
    return axis
  }

  /// A position one unit long.
  static func unit(
    _ index: Int, _ label: String, short: String? = nil, isWeekend: Bool = false
  ) -> Point {
    Point(
      label: label, short: short ?? label, start: index, end: index + 1, isWeekend: isWeekend)
  }
}
