import QueryLanguage

extension Help {
  /// The text of the page on 'with spark'.
  static let sparkDetails = [
    "",
    "Of a quarter or year it shows the months; of rows without a unit of time the days, weeks or",
    "months of the period. The bars are the last figure of the measure, on one scale for all",
    "rows. A dot is a part without a figure, a blank is zero, and what is below zero hangs from",
    "above. All formats have the same characters; for the figures put the unit into 'by'.",
  ]

  /// The text of the page on 'chart'.
  static let chartDetails =
    HelpPage.columns(ChartKind.allCases.map { ($0.word, $0.summary) }) + [
      "", "Without a kind the keys choose one: bars, a line where there are many, parts by",
      "rate or band, a heatmap of days with hours. Export is below the line. Missing is a",
      "dot, and never zero. Each quarter of a heatmap's figures has a quarter of its colours.",
      "A file that ends in .svg or .html gets a picture, which 'open' behind it shows; for rows",
      "at a terminal see '.chart', for the last result 'last chart', for many 'report'.",
    ]
}
