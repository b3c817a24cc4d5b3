import QueryLanguage
import Testing

/// A clause that a measure can't take is refused by both their names.
@Suite struct ClauseRefusalTests {
  /// Language.md §2: these take no `by`, and `gaps` no `where`.
  @Test(arguments: [
    ("readings by day", "'readings' takes no 'by'"), ("rates by day", "'rates' takes no 'by'"),
    ("gaps by day", "'gaps' takes no 'by'"), ("gaps where weekday", "'gaps' takes no 'where'"),
    ("cheapest 3h by day", "'cheapest' takes no 'by'"),
    ("dearest 3h by day", "'dearest' takes no 'by'"), ("usage on x", "'usage' takes no 'on'"),
    ("gaps on x", "'gaps' takes no 'on'"),
    ("usage with standing", "'usage' takes no 'with standing'"),
    ("net with price", "'net' takes no 'with price'"),
  ])
  func clause(text: String, expected: String) throws {
    #expect(refusal(text, try oneMeter(["1"], from: "2023-07-01T00:00")) == expected)
  }

  @Test(arguments: ["halfhour", "hour", "slot", "rate", "band"])
  func standingByLessThanADay(key: String) throws {
    let home = try oneMeter(
      ["1"], from: "2023-07-01T00:00", [tariff("flat", ["00:00-24:00": "10"])])
    #expect(
      refusal("cost with standing by \(key)", home)
        == "a standing charge is per day, so it can't be given by \(key)")
    #expect(
      refusal("cost with standing where weekday", home)
        == "a standing charge can't be combined with 'where'")
  }
}
