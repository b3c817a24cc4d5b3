package import EnergyModel

extension ConsumptionCSV {
  /// Writes a header and a row a reading, as Octopus does: nothing in it names the meter.
  ///
  /// The columns of the supplier's costs are there where any are known.
  package struct Writer: ReadingsWriter {
    private var intervals: IntervalWriter
    private var supplier = SupplierColumns(SupplierCosts())

    /// Writes the stamps on the clock of `zone`.
    package init(zone: ClockZone) { intervals = IntervalWriter(zone: zone) }

    package var namesMeters: Bool { false }
    package var keepsCosts: Bool { true }

    package mutating func begin(_ meter: MeterKey, with costs: SupplierCosts) -> String {
      supplier = SupplierColumns(costs)
      let consumption = "Consumption (\(meter.unit.unit == .m3 ? "m³" : "kWh"))"
      return ([consumption] + supplier.names + ["Start", "End"]).joined(separator: ", ") + "\n"
    }

    package mutating func text(of quantity: Int64, at halfHour: Int) -> String {
      let (start, end) = intervals.stamps(of: halfHour)
      return
        ([FixedPoint(Int128(quantity), scale: 6).text] + supplier.fields(at: halfHour)
        + [start, end]).joined(separator: ", ") + "\n"
    }
  }
}
