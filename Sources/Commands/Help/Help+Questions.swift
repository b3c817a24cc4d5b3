/// The page of what people ask of their own meter.
extension Help {
  static let questions = HelpPage(
    usage: [], summary: "what people ask, beside those of the README",
    examples: questionRows.map { statement, question in
      statement + String(repeating: " ", count: max(2, 44 - statement.count)) + "# " + question
    })

  private static let questionRows = [
    ("cost this month projected", "what will this month come to?"),
    ("explain cost july versus year earlier", "why was this July dearer?"),
    ("cost month to date versus previous", "this month so far, and the last"),
    ("usage last month by hour across daytype per day", "a Sunday's shape?"),
    ("usage last month above 300W", "what is above the base load?"),
    ("cost last month where time 16:00-19:00 with share", "the peak's part?"),
    ("usage last month by day with rolling 7", "the mean of seven days"),
    ("cost this year by month with cumulative", "with the running total"),
    ("cost this year by month with standing, price", "what is a kWh in all?"),
    ("compare last 12 months", "which tariffs would be cheaper?"),
    ("readings last month order by usage desc limit 10", "when most of all?"),
    ("reconcile 2023-07 billed total £129.59", "does my bill agree, and why not?"),
    ("readings this year where rate < 0p", "when were prices negative?"),
    ("gaps last month", "when was the power cut?"),
    ("cost last month by meter", "my two meters, side by side"),
    ("show changes", "what changed? back with: undo"),
    ("report last month", "a month in pictures"),
    ("usage this year by day, halfhour chart", "and a year"),
    ("usage this year versus year earlier by month chart", "both at once"),
  ]
}
