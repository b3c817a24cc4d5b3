import EnergyModel
import JSONText

/// The readings of one meter so far, by UTC day, each with the line that it came from.
///
/// Only the day of the latest reading is at hand; the others are stored compactly, so that a file
/// of 1 GB takes some 30 MB.
struct ReadingDays {
  let unit: MeterUnit
  /// Readings with more than 6 decimals.
  private(set) var roundedCount = 0
  private(set) var doubts = UnitDoubts()
  private var open = OpenDay()
  private var closed: [Int: ClosedDay] = [:]

  private struct OpenDay {
    /// Those of the day; empty before the first reading.
    var halfHours = 0..<0
    var values = DayReadings.blank
    /// The lines of the values that are there.
    var lines = [Int](repeating: 0, count: 48)
  }

  private struct ClosedDay {
    var values: CompactDay
    var lines: DayLines
  }

  init(unit: MeterUnit) { self.unit = unit }

  mutating func add(_ reading: Reading, line: Int) throws(FormatError) {
    if !open.halfHours.contains(reading.halfHour) {
      turn(to: reading.halfHour.flooredDivision(by: 48))
    }
    let slot = reading.halfHour - open.halfHours.lowerBound
    if open.values[slot] == DayReadings.missing {
      open.values[slot] = reading.quantity
      open.lines[slot] = line
      doubts.add(reading.quantity, line: line)
    } else if open.values[slot] != reading.quantity {
      let stamp = ClockZone.utcStamp(Instant(halfHour: reading.halfHour))
      throw FormatError(
        line: line,
        message: "the half-hour from \(stamp)Z has \(text(reading.quantity)) here and "
          + "\(text(open.values[slot])) on line \(open.lines[slot])")
    }
    if reading.isRounded { roundedCount += 1 }
  }

  /// Closes the open day, and opens another.
  private mutating func turn(to day: Int) {
    close()
    open.halfHours = day * 48..<(day + 1) * 48
    if let known = closed[day] {
      open.values = known.values.values
      open.lines = known.lines.numbers(of: open.values)
    } else {
      for slot in 0..<48 { open.values[slot] = DayReadings.missing }
    }
  }

  private mutating func close() {
    guard !open.halfHours.isEmpty else { return }
    closed[open.halfHours.lowerBound.flooredDivision(by: 48)] = ClosedDay(
      values: CompactDay(open.values), lines: DayLines(open.lines, of: open.values))
  }

  /// A quantity with its unit: `0.5 kWh`.
  func text(_ quantity: Int64) -> String {
    FixedPoint(Int128(quantity), scale: 6).text + " \(unit)"
  }

  /// All days, and none is left.
  mutating func consumeDays() -> CompactDays {
    close()
    defer { (open, closed) = (OpenDay(), [:]) }
    return CompactDays(closed.lazy.map { (key: $0.key, value: $0.value.values) })
  }
}

/// The lines of a day's readings: mostly they follow each other at one distance, and two numbers
/// say it all.
private enum DayLines {
  case evenly(first: Int, distance: Int)
  case each([Int])

  /// `lines` has 48 numbers, of which those count that have one of the `values`.
  init(_ lines: [Int], of values: [Int64]) {
    var first: Int?
    var distance: Int?
    var latest = 0
    for slot in 0..<48 where values[slot] != DayReadings.missing {
      if first == nil {
        first = lines[slot]
      } else if distance ?? lines[slot] - latest != lines[slot] - latest {
        self = .each(lines)
        return
      } else {
        distance = lines[slot] - latest
      }
      latest = lines[slot]
    }
    self = .evenly(first: first ?? 0, distance: distance ?? 0)
  }

  /// 48 numbers, of which those count that have one of the `values`.
  func numbers(of values: [Int64]) -> [Int] {
    guard case .evenly(let first, let distance) = self else {
      guard case .each(let lines) = self else { return [] }
      return lines
    }
    var next = first
    return values.map { value in
      defer { if value != DayReadings.missing { next += distance } }
      return next
    }
  }
}
