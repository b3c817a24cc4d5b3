import EnergyModel
import QueryLanguage
import Tariffs

/// The axis of rate labels: the combinations of `rate`, `band` and `tariff` that occur in a plan.
struct LabelAxis: Hashable, Sendable {
  /// The text for each key of each value; a half-hour without a rate has `none` for all.
  let labels: [[String]]
  /// The ordinals among the values of each key, in row order.
  let ordinals: [[Int]]
  /// The value for no rate, and then for each row of the timeline, by scan.
  let valueOfRow: [[Int]]

  static let none = "none"

  /// The part of a row that the keys look at.
  private struct Value: Hashable {
    var rate: Int64?
    var band: Band?
    var tariff: String?
  }

  private struct Band: Hashable, Comparable {
    var start: Int
    var label: String

    static func < (left: Band, right: Band) -> Bool {
      (left.start, left.label) < (right.start, right.label)
    }
  }

  /// `rows` are those of each scan's timeline.
  init(keys: [GroupKey.Label], rows: [RateRows]) {
    // Bands may begin together and end apart: each must have a place of its own.
    let bandOfRow = keys.contains(.band) ? rows.map(LabelAxis.bands) : []
    let places = Dictionary(
      uniqueKeysWithValues: Set(bandOfRow.joined()).sorted().enumerated().map { ($1, $0) })
    var firstUse: [String: Int] = [:]
    var known: [Value: Int] = [:]
    var inOrder: [Value] = []
    func number(_ value: Value) -> Int {
      if let number = known[value] { return number }
      known[value] = inOrder.count
      inOrder.append(value)
      return inOrder.count - 1
    }
    let (hasRate, hasTariff) = (keys.contains(.rate), keys.contains(.tariff))
    valueOfRow = rows.enumerated().map { scan, rows in
      var numbers = [number(Value())]
      numbers.reserveCapacity(rows.count + 1)
      rows.forEachPrice { row, tariff, price in
        if hasTariff, firstUse[tariff] == nil { firstUse[tariff] = firstUse.count }
        numbers.append(
          number(
            Value(
              rate: hasRate ? price.payable.micropence : nil,
              band: bandOfRow.isEmpty ? nil : bandOfRow[scan][row],
              tariff: hasTariff ? tariff : nil)))
      }
      return numbers
    }
    if inOrder.isEmpty { inOrder = [Value()] }
    labels = inOrder.map { value in
      keys.map { key in
        let label: String? =
          switch key {
          case .rate: value.rate.map { Rate(micropence: $0).inMajorUnit.text }
          case .band: value.band?.label
          case .tariff: value.tariff
          }
        return label ?? LabelAxis.none
      }
    }
    ordinals = inOrder.map { value in
      keys.map { key in
        let ordinal: Int? =
          switch key {
          case .rate: value.rate.map { Int($0) }
          case .band: value.band.flatMap { places[$0] }
          case .tariff: value.tariff.flatMap { firstUse[$0] }
          }
        return ordinal ?? .max
      }
    }
  }

  private static func bands(_ rows: RateRows) -> [Band] {
    rows.map { Band(start: $0.bandStart, label: $0.band) }
  }
}
