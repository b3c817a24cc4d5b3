import EnergyModel
import JSONText

/// What a line says was used in one half-hour.
struct Reading: Hashable {
  /// Counted from 1970-01-01T00:00Z.
  var halfHour: Int
  /// Millionths of a kWh or of a m³.
  var quantity: Int64
  /// Whether decimals were rounded away.
  var isRounded = false
}

extension Reading {
  /// The reading that the texts of a line say, after all checks of it.
  init(
    consumption: String, start: Stamp, end: Stamp, unit: MeterUnit, line: Int
  ) throws(Refusal) {
    halfHour = try Reading.halfHour(from: start, to: end, line: line)
    guard let number = DecimalText(consumption.utf8, scale: 6),
      (0...DayReadings.limit).contains(number.value),
      // What rounds to -0 is negative; -0 itself is nothing.
      number.isExact || !consumption.hasPrefix("-")
    else {
      throw Refusal(
        line: line,
        message: "consumption is \(quoted(consumption)), expected a number from 0 to 100000 \(unit)"
      )
    }
    (quantity, isRounded) = (number.value, !number.isExact)
  }

  private static func halfHour(
    from start: Stamp, to end: Stamp, line: Int
  ) throws(Refusal) -> Int {
    func refusal(_ flaw: String) -> Refusal {
      Refusal(line: line, message: "interval \(start.text) to \(end.text) \(flaw)")
    }
    let length = end.seconds - start.seconds
    guard length >= 0 else { throw refusal("ends before it starts") }
    guard length % 60 == 0 else { throw refusal("is \(length) seconds long, not 1800") }
    guard length == 1800 else { throw refusal("is \(length / 60) minutes long, not 30") }
    guard start.seconds % 1800 == 0 else { throw refusal("does not begin on a half-hour") }
    return Instant(seconds: start.seconds).halfHour
  }
}
