import EnergyModel

/// The display style of the figures in one column: all with the same number of decimals.
struct NumberStyle {
  /// The number of decimals; nil in columns of text, where points need not line up.
  private var places: Int?
  /// The number of decimals of what is no whole number, where `places` is nil.
  private let fractionPlaces: Int
  /// The number of decimals that are always kept.
  private let leastPlaces: Int
  private let groupsThousands: Bool
  private let isPercentage: Bool

  /// Creates the style for a column; `decimals` are the most in any of its cells, including the
  /// total, if it has any and the kind ``counts(_:)``.
  init(_ kind: ColumnKind, decimals: Int?) {
    switch kind {
    case .energy: places = 3
    case .money(let shown): places = shown
    // The longest decides, so that points line up and nothing is rounded away.
    case .rate, .count: places = decimals
    case .quotient(let most): places = decimals.map { min($0, most) }
    case .ratio: places = 1
    case .text, .instant, .date, .remark, .spark, .quantity, .plain: places = nil
    }
    isPercentage = kind == .ratio
    // Days stay whole numbers beside kWh.
    fractionPlaces = kind == .quantity ? decimals ?? 0 : 0
    leastPlaces =
      switch kind {
      case .energy: 1
      case .money: 2
      // Down to a hundredth of a penny.
      case .rate, .quotient: 4
      case .count, .ratio, .text, .instant, .date, .remark, .spark, .quantity, .plain: 0
      }
    switch kind {
    case .energy, .money, .count, .quantity: groupsThousands = true
    case .rate, .quotient, .ratio, .text, .instant, .date, .remark, .spark, .plain:
      groupsThousands = false
    }
  }

  /// Whether the style of such a column depends on the decimals of its cells.
  static func counts(_ kind: ColumnKind) -> Bool {
    switch kind {
    case .rate, .count, .quotient, .quantity: true
    case .energy, .money, .ratio, .text, .instant, .date, .remark, .spark, .plain: false
    }
  }

  /// Whether all numbers have the same number of decimals.
  var isOfOneScale: Bool { places != nil }

  /// Whether decimals can still be dropped.
  var isRoundable: Bool { places ?? 0 > leastPlaces }

  mutating func dropDecimal() { places = places.map { $0 - 1 } }

  func text(_ number: FixedPoint) -> String {
    let number = isPercentage ? FixedPoint(number.digits * 100, scale: number.scale) : number
    let places = places ?? max(number.decimals == 0 ? 0 : fractionPlaces, number.decimals)
    let text = number.text(places: places)
    return groupsThousands ? text.groupedByThousands : text
  }
}

extension Cell {
  /// The number of decimals needed to write it exactly; 0 for what is no number.
  var decimals: Int {
    if case .number(let number) = self { number.decimals } else { 0 }
  }
}
