/// The ways to draw a chart.
package enum ChartKind: String, DescribedWord {
  case bar
  case line
  case stacked
  case heatmap
  case spark

  /// One line for the help.
  package var summary: String {
    switch self {
    case .bar: "a bar for each row, side by side where there are several"
    case .line: "a line along the time, with holes where readings are missing"
    case .stacked: "bars made of the parts of a second key, such as rate or band"
    case .heatmap: "a field for each day and half-hour, coloured by its figure"
    case .spark: "one line of small bars for each row"
    }
  }

  package var example: String {
    switch self {
    case .bar: "cost import 2023-07 by day chart bar"
    case .line: "usage import 2023-07 by day chart line"
    case .stacked: "cost import 2023-07 by day, band chart stacked"
    case .heatmap: "usage import 2023-07 by day, halfhour chart heatmap"
    case .spark: "usage import 2023-07 by week, halfhour chart spark"
    }
  }
}

/// The clause `chart`: a picture instead of a table.
package struct ChartSyntax: Hashable, Sendable {
  /// Nil for the kind that suits the result.
  package var kind: ChartKind?

  package init(kind: ChartKind? = nil) { self.kind = kind }
}

/// How a format holds a picture.
package enum PictureForm: Hashable, Sendable {
  /// In characters.
  case text
  /// As SVG alone.
  case image
  /// In a web page.
  case page
}

extension Parser {
  /// Reads `chart` and its kind, if there is one.
  package static func chart(_ cursor: inout TokenCursor) throws(QueryError) -> Located<ChartSyntax>
  {
    let start = cursor.here.lowerBound
    cursor.next()
    cursor.expect(ChartKind.allCases)
    let typed = cursor.peek
    if let typed, typed.kind == .word, let kind = ChartKind(word: typed.text) {
      cursor.next()
      return Located(ChartSyntax(kind: kind), at: start..<cursor.lastEnd)
    }
    let chart = Located(ChartSyntax(), at: start..<cursor.lastEnd)
    guard let typed, typed.kind == .word, !cursor.isAtCompletionPoint, !opensClause(cursor),
      !PeriodParser.opensPeriod(cursor), !rangeWords.contains(typed.text.lowercased()),
      closest(to: typed.text.lowercased(), among: ChartKind.words) != nil
        || otherKinds.contains(typed.text.lowercased())
    else { return chart }
    cursor.next()
    throw .unknown(
      "kind of chart", Located(typed.text, at: typed.span), among: ChartKind.words,
      hint: "kinds are \(ChartKind.words.joined(separator: ", "))")
  }

  /// Kinds that other programs have.
  private static let otherKinds: Set<String> = [
    "area", "box", "column", "columns", "donut", "doughnut", "histogram", "map", "pie", "plot",
    "scatter", "step",
  ]
}
