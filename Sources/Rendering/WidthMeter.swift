import EnergyModel

/// Finds the width of a column's widest text, without writing each of its numbers and times.
struct WidthMeter {
  private var width = 0
  private var least: FixedPoint?
  private var most: FixedPoint?
  private var latestText: String?
  private var measured: Uniform = []

  /// What is all of one width in a column.
  private struct Uniform: OptionSet {
    let rawValue: UInt8
    static let missing = Uniform(rawValue: 1)
    static let day = Uniform(rawValue: 2)
    static let time = Uniform(rawValue: 4)
    /// A time that carries its offset.
    static let repeatedTime = Uniform(rawValue: 8)
  }

  /// Adds a row's cell in a column; `text` writes it.
  mutating func add(_ row: ResultRow, in column: Grid.Column, text: () -> String) {
    guard let figures = column.figures else { return measure(text()) }
    switch row.cells[column.source] {
    case .missing: measure(.missing, text)
    case .day: measure(.day, text)
    case .time(let time): measure(time.isRepeated ? .repeatedTime : .time, text)
    case .text(let own):
      guard own != latestText else { return }
      latestText = own
      measure(text())
    case .number(let number) where figures.isOfOneScale:
      // What is further from zero is not narrower.
      if least.map({ number < $0 }) ?? true { least = number }
      if most.map({ $0 < number }) ?? true { most = number }
    case .number, .spark: measure(text())
    }
  }

  /// The width so far; `figures` is the style of the column's numbers.
  func width(with figures: NumberStyle?) -> Int {
    let numbers = [least, most].compactMap { number in
      number.flatMap { figures?.text($0).displayWidth }
    }
    return max(width, numbers.max() ?? 0)
  }

  private mutating func measure(_ text: String) { width = max(width, text.displayWidth) }

  private mutating func measure(_ kind: Uniform, _ text: () -> String) {
    guard !measured.contains(kind) else { return }
    measured.insert(kind)
    measure(text())
  }
}
