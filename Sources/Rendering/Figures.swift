import EnergyModel

/// How people read the figures of one column: all to the same number of decimals.
struct Figures {
  /// Nil among text, where no points stand in line.
  private let places: Int?
  private let groupsThousands: Bool

  /// The cells are all that stand in the column, its total too.
  init(_ kind: ColumnKind, over cells: some Sequence<Cell>) {
    switch kind {
    case .energy: places = 3
    case .money(let shown): places = shown
    // Nothing of these is rounded away; the longest decides, so that points stand in line.
    case .rate, .count: places = cells.map(\.decimals).max()
    case .quotient(let most): places = cells.map(\.decimals).max().map { min($0, most) }
    case .text, .instant, .quantity: places = nil
    }
    switch kind {
    case .energy, .money, .count, .quantity: groupsThousands = true
    case .rate, .quotient, .text, .instant: groupsThousands = false
    }
  }

  func text(_ number: FixedPoint) -> String {
    let text = places.map(number.text(places:)) ?? number.text
    return groupsThousands ? text.groupedByThousands : text
  }
}

extension Cell {
  /// How many decimals it takes to write it exactly.
  fileprivate var decimals: Int {
    guard case .number(let number) = self else { return 0 }
    let text = number.text
    return text.firstIndex(of: ".").map { text[$0...].utf8.count - 1 } ?? 0
  }
}
