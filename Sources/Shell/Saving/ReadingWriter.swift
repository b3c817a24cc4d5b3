import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering

/// Writes readings as they come, in one of the forms that `import` reads.
struct ReadingWriter {
  /// The forms of a file of readings.
  enum Form {
    /// Cache lines, each of which names its meter.
    case lines
    /// What Octopus offers for download, which names none.
    case csv
  }

  private let form: Form
  private let zone: ClockZone
  private let output: OutputBuffer
  private(set) var readings = 0
  /// The meters of which there were readings.
  private(set) var meters: [(point: MeterPoint, meter: Meter)] = []
  /// What stands behind the quantity, and at the end of a line.
  private var unit = ""
  private var naming = ""
  // The end of a reading mostly is the start of the next.
  private var latest: (halfHour: Int, stamp: String)?

  init(_ form: Form, zone: ClockZone, output: OutputBuffer) {
    self.form = form
    self.zone = zone
    self.output = output
  }

  /// Writes the readings of a meter that lie in some half-hours.
  mutating func write(
    _ meter: Meter, of point: MeterPoint, in halfHours: Range<Int>, from source: some ReadingSource
  ) throws {
    let (first, end) = (halfHours.lowerBound, halfHours.upperBound)
    let days = first.flooredDivision(by: 48)..<(end + 47).flooredDivision(by: 48)
    var isBegun = false
    try source.scan(meter: meter.id, days: days) { day, values in
      for slot in 0..<48 where values[slot] != DayReadings.missing {
        let halfHour = day * 48 + slot
        guard halfHours.contains(halfHour) else { continue }
        if !isBegun { try begin(meter, of: point) }
        isBegun = true
        try write(values[slot], at: halfHour)
      }
    }
  }

  /// - Throws: ``Failure`` when a CSV would hold the readings of a second meter.
  private mutating func begin(_ meter: Meter, of point: MeterPoint) throws {
    if form == .csv, let other = meters.first { throw refusal(other, (point, meter)) }
    guard let unit = ReadingUnit(flow: point.flow, unit: meter.unit) else {
      throw Failure(
        "meter \(meter.serial) of \(point.name) counts \(meter.unit) of \(point.flow), which no "
          + "file can say")
    }
    meters.append((point, meter))
    switch form {
    case .lines:
      self.unit = JSON.string(unit.rawValue)
      naming = "\"mpan\": \(JSON.string(point.number)), \"serial\": \(JSON.string(meter.serial))"
    case .csv:
      try output.write("Consumption (\(unit.unit == .m3 ? "m³" : "kWh")), Start, End\n")
    }
  }

  private mutating func write(_ quantity: Int64, at halfHour: Int) throws {
    let amount = FixedPoint(Int128(quantity), scale: 6).text
    let start = latest.flatMap { $0.halfHour == halfHour ? $0.stamp : nil } ?? stamp(halfHour)
    let end = stamp(halfHour + 1)
    latest = (halfHour + 1, end)
    readings += 1
    switch form {
    case .lines:
      try output.write(
        "{\"consumption\": \(amount), \"unit\": \(unit), \"interval_start\": \"\(start)\", "
          + "\"interval_end\": \"\(end)\", \(naming)}\n")
    case .csv:
      try output.write("\(amount), \(start), \(end)\n")
    }
  }

  private func stamp(_ halfHour: Int) -> String { zone.stamp(Instant(halfHour: halfHour)) }

  private func refusal(
    _ first: (point: MeterPoint, meter: Meter), _ second: (point: MeterPoint, meter: Meter)
  ) -> Failure {
    guard first.point != second.point else {
      return Failure(
        "a CSV names no meter, and \(first.point.name) has readings of two: "
          + "\(first.meter.serial) and \(second.meter.serial)",
        hint: "choose a period in which there is one, or write to a .json")
    }
    return Failure(
      "a CSV names no meter, and there are readings of \(first.point.name) and "
        + second.point.name,
      hint: "choose one, as in 'meter \(quotedIfNeeded(first.point.name))', or write to a .json")
  }
}
