package import EnergyModel

extension ConsumptionCSV {
  /// Writes a header and a row a reading, as Octopus does: nothing in it names the meter.
  package struct Writer: ReadingsWriter {
    private var intervals: IntervalWriter

    /// Writes the stamps on the clock of `zone`.
    package init(zone: ClockZone) { intervals = IntervalWriter(zone: zone) }

    package var namesMeters: Bool { false }

    package func begin(_ meter: MeterKey) -> String {
      "Consumption (\(meter.unit.unit == .m3 ? "m³" : "kWh")), Start, End\n"
    }

    package mutating func text(of quantity: Int64, at halfHour: Int) -> String {
      let (start, end) = intervals.stamps(of: halfHour)
      return "\(FixedPoint(Int128(quantity), scale: 6).text), \(start), \(end)\n"
    }
  }
}
