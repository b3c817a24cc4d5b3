import QueryLanguage
import TestSupport
import Testing

@Suite struct CanonicalTextTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func readingTheCanonicalTextGivesTheQuery(seed: UInt64) throws {
    var maker = QueryMaker(random: SeededGenerator(seed: seed))
    for _ in 0..<2000 {
      let query = maker.query()
      let text = query.description
      try #require(try read(text) == query, "\(text)")
      try #require(Lexer.lex(text).statements.count == 1, "\(text)")
    }
  }

  @Test(arguments: [
    ("usage", "usage"),
    ("COST   Import ,export  July 2023 BY Day", "cost import, export 2023-07 by day"),
    ("usage limit 3 by hour 4/7/2023", "usage 2023-07-04 by hour limit 3"),
    ("usage since 2023q3", "usage from 2023-Q3"),
    ("usage 2023-01..2023-02", "usage from 2023-01 to 2023-02"),
    ("usage from 2023 thru jul meter 'a b'", "usage from 2023 through jul meter \"a b\""),
    ("usage in winter 2023/2024", "usage winter 2023/24"),
    ("usage by day VERSUS Previous 2023-07", "usage 2023-07 versus previous by day"),
    ("usage july versus year  earlier", "usage jul versus year earlier"),
    ("usage mtd versus year to date", "usage from this month versus from this year"),
    ("usage 2023 versus from 2022 to 2023 limit 1", "usage 2023 versus from 2022 to 2023 limit 1"),
    ("usage 2023-07 per Day above 300 w", "usage 2023-07 per day above 300W"),
    ("usage below 0.30kW with share, rolling 7", "usage with share, rolling 7 below 300W"),
    ("bill PROJECTED 2023-11 using exact", "bill 2023-11 projected using exact"),
    ("usage last 2 week order by usage", "usage last 2 weeks order by usage asc"),
    ("usage month to date", "usage from this month"),
    ("usage ytd by month", "usage from this year by month"),
    ("usage last JULY", "usage last jul"),
    ("usage july last year", "usage jul last year"),
    ("usage july this year", "usage this jul"),
    ("usage last Weekend", "usage last weekend"),
    ("usage july through september", "usage from jul through sep"),
    (
      "usage 2023-07-04T16:00..4/7/2023 19:00",
      "usage from 2023-07-04 16:00 to 2023-07-04 19:00"
    ),
    (
      "usage from 2023-10-29T01:30:00+01:00 to today 24:00",
      "usage from 2023-10-29 01:30+01:00 to today 24:00"
    ),
    ("usage since yesterday 7:30", "usage from yesterday 07:30"),
    ("explain usage as CSV into! x y", nil),
    ("explain usage as CSV into! x", "explain usage as csv into! x"),
  ])
  func canonicalTexts(typed: String, canonical: String?) throws {
    #expect((try? read(typed))?.description == canonical)
  }
}
