extension Grid {
  /// Texts are cut to no fewer columns than this.
  private static let narrowest = 8

  /// Cuts texts, the widest column first, until the grid is narrower by `excess` columns.
  ///
  /// Figures are never cut, and no cut makes two different texts of a column look the same.
  /// Returns false, and changes nothing, when that is not enough.
  mutating func narrow(by excess: Int, mark: Character) -> Bool {
    var widths = columns.map(\.width)
    let least = columns.indices.map(leastWidth)
    for _ in 0..<excess {
      let candidates = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return false }
      widths[widest] -= 1
    }
    for index in columns.indices where widths[index] < columns[index].width {
      let width = widths[index]
      columns[index].width = width
      columns[index].title.cut(to: width, mark: mark)
      for row in totals.indices { totals[row][index].text.cut(to: width, mark: mark) }
      for row in rows.indices { rows[row][index].text.cut(to: width, mark: mark) }
    }
    return true
  }

  private func leastWidth(of index: Int) -> Int {
    let column = columns[index]
    guard column.isText, column.width > Grid.narrowest else { return column.width }
    let texts = Set(rows.map { $0[index].text }).sorted()
    // Of two texts, what they begin with alike, a letter that differs, maybe wide, and the mark.
    let telling = zip(texts, texts.dropFirst()).map { left, right in
      zip(left, right).prefix { $0 == $1 }.reduce(0) { $0 + String($1.0).displayWidth } + 3
    }
    return min(column.width, max(Grid.narrowest, telling.max() ?? 0))
  }
}
