import EnergyModel
import JSONText

/// A reading of one half-hour.
struct Reading: Hashable {
  /// The half-hour's number, counted from 1970-01-01T00:00Z.
  var halfHour: Int
  /// Millionths of a kWh or of a m³.
  var quantity: Int64
  /// Whether it had more than 6 decimals, and was rounded.
  var isRounded = false
}

extension Reading {
  /// Checks and converts the fields of a line.
  init(
    consumption: String, start: Stamp, end: Stamp, unit: MeterUnit, line: Int
  ) throws(FormatError) {
    halfHour = try Reading.halfHour(from: start, to: end, line: line)
    guard let number = DecimalText(consumption.utf8, scale: 6),
      (0...DayReadings.limit).contains(number.value),
      // -0 is accepted, but not a negative number that rounds to it.
      number.isExact || !consumption.hasPrefix("-")
    else {
      throw FormatError(
        line: line,
        message: "consumption is \(quoted(consumption)), expected a number from 0 to 100000 \(unit)"
      )
    }
    (quantity, isRounded) = (number.value, !number.isExact)
  }

  private static func halfHour(
    from start: Stamp, to end: Stamp, line: Int
  ) throws(FormatError) -> Int {
    func error(_ flaw: String) -> FormatError {
      FormatError(line: line, message: "interval \(start.text) to \(end.text) \(flaw)")
    }
    let length = end.seconds - start.seconds
    guard length >= 0 else { throw error("ends before it starts") }
    guard length % 60 == 0 else { throw error("is \(length) seconds long, not 1800") }
    guard length == 1800 else { throw error("is \(length / 60) minutes long, not 30") }
    guard start.seconds % 1800 == 0 else { throw error("does not begin on a half-hour") }
    return Instant(seconds: start.seconds).halfHour
  }
}
