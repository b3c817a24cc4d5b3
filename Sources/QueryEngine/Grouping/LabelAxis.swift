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

  private struct Band: Hashable, Comparable {
    var start: Int
    var label: String

    static func < (left: Band, right: Band) -> Bool {
      (left.start, left.label) < (right.start, right.label)
    }
  }

  /// `rows` are those of each scan's timeline.
  init(keys: [GroupKey.Label], rows: [RateRows]) {
    var firstUse: [String: Int] = [:]
    for row in rows.joined() where firstUse[row.tariff] == nil {
      firstUse[row.tariff] = firstUse.count
    }
    // Bands may begin together and end apart: each needs an ordinal of its own.
    let used = keys.contains(.band) ? rows : []
    let bands = Set(used.joined().map { Band(start: $0.bandStart, label: $0.band) })
    let places = Dictionary(uniqueKeysWithValues: bands.sorted().enumerated().map { ($1, $0) })
    func value(_ row: RateRow?) -> (ordinals: [Int], labels: [String]) {
      let parts = keys.map { key -> (Int, String) in
        guard let row else { return (.max, LabelAxis.none) }
        return switch key {
        case .rate: (Int(row.rate.micropence), row.rate.inMajorUnit.text)
        case .band: (places[Band(start: row.bandStart, label: row.band)] ?? 0, row.band)
        case .tariff: (firstUse[row.tariff] ?? 0, row.tariff)
        }
      }
      return (parts.map(\.0), parts.map(\.1))
    }
    var known: [[String]: (index: Int, ordinals: [Int])] = [:]
    let values = rows.map { rows in
      ([nil] + rows.map(Optional.some)).map { (row: RateRow?) in
        let (ordinals, labels) = value(row)
        if let index = known[labels]?.index { return index }
        known[labels] = (known.count, ordinals)
        return known.count - 1
      }
    }
    let inOrder = known.sorted { $0.value.index < $1.value.index }
    labels = inOrder.isEmpty ? [keys.map { _ in LabelAxis.none }] : inOrder.map(\.key)
    ordinals = inOrder.isEmpty ? [keys.map { _ in .max }] : inOrder.map(\.value.ordinals)
    valueOfRow = values
  }
}
