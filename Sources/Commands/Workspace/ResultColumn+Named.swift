import EnergyModel

extension ResultColumn {
  /// A column of each name, whose title is the name in words.
  static func named(_ names: String..., kind: ColumnKind = .text) -> [ResultColumn] {
    names.map { ResultColumn(name: $0, title: $0.replacing("_", with: " "), kind: kind) }
  }
}
