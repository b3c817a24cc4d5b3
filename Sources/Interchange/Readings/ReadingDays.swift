import EnergyModel
import JSONText

/// The readings of one meter so far, by UTC day, each with the line that it came from.
struct ReadingDays {
  let unit: MeterUnit
  /// Readings with more than 6 decimals.
  private(set) var roundedCount = 0

  // Both hold 48 elements a day, days in order of arrival: two arrays in all, not two a day.
  private(set) var values: [Int64] = []
  private(set) var lines: [Int] = []
  private var starts: [Int: Int] = [:]
  // Readings mostly come in order, so consecutive ones mostly fall on the same day.
  private var latest = (halfHours: 0..<0, start: 0)

  init(unit: MeterUnit) { self.unit = unit }

  mutating func add(_ reading: Reading, line: Int) throws(FormatError) {
    if !latest.halfHours.contains(reading.halfHour) {
      let day = reading.halfHour.flooredDivision(by: 48)
      latest = (day * 48..<(day + 1) * 48, start(of: day))
    }
    let place = latest.start + reading.halfHour - latest.halfHours.lowerBound
    if values[place] == DayReadings.missing {
      values[place] = reading.quantity
      lines[place] = line
    } else if values[place] != reading.quantity {
      let stamp = ClockZone.utcStamp(Instant(halfHour: reading.halfHour))
      throw FormatError(
        line: line,
        message: "the half-hour from \(stamp)Z has \(text(reading.quantity)) here and "
          + "\(text(values[place])) on line \(lines[place])")
    }
    if reading.isRounded { roundedCount += 1 }
  }

  private mutating func start(of day: Int) -> Int {
    if let start = starts[day] { return start }
    let start = values.count
    starts[day] = start
    values += DayReadings.blank
    lines += repeatElement(0, count: 48)
    return start
  }

  /// A quantity with its unit: `0.5 kWh`.
  func text(_ quantity: Int64) -> String {
    FixedPoint(Int128(quantity), scale: 6).text + " \(unit)"
  }

  /// In ascending order.
  var days: [DayReadings] {
    starts.sorted { $0.key < $1.key }.map { day, start in
      DayReadings(day: day, values: Array(values[start..<start + 48]))
    }
  }
}
