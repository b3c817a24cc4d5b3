import EnergyModel
package import QueryLanguage
import Tariffs

/// The filter of `where`.
package struct Filter: Hashable, Sendable {
  /// For each weekday and slot, whether it passes; nil where all do.
  package var times: [Bool]?
  /// Lower-case names, one of which must price the half-hour; empty where any may.
  package var tariffs: [String] = []
  package var values: [Value] = []

  /// A condition on the half-hour's own figures.
  package struct Value: Hashable, Sendable {
    var quantity: Condition.Quantity
    var comparison: Comparison
    var amount: Amount
  }

  package init(_ conditions: [Condition] = []) {
    for condition in conditions {
      switch condition {
      case .weekday: keep { weekday, _ in weekday < 5 }
      case .weekend: keep { weekday, _ in weekday >= 5 }
      case .days(let days): keep { weekday, _ in days.contains(weekday) }
      case .time(let from, let to):
        keep { _, slot in
          from < to ? (from..<to).contains(slot) : slot >= from || slot < to
        }
      case .tariff(let name): tariffs.append(name.value.lowercased())
      case .value(let quantity, let comparison, let amount):
        values.append(Value(quantity: quantity, comparison: comparison, amount: amount))
      }
    }
  }

  /// Whether every half-hour passes.
  var isEmpty: Bool { times == nil && tariffs.isEmpty && values.isEmpty }

  /// Whether it depends on rates.
  package var needsRates: Bool {
    !tariffs.isEmpty || values.contains { $0.quantity != .usage }
  }

  /// Whether half-hours at a rate pass, whatever their readings.
  func passes(_ row: RateRow) -> Bool {
    passes(tariff: row.tariff) && passes(quantity: 0, rate: row.rate.micropence)
  }

  func passes(weekday: Int, slot: Int) -> Bool { times?[weekday * 48 + slot] ?? true }

  /// Whether a half-hour priced by that tariff passes; nil is a half-hour without a rate.
  func passes(tariff: String?) -> Bool {
    tariffs.isEmpty || tariffs.allSatisfy { $0 == tariff?.lowercased() }
  }

  /// Whether a reading's own figures pass.
  ///
  /// `quantity` is in millionths, `rate` in micropence per kWh; a nil rate fails all conditions on
  /// rate or cost.
  func passes(quantity: Int64, rate: Int64?) -> Bool {
    values.allSatisfy { value in
      let bound = Int128(value.amount.value)
      switch value.quantity {
      // An amount has 12 decimals: a quantity 6, a rate in pounds 8, a cost in pounds 14.
      case .usage: return value.comparison.holds(Int128(quantity) * 1_000_000, bound)
      case .rate: return rate.map { value.comparison.holds(Int128($0) * 10_000, bound) } ?? false
      case .cost:
        return rate.map { value.comparison.holds(Int128(quantity) * Int128($0), bound * 100) }
          ?? false
      }
    }
  }

  private mutating func keep(_ passes: (_ weekday: Int, _ slot: Int) -> Bool) {
    let before = times ?? Array(repeating: true, count: 7 * 48)
    times = before.indices.map { before[$0] && passes($0 / 48, $0 % 48) }
  }
}
