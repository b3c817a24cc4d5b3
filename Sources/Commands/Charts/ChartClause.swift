import EnergyModel
import QueryLanguage
import Rendering

extension OutputSyntax {
  /// The error for a picture in a format of figures.
  func noPicture(_ format: OutputFormat) -> QueryError {
    let able = OutputFormat.allCases.filter { $0.picture != nil }.map(\.word)
    return QueryError(
      "'\(format.word)' holds figures, and no chart", at: self.format?.span ?? chart?.span,
      hint: "a chart is drawn as \(able.joined(separator: ", "))")
  }

  /// Runs a step, and says of what can't be drawn where the chart was asked for.
  func locatingChartErrors(_ step: () throws -> Void) throws {
    do {
      try step()
    } catch let error as ChartError {
      guard let chart else { throw error }
      throw QueryError(error.message, at: chart.span, hint: error.hint)
    }
  }
}

extension FormPart<OutputSyntax> {
  /// `chart`, `as FORMAT` and `into FILE`, each at most once.
  static let drawing = FormPart(
    usage: "[chart [KIND]] [as FORMAT] [into FILE [open]]",
    start: Start(
      vocabulary: ["chart", "as", "into"],
      begins: { ["chart", "as", "into", "into!"].contains($0.word) },
      expect: { cursor, output in
        if output?.chart == nil { cursor.expect([Clause.chart]) }
        cursor.expectOutput(behind: output ?? OutputSyntax())
      }),
    isRepeatable: true, defaultValue: OutputSyntax()
  ) { (cursor, earlier, _) throws(QueryError) in
    var output = earlier ?? OutputSyntax()
    guard cursor.word == Clause.chart.word else {
      try cursor.readOutput(&output)
      return output
    }
    if output.chart != nil {
      cursor.errors.append(QueryError("'chart' is repeated", at: cursor.here))
    }
    output.chart = try Parser.chart(&cursor)
    return output
  }
}

extension FormPart<OutputSyntax> {
  /// `as FORMAT`, `into FILE` and `open`, each at most once.
  static let page = FormPart(
    usage: "[as FORMAT] [into FILE] [open]",
    start: Start(
      vocabulary: ["as", "into", "open"],
      begins: { ["as", "into", "into!", "open"].contains($0.word) },
      expect: { cursor, output in
        cursor.expectOutput(behind: output ?? OutputSyntax())
        if output?.opens != true { cursor.expect(words: ["open"]) }
      }),
    isRepeatable: true, defaultValue: OutputSyntax()
  ) { (cursor, earlier, _) throws(QueryError) in
    var output = earlier ?? OutputSyntax()
    let start = cursor.here
    guard cursor.accept("open") else {
      try cursor.readOutput(&output, canOpen: false)
      return output
    }
    if output.opens { cursor.errors.append(QueryError("'open' is repeated", at: start)) }
    output.opens = true
    return output
  }
}

extension Setting {
  static let chart = Setting(
    name: ".chart", values: "height N|auto", summary: "rows of a chart at a terminal",
    details: ["'auto' is 10, or fewer on a low screen. Axes and legends come on top of that."],
    examples: [".chart height 20", ".chart height auto"],
    value: { "height " + ($0.settings.display.chartHeight.map(String.init) ?? "auto") },
    change: { cursor in
      try cursor.require("height")
      let typed = try cursor.onlyOperand("a number of rows, or auto", words: ["auto"])
      let height = Int(typed.value)
      guard typed.value.lowercased() == "auto" || (3...200).contains(height ?? 0) else {
        throw QueryError(
          "expected a number of rows from 3 to 200, or auto, found '\(typed.value)'",
          at: typed.span)
      }
      return changing { $0.settings.display.chartHeight = height }
    })
}
