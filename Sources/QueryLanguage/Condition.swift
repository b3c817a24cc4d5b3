import EnergyModel

/// A condition of `where`, tested on each half-hour by itself.
package enum Condition: Hashable, Sendable {
  case weekday
  case weekend
  /// Days of the week, 0 for Monday … 6 for Sunday.
  case days([Int])
  /// Slots of the local clock, the second excluded; across midnight when the first is the later.
  case time(from: Int, to: Int)
  case tariff(Located<String>)
  case value(Quantity, Comparison, Amount)

  /// The quantity of a half-hour that is compared.
  package enum Quantity: String, DescribedWord {
    case usage, rate, cost

    package var summary: String {
      switch self {
      case .usage: "the half-hour's energy, in kWh unless given in Wh"
      case .rate: "its rate, in £ per kWh unless given in p"
      case .cost: "its cost, in £ unless given in p"
      }
    }
  }
}

package enum Comparison: String, CaseIterable, Hashable, Sendable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "="

  package func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    }
  }
}

extension Condition: CustomStringConvertible {
  /// A flat rate is written in one way, and a name that would be read as one in another is quoted.
  private static func text(ofTariff name: String) -> String {
    let rate = Rate(typed: name)
    return rate == nil || rate?.inPence == name ? quotedIfNeeded(name) : quoted(name)
  }

  static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  package var description: String {
    switch self {
    case .weekday: "weekday"
    case .weekend: "weekend"
    case .days(let days): "day in (\(days.map { Condition.dayNames[$0] }.joined(separator: ", ")))"
    case .time(let from, let to): "time \(clockText(slot: from))-\(clockText(slot: to))"
    case .tariff(let name): "tariff = \(Condition.text(ofTariff: name.value))"
    case .value(let quantity, let comparison, let amount):
      "\(quantity.word) \(comparison.rawValue) \(amount)"
    }
  }
}
