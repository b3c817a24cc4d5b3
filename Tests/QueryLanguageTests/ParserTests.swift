import EnergyModel
import QueryLanguage
import Testing

@Suite struct ParserTests {
  @Test func aQueryWithEveryClause() throws {
    let query = try read(
      "EXPLAIN Cost import, export from 2023-07-01 to 2023-08-01 By day, halfhour meter a, 'b c' "
        + "with Coverage order by cost_gbp Desc limit 10 as CSV into! out.csv")
    #expect(query.isExplained)
    #expect(query.measure.value == .cost)
    #expect(query.flows.map(\.value) == [.import, .export])
    #expect(query.period?.value.description == "from 2023-07-01 to 2023-08-01")
    #expect(query.keys.map(\.value) == [.calendar(.day), .cyclic(.halfhour)])
    #expect(query.meters.map(\.value) == ["a", "b c"])
    #expect(query.extras.map(\.value) == [.coverage])
    #expect(query.order?.column.value == "cost_gbp")
    #expect(query.order?.isDescending == true)
    #expect(query.cut == .limit(10))
    #expect(query.output.format?.value == .csv)
    #expect(query.output.path?.value == "out.csv")
    #expect(query.output.replaces)
  }

  @Test func spansPointIntoTheText() throws {
    let query = try read("usage gas last 3 months by week meter Küche limit 2")
    #expect(query.measure.span == 0..<5)
    #expect(query.flows.first?.span == 6..<9)
    #expect(query.period?.span == 10..<23)
    #expect(query.keys.first?.span == 27..<31)
    #expect(query.meters.first?.span == 38..<44)
  }

  @Test func nothingButAMeasure() throws {
    let query = try read("usage")
    #expect(query == Query(measure: Located(.usage, at: 0..<0)))
    #expect(query.description == "usage")
  }

  /// Any order of the clauses reads as the same query.
  @Test func clausesInAnyOrder() throws {
    let clauses = [
      "gas", "last 7 days", "by day, hour", "meter m1", "with coverage", "order by usage",
      "top 3", "as json", "into x.json",
    ]
    let expected = try read("usage " + clauses.joined(separator: " "))
    for shift in clauses.indices {
      let turned = clauses[shift...] + clauses[..<shift]
      #expect(try read("usage " + turned.joined(separator: " ")) == expected)
      #expect(try read("usage " + turned.reversed().joined(separator: " ")) == expected)
    }
  }

  @Test(arguments: [
    ("usage by week order by week", false), ("usage by week order by week asc", false),
    ("usage by week order by week DESC", true),
  ])
  func directionOfOrder(text: String, isDescending: Bool) throws {
    #expect(try read(text).order?.isDescending == isDescending)
  }

  @Test func keysTakeEveryWordOfTheVocabulary() throws {
    for key in GroupKey.allCases {
      #expect(try read("usage by \(key.word.uppercased())").keys.map(\.value) == [key])
    }
    #expect(GroupKey.allCases.count == 15)
  }

  @Test(arguments: [
    ("usage", true), ("cost", true), ("explain", true), ("import", false), ("", false),
  ])
  func wordsThatOpenAQuery(word: String, opens: Bool) {
    #expect(Parser.opensQuery(word) == opens)
    #expect(Parser.openingWords.contains(word) == opens)
  }
}
