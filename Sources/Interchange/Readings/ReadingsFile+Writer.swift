package import EnergyModel
import JSONText

extension ReadingsFile {
  /// Writes one JSON object a line, each of which names its meter.
  package struct Writer: ReadingsWriter {
    private var intervals: IntervalWriter
    // The members that are the same for all readings of a meter.
    private var unit = ""
    private var naming = ""

    /// Writes the stamps on the clock of `zone`.
    package init(zone: ClockZone) { intervals = IntervalWriter(zone: zone) }

    package var namesMeters: Bool { true }
    package var keepsCosts: Bool { false }

    package mutating func begin(_ meter: MeterKey, with costs: SupplierCosts) -> String {
      unit = "\"unit\": \(JSON.string(meter.unit.rawValue))"
      naming = "\"mpan\": \(JSON.string(meter.number)), \"serial\": \(JSON.string(meter.serial))"
      return ""
    }

    package mutating func text(of quantity: Int64, at halfHour: Int) -> String {
      let (start, end) = intervals.stamps(of: halfHour)
      let amount = FixedPoint(Int128(quantity), scale: 6).text
      return "{\"consumption\": \(amount), \(unit), \"interval_start\": \"\(start)\", "
        + "\"interval_end\": \"\(end)\", \(naming)}\n"
    }
  }
}
