import EnergyModel

/// The columns of the supplier's own costs in a CSV that is written: those of which any are known.
struct SupplierColumns {
  private var costs: SupplierCostReader
  private let hasAmounts: Bool
  private let hasStanding: Bool

  init(_ costs: SupplierCosts) {
    self.costs = SupplierCostReader(costs)
    hasAmounts = costs.contains { $0.costs.contains { $0.amount != nil } }
    hasStanding = costs.contains { $0.costs.contains { $0.standing != nil } }
  }

  /// Their names, in order.
  var names: [String] {
    (hasAmounts ? ["Estimated Cost Inc. Tax (p)"] : [])
      + (hasStanding ? ["Standing Charge Inc. Tax (p)"] : [])
  }

  /// Their fields for a half-hour, which are empty where nothing is known.
  mutating func fields(at halfHour: Int) -> [String] {
    guard hasAmounts || hasStanding else { return [] }
    let cost = costs.cost(at: halfHour)
    func field(_ amount: Int128?) -> String {
      amount.map { SupplierCost.pence($0).text } ?? ""
    }
    return (hasAmounts ? [field(cost.amount)] : []) + (hasStanding ? [field(cost.standing)] : [])
  }
}
