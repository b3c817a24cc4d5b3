import QueryLanguage

extension Help {
  /// The text of the page on 'chart'.
  static let chartDetails =
    HelpPage.columns(ChartKind.allCases.map { ($0.word, $0.summary) }) + [
      "", "Without a kind the keys choose one: bars, a line where there are many, parts by",
      "rate or band, a heatmap of days with hours. Export is below the line. Missing is a",
      "dot, and never zero. A file that ends in .svg or .html gets a picture; for rows at",
      "a terminal see '.chart', for the last result 'last chart'.",
    ]
}
