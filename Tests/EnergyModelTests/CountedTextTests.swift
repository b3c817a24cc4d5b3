import EnergyModel
import Testing

@Suite struct CountedTextTests {
  @Test(arguments: [
    (0, "0 rows"), (1, "1 row"), (2, "2 rows"), (999, "999 rows"), (1000, "1,000 rows"),
    (1_234_567, "1,234,567 rows"), (-1000, "-1,000 rows"),
  ])
  func counts(count: Int, expected: String) {
    #expect(counted(count, "row") == expected)
  }

  @Test(arguments: [("day", "2 days"), ("query", "2 queries"), ("way", "2 ways")])
  func plurals(noun: String, expected: String) {
    #expect(counted(2, noun) == expected)
    #expect(counted(1, noun) == "1 \(noun)")
  }

  @Test func verbs() {
    #expect([0, 1, 2, 1001].map(havingVerb) == ["have", "has", "have", "have"])
  }

  @Test(arguments: [
    ("1488.25", "1,488.25"), ("-1488.25", "-1,488.25"), ("-999.12345", "-999.12345"),
    ("123456.1234567", "123,456.1234567"), ("", ""),
  ])
  func thousands(text: String, expected: String) {
    #expect(text.groupedByThousands == expected)
  }
}
