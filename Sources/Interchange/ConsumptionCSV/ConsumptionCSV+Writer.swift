package import EnergyModel

extension ConsumptionCSV {
  /// Writes a header and a row a reading, as Octopus does: nothing in it names the meter.
  ///
  /// The columns of the supplier's costs are there where any are known.
  package struct Writer: ReadingsWriter {
    private var intervals: IntervalWriter
    private var costs = SupplierCostReader(SupplierCosts())
    private var hasAmounts = false
    private var hasStanding = false

    /// Writes the stamps on the clock of `zone`.
    package init(zone: ClockZone) { intervals = IntervalWriter(zone: zone) }

    package var namesMeters: Bool { false }
    package var keepsCosts: Bool { true }

    package mutating func begin(_ meter: MeterKey, with costs: SupplierCosts) -> String {
      self.costs = SupplierCostReader(costs)
      hasAmounts = costs.contains { $0.costs.contains { $0.amount != nil } }
      hasStanding = costs.contains { $0.costs.contains { $0.standing != nil } }
      return "Consumption (\(meter.unit.unit == .m3 ? "m³" : "kWh")), "
        + (hasAmounts ? "Estimated Cost Inc. Tax (p), " : "")
        + (hasStanding ? "Standing Charge Inc. Tax (p), " : "") + "Start, End\n"
    }

    package mutating func text(of quantity: Int64, at halfHour: Int) -> String {
      let (start, end) = intervals.stamps(of: halfHour)
      func field(_ amount: Int128?) -> String {
        (amount.map { SupplierCost.pence($0).text } ?? "") + ", "
      }
      let cost = hasAmounts || hasStanding ? costs.cost(at: halfHour) : SupplierCost()
      return "\(FixedPoint(Int128(quantity), scale: 6).text), "
        + (hasAmounts ? field(cost.amount) : "") + (hasStanding ? field(cost.standing) : "")
        + "\(start), \(end)\n"
    }
  }
}
