import EnergyModel

/// A `name = value` line for each figure, with exact numbers and an empty line between rows.
struct LineRenderer: ResultSink {
  private let output: OutputBuffer
  private let missing: String
  private let isUnicode: Bool
  private var names: [String] = []
  private var isFirst = true

  init(output: OutputBuffer, options: RenderOptions) {
    self.output = output
    missing = options.missingMark
    isUnicode = options.unicode
  }

  mutating func begin(_ header: ResultHeader) {
    names = LineRenderer.aligned(header.columns.map(\.name.visible))
    isFirst = true
  }

  mutating func append(_ row: ResultRow) throws {
    let values = row.cells.map { cell in
      switch cell {
      case .missing: missing
      case .text(let text): text.visible
      case .number(let number): number.text
      case .day(let day): day.description
      case .time(let time): time.stamp
      case .spark(let heights): ChartGlyphs.spark(heights, unicode: isUnicode)
      }
    }
    try output.write((isFirst ? "" : "\n") + LineRenderer.record(Array(zip(names, values))))
    isFirst = false
  }

  func end(_ summary: ResultSummary) {}

  /// The names, padded to the widest of them.
  static func aligned(_ names: [String]) -> [String] {
    let width = names.map(\.displayWidth).max() ?? 0
    return names.map { $0 + $0.space(to: width) }
  }

  /// The lines of one row.
  static func record(_ fields: [(name: String, value: String)]) -> String {
    fields.map { "\($0.name) = \($0.value)\n" }.joined()
  }
}
