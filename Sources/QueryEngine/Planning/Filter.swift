import EnergyModel
package import QueryLanguage
import Tariffs

/// The filter of `where`.
package struct Filter: Hashable, Sendable {
  /// For each weekday and slot, whether it passes; nil where all do.
  package var times: [Bool]?
  /// Lower-case names, all of which must be that of the tariff that prices the half-hour; empty where
  /// any may.
  package var tariffs: [String] = []
  package private(set) var values: [Value] = []
  private(set) var bounds = Bounds()

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
        let value = Value(quantity: quantity, comparison: comparison, amount: amount)
        values.append(value)
        bounds.narrow(to: value)
      }
    }
  }

  /// Whether every half-hour passes.
  var isEmpty: Bool { times == nil && tariffs.isEmpty && values.isEmpty }

  /// Whether it depends on rates.
  var needsRates: Bool {
    !tariffs.isEmpty || bounds.needPrice
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
    bounds.hold(quantity: quantity, rate: rate)
  }

  /// Whether it hangs on the readings themselves.
  var isOfReadings: Bool { values.contains { $0.quantity != .rate } }

  private mutating func keep(_ passes: (_ weekday: Int, _ slot: Int) -> Bool) {
    let before = times ?? Array(repeating: true, count: 7 * 48)
    times = before.indices.map { before[$0] && passes($0 / 48, $0 % 48) }
  }
}

extension Filter {
  /// The intersection of all bounds of a filter.
  struct Bounds: Hashable {
    /// Of quantities, in millionths.
    private var usage = Interval()
    /// Of rates, in micropence per kWh.
    private var rate = Interval()
    /// Of their products; nil for all.
    private var cost: Interval?
    /// Whether nothing without a rate passes.
    private(set) var needPrice = false

    /// An amount has 12 decimals: a quantity 6, a rate in pounds 8, a cost in pounds 14.
    fileprivate mutating func narrow(to value: Value) {
      let bound = Int128(value.amount.value)
      needPrice = needPrice || value.quantity != .usage
      switch value.quantity {
      case .usage: usage.narrow(value.comparison, bound, by: 1_000_000)
      case .rate: rate.narrow(value.comparison, bound, by: 10_000)
      case .cost:
        var interval = cost ?? Interval()
        interval.narrow(value.comparison, bound * 100, by: 1)
        cost = interval
      }
    }

    @inline(__always)
    func hold(quantity: Int64, rate: Int64?) -> Bool {
      guard usage.contains(Int128(quantity)) else { return false }
      guard needPrice else { return true }
      guard let rate, self.rate.contains(Int128(rate)) else { return false }
      guard let cost else { return true }
      return cost.contains(Int128(quantity) * Int128(rate))
    }
  }

  /// The numbers from the first to the last; none where the last comes before the first.
  private struct Interval: Hashable {
    private var first = Int128.min
    private var last = Int128.max

    @inline(__always)
    func contains(_ number: Int128) -> Bool { first <= number && number <= last }

    /// Leaves the numbers that compare so, times `factor`, with a bound.
    mutating func narrow(_ comparison: Comparison, _ bound: Int128, by factor: Int128) {
      let (floor, rest) = (bound.flooredDivision(by: factor), bound.flooredRemainder(by: factor))
      let ceiling = rest == 0 ? floor : floor + 1
      switch comparison {
      case .less: last = min(last, ceiling - 1)
      case .lessOrEqual: last = min(last, floor)
      case .greater: first = max(first, floor + 1)
      case .greaterOrEqual: first = max(first, ceiling)
      case .equal: (first, last) = (max(first, ceiling), min(last, floor))
      }
    }
  }
}
