import EnergyModel
import QueryLanguage
import Testing

@Suite struct SuggestionTests {
  private let words = ["import", "export", "gas", "halfhour", "hour", "day", "month", "by", "week"]

  @Test(arguments: [
    ("imoprt", "import"), ("halfour", "halfhour"), ("hlafhour", "halfhour"), ("IMPROT", "import"),
    ("exprot", "export"), ("mnth", "month"), ("mon", "month"), ("wek", "week"), ("hafl", nil),
    ("xyz", nil), ("x", nil), ("", nil), ("imp", "import"), ("im", nil), ("gsa", "gas"),
  ])
  func closestWord(typed: String, expected: String?) {
    #expect(closest(to: typed, among: words) == expected)
  }

  @Test func theNearestOfSeveralWins() {
    #expect(closest(to: "hours", among: ["halfhour", "hour", "four"]) == "hour")
    #expect(closest(to: "solr", among: ["cellar", "solar"]) == "solar")
  }

  @Test func namesOutsideAscii() {
    #expect(closest(to: "kuche", among: ["Küche", "Bad"]) == "Küche")
  }

  @Test func theHintStandsInWhenNothingIsNear() {
    let name = Located("qqqqqq", at: 3..<9)
    let error = QueryError.unknown("meter", name, among: words, hint: "see 'show meters'")
    #expect(error.text == "unknown meter 'qqqqqq'; see 'show meters'")
    #expect(error.mistakes.map(\.span) == [3..<9])
    let near = QueryError.unknown("meter", Located("gass", at: 0..<4), among: words, hint: "no")
    #expect(near.text == "unknown meter 'gass'. Did you mean 'gas'?")
  }
}
