import QueryLanguage
import Testing

@Suite struct ParserErrorTests {
  /// The contract's own example, language §7.
  @Test func twoSlipsAtOnce() throws {
    #expect(
      try mistakes("cost imoprt 2023-07 by halfour") == [
        "5-11: unknown word 'imoprt'. Did you mean 'import'?",
        "23-30: unknown key 'halfour'. Did you mean 'halfhour'?",
      ])
  }

  @Test func atMostThree() throws {
    #expect(
      try mistakes("usage by aaa, bbb, ccc, ddd").map { $0.prefix(5) } == [
        "9-12:", "14-17", "19-22",
      ])
  }

  private static let keys =
    "halfhour, hour, weekday, daytype, slot, day, week, month, quarter, year, rate, band, "
    + "tariff, meter, flow"

  private static let noFrom =
    "expected 'from' before the first date of a range; type: from A to B, or A..B"

  private static let measures =
    "usage, cost, net, readings, rates, gaps, cheapest, dearest, bill, compare, reconcile"

  @Test(arguments: [
    ("usage impotr", ["6-12: unknown word 'impotr'. Did you mean 'import'?"]),
    ("usage xyzzyx", ["6-12: unknown word 'xyzzyx'; see 'help usage'"]),
    ("usage Xyzzyx", ["6-12: unknown word 'Xyzzyx'; see 'help usage'"]),
    ("usage yesterdya", ["6-15: unknown word 'yesterdya'. Did you mean 'yesterday'?"]),
    ("usage import, gaz", ["14-17: unknown flow 'gaz'. Did you mean 'gas'?"]),
    ("usage by dya", ["9-12: unknown key 'dya'. Did you mean 'day'?"]),
    ("usage by zzzz", ["9-13: unknown key 'zzzz'; keys are \(keys)"]),
    ("usage with covrage", ["11-18: unknown extra 'covrage'. Did you mean 'coverage'?"]),
    (
      "usage with zzzz",
      [
        "11-15: unknown extra 'zzzz'; extras are standing, coverage, price, share, cumulative, rolling, spread, power, supplier, vat, volume, revisions, spark"
      ]
    ),
    ("usage as cvs", ["9-12: unknown format 'cvs'. Did you mean 'csv'?"]),
    (
      "usage as xml",
      [
        "9-12: unknown format 'xml'; formats are table, box, plain, markdown, csv, tsv, json, jsonl, html, line, svg"
      ]
    ),
    (
      "usage Küche by dya",
      [
        "6-12: unknown word 'Küche'; see 'help usage'",
        "16-19: unknown key 'dya'. Did you mean 'day'?",
      ]
    ),
  ])
  func unknownNames(text: String, expected: [String]) throws {
    #expect(try mistakes(text) == expected)
  }

  @Test(arguments: [
    ("usage by", ["8-9: expected a key (\(keys))"]),
    ("usage by day,", ["13-14: expected a key (\(keys))"]),
    ("usage by limit 3", ["9-14: expected a key (\(keys)), found 'limit'"]),
    ("usage by day, = limit 3", ["14-15: expected a key (\(keys)), found '='"]),
    ("usage meter", ["11-12: expected a meter's alias or number"]),
    ("usage meter 'a", ["12-14: this string is not closed"]),
    ("usage order cost", ["12-16: expected 'by', found 'cost'"]),
    ("usage order by", ["14-15: expected a column"]),
    ("usage limit", ["11-12: expected a number of rows"]),
    ("usage limit 0", ["12-13: expected a number of rows, found '0'"]),
    ("usage limit -3", ["12-14: expected a number of rows, found '-3'"]),
    ("usage limit 1.5", ["12-15: expected a number of rows, found '1.5'"]),
    (
      "usage limit 99999999999999999999",
      [
        "12-32: expected a number of rows, found '99999999999999999999'"
      ]
    ),
    ("usage top by day", ["10-12: expected a number of rows, found 'by'"]),
    ("usage into", ["10-11: expected a file name"]),
    (
      "usage as",
      [
        "8-9: expected a format (table, box, plain, markdown, csv, tsv, json, jsonl, html, line, "
          + "svg)"
      ]
    ),
    ("usage import,", ["13-14: expected a flow (import, export, gas)"]),
    ("usage = 3", ["6-7: expected a clause, found '='"]),
    ("usage 'import'", ["6-14: expected a clause, found 'import'"]),
    ("explain", ["7-8: expected a measure (\(measures))"]),
    ("explain import", ["8-14: expected a measure (\(measures)), found 'import'"]),
  ])
  func missingOrMisplacedWords(text: String, expected: [String]) throws {
    #expect(try mistakes(text) == expected)
  }

  /// One mistake is one error, though the rest of its clause is still there to be read.
  @Test(arguments: [
    ("usage by day by week", ["13-15: 'by' is repeated"]),
    ("usage 2023-07 by day 2023-08", ["21-28: the period is repeated"]),
    ("usage today from 2023-07 to 2023-08", ["12-16: the period is repeated"]),
    (
      "usage import by day export",
      [
        "20-26: the flows are repeated; list them as: a, b"
      ]
    ),
    ("usage meter a meter b", ["14-19: 'meter' is repeated"]),
    ("usage with coverage with coverage", ["20-24: 'with' is repeated"]),
    ("usage order by day order by day desc", ["19-24: 'order' is repeated"]),
    ("usage limit 3 limit 4", ["14-19: 'limit' is repeated"]),
    ("usage as csv as json", ["13-15: 'as' is repeated"]),
    ("usage into a into! b", ["13-18: 'into' is repeated"]),
    ("usage limit 3 top 4", ["14-17: 'limit' and 'top' can't be combined"]),
    ("usage top 3 by day limit 4", ["19-24: 'limit' and 'top' can't be combined"]),
    ("usage by day, week, day", ["20-23: the key 'day' is repeated"]),
    ("usage import, gas, import", ["19-25: the flow 'import' is repeated"]),
    ("usage with coverage, coverage", ["21-29: the extra 'coverage' is repeated"]),
    (
      "usage last fortnight by day",
      [
        "11-20: expected week, weekend, month, quarter, year, the name of a month or '7 days' after "
          + "'last', found 'fortnight'"
      ]
    ),
    ("usage order halfhour desc limit 3", ["12-20: expected 'by', found 'halfhour'"]),
    (
      "usage 2023-07 to 2023-08 by day",
      [
        "6-24: expected 'from' before the first date of a range. "
          + "Did you mean 'from 2023-07 to 2023-08'?"
      ]
    ), ("usage 2023-07 to nope", ["14-16: \(noFrom)"]),
    ("usage 2023-07 .. 2023-08", ["14-16: \(noFrom)"]),
    ("usage through july 2023 by day", ["6-13: \(noFrom)"]),
    ("usage xx1 xx2 xx3 xx4 xx5", ["6-9: unknown word 'xx1'; see 'help usage'"]),
    ("usage xx1 3 'a b' = by day", ["6-9: unknown word 'xx1'; see 'help usage'"]),
    ("cost wiht standing", ["5-9: unknown word 'wiht'. Did you mean 'with'?"]),
    ("usage lats 7 days by day", ["6-10: unknown word 'lats'. Did you mean 'last'?"]),
    ("usage from 2023-02-30 to today by day", ["11-21: February 2023 has 28 days"]),
    ("usage 2023-02-30 through last week", ["6-16: February 2023 has 28 days"]),
    ("usage tpo 3 by day", ["6-9: unknown word 'tpo'. Did you mean 'top'?"]),
    ("usage lmit by day", ["6-10: unknown word 'lmit'. Did you mean 'limit'?"]),
    ("usage onn go by day", ["6-9: unknown word 'onn'. Did you mean 'on'?"]),
    ("usage by day yb week", ["13-15: unknown word 'yb'. Did you mean 'by'?"]),
    (
      "cost on current+Current, b",
      ["8-23: 'current' is repeated; alone it stands for all flows"]
    ),
    ("cost on 27p, 28p, £0.27", ["18-24: the alternative '27p' is repeated"]),
  ])
  func oneMistakeIsOneError(text: String, expected: [String]) throws {
    #expect(try mistakes(text) == expected)
  }

  /// What stands behind a slip is read as what was meant, so that its own slips are told too.
  @Test(arguments: [
    (
      "cost wiht standng by dya",
      [
        "5-9: unknown word 'wiht'. Did you mean 'with'?",
        "10-17: unknown extra 'standng'. Did you mean 'standing'?",
        "21-24: unknown key 'dya'. Did you mean 'day'?",
      ]
    ),
    (
      "usage y imoprt",
      [
        "6-7: unknown word 'y'; see 'help usage'",
        "8-14: unknown word 'imoprt'. Did you mean 'import'?",
      ]
    ),
  ])
  func severalMistakes(text: String, expected: [String]) throws {
    #expect(try mistakes(text) == expected)
  }

  /// Errors stand in the order of the text, whatever order they were found in.
  @Test func errorsFollowTheText() throws {
    #expect(
      try mistakes("usage by hour, dya, day, day limit x as cvs") == [
        "15-18: unknown key 'dya'. Did you mean 'day'?",
        "25-28: the key 'day' is repeated",
        "35-36: expected a number of rows, found 'x'",
      ])
  }
}
