import Testing

@testable import Terminal

/// What Tab lists below the prompt.
@Suite struct CandidateListTests {
  @Test func candidatesFitTheScreen() {
    let many = CandidateList((10..<40).map { Candidate("name\($0)", summary: "its meaning") })
    // Two in a line of 20 columns, and the last of five rows is for the prompt.
    #expect(
      many.text(columns: 20, rows: 5) == """
        name10  name11
        name12  name13
        name14  name15
        … 24 more

        """)
    #expect(many.text(columns: 20, rows: 31).hasPrefix("name10  its meaning\n"))
    let wide = CandidateList([Candidate("a", summary: "123456789")])
    #expect(wide.text(columns: 13, rows: 9) == "a  123456789\n")
    #expect(wide.text(columns: 12, rows: 9) == "a  1234567…\n")
  }

  @Test func theCommonStartIsOfAnyCase() {
    let candidates = ["Halfhour", "halfyear", "hal"].map { Candidate($0) }
    #expect(Candidate.commonStart(of: candidates) == "Hal")
    #expect(Candidate.commonStart(of: []) == "")
  }
}
