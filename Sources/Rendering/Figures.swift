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
    case .text, .instant, .quantity: places = nil
    }
    groupsThousands = kind != .rate && kind != .text && kind != .instant
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

extension String {
  /// A decimal number with commas: `-1,488.25`.
  var groupedByThousands: String {
    let end = firstIndex(of: ".") ?? endIndex
    let start = hasPrefix("-") ? index(after: startIndex) : startIndex
    guard utf8.distance(from: start, to: end) > 3 else { return self }
    var whole = ""
    for (place, digit) in self[start..<end].reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    return self[..<start] + String(whole.reversed()) + self[end...]
  }
}

/// `1 day`, `1,488 half-hours`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(String(count).groupedByThousands) \(noun)\(count == 1 ? "" : "s")"
}
