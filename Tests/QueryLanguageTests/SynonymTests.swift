import EnergyModel
import QueryLanguage
import Testing

/// Words of other languages get the word of this one as the hint, and one caret: language §5.
@Suite struct SynonymTests {
  @Test(arguments: [
    ("cost by day sort by cost", "12-19: unknown words 'sort by'. Did you mean 'order by'?"),
    ("cost by day SORT cost desc", "12-16: unknown word 'SORT'. Did you mean 'order by'?"),
    ("cost by day sort by", "12-19: unknown words 'sort by'. Did you mean 'order by'?"),
    ("cost order_by cost", "5-13: unknown word 'order_by'. Did you mean 'order by'?"),
    ("cost group by month", "5-13: unknown words 'group by'. Did you mean 'by'?"),
    ("cost per", "8-9: expected day, week, month or year"),
    (
      "cost per kWh by day",
      "9-12: expected day, week, month or year behind 'per', found 'kWh'; "
        + "for the price of a kWh: with price"
    ),
    (
      "cost per hour",
      "9-13: expected day, week, month or year behind 'per', found 'hour'; for a row each: by hour"
    ),
    ("cost daily", "5-10: unknown word 'daily'. Did you mean 'by day'?"),
    ("cost Monthly 2023", "5-12: unknown word 'Monthly'. Did you mean 'by month'?"),
    (
      "cost average by day",
      "5-12: unknown word 'average'; for a mean day: per day; for the mean rate: with price"
    ),
    (
      "cost avg cost by day",
      "5-8: unknown word 'avg'; for a mean day: per day; for the mean rate: with price"
    ),
    ("cost 2023-07 vs 2023-06", "13-15: unknown word 'vs'. Did you mean 'versus'?"),
    (
      "cost 2023-07 compared to previous by day",
      "13-24: unknown words 'compared to'. Did you mean 'versus'?"
    ),
    ("cost by day > out.csv", "12-13: unknown word '>'. Did you mean 'into'?"),
    ("cost by day >> out.csv", "12-14: unknown words '> >'. Did you mean 'into'?"),
    ("cost | less", "5-6: unknown word '|'; type: into FILE"),
    ("cost ?", "5-6: unknown word '?'; type: help cost"),
    ("cost .help", "5-10: unknown word '.help'; type: help cost"),
    ("cost by day desc", "12-16: unknown word 'desc'; type: order by COLUMN desc"),
    ("cost asc by day", "5-8: unknown word 'asc'; type: order by COLUMN asc"),
    ("cost time 16-19", "5-15: unknown words 'time 16-19'. Did you mean 'where time 16:00-19:00'?"),
    (
      "cost time 4pm - 7pm by day",
      "5-19: unknown words 'time 4pm - 7pm'. Did you mean 'where time 16:00-19:00'?"
    ),
    (
      "cost where weekday time 22:00-2",
      "19-31: unknown words 'time 22:00-2'. Did you mean 'and time 22:00-02:00'?"
    ),
    ("cost time peak by day", "5-9: unknown word 'time'. Did you mean 'where time'?"),
    ("cost qtd", "5-8: unknown word 'qtd'. Did you mean 'quarter to date'?"),
    ("usage water by day", "6-11: unknown word 'water'; there are import, export and gas"),
    ("usage electricity 2023", "6-17: unknown word 'electricity'. Did you mean 'import'?"),
    (
      "usage solar",
      "6-11: unknown word 'solar'; for what went to the grid: export; for a meter of that name: "
        + "meter solar"
    ),
    (
      "cost 2023-07-01 16:00 to 2023-07-01 19:00 by hour",
      "5-41: expected 'from' before the first date of a range. "
        + "Did you mean 'from 2023-07-01 16:00 to 2023-07-01 19:00'?"
    ),
    (
      "cost 2023-06 to july 2023",
      "5-25: expected 'from' before the first date of a range. "
        + "Did you mean 'from 2023-06 to 2023-07'?"
    ),
    ("cost weekends by day", "5-13: unknown word 'weekends'. Did you mean 'where weekend'?"),
    ("cost usage > 0.5 kWh", "5-10: unknown word 'usage'. Did you mean 'where usage'?"),
    ("cost tariff = go", "5-11: unknown word 'tariff'. Did you mean 'where tariff'?"),
    ("cost day in (sat, sun)", "5-8: unknown word 'day'. Did you mean 'where day'?"),
    ("cost day", "5-8: unknown word 'day'. Did you mean 'by day'?"),
    ("cost by day hour", "12-16: unknown word 'hour'. Did you mean ', hour'?"),
    ("cost standing", "5-13: unknown word 'standing'. Did you mean 'with standing'?"),
    ("cost with price coverage", "16-24: unknown word 'coverage'. Did you mean ', coverage'?"),
    (
      "cost between 2023-07-01 and 2023-08-01 by day",
      "5-12: unknown word 'between'; type: from A to B, or from A through B"
    ),
    (
      "cost where time 16-19",
      "16-21: expected a time range on the half-hour, such as 16:00-19:00, found '16-19'. "
        + "Did you mean '16:00-19:00'?"
    ),
  ])
  func oneHint(text: String, expected: String) throws {
    #expect(try mistakes(text) == [expected])
  }

  /// What follows is read as what was meant: here the key is wrong too.
  @Test func theRestIsStillRead() throws {
    #expect(
      try mistakes("cost group by dya sort by cost") == [
        "5-13: unknown words 'group by'. Did you mean 'by'?",
        "14-17: unknown key 'dya'. Did you mean 'day'?",
        "18-25: unknown words 'sort by'. Did you mean 'order by'?",
      ])
  }

  /// A hint can be typed: with it in place of what was typed there is no mistake.
  @Test(arguments: [
    ("usage sort by usage", "usage order by usage"), ("usage group by day", "usage by day"),
    ("usage daily", "usage by day"),
    ("usage > x.csv", "usage into x.csv"), ("usage time 16-19", "usage where time 16:00-19:00"),
    ("usage by day hour", "usage by day, hour"), ("usage qtd", "usage quarter to date"),
    ("usage 2023-07-01 16:00 to today", "usage from 2023-07-01 16:00 to today"),
    ("usage where weekday time 22-2", "usage where weekday and time 22:00-02:00"),
  ])
  func hintsAreOfTheLanguage(typed: String, instead: String) throws {
    #expect(try mistakes(typed).count == 1)
    #expect(try read(instead).description.isEmpty == false)
  }

  /// Nothing but a synonym has its hint: what the language has by itself is read as it is.
  @Test func wordsOfTheLanguageAreNoSynonyms() throws {
    for clause in Clause.allCases {
      let typed = (try? mistakes("cost \(clause.word)")) ?? []
      #expect(!typed.contains { $0.contains("unknown word") }, "\(clause.word)")
    }
  }
}
