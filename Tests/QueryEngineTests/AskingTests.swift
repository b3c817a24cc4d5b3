import Foundation
import TestSupport
import Testing

/// What people ask of years of readings, against answers that `Fixtures/make_asking.py` computed.
@Suite struct AskingTests {
  private static let answers = Result {
    try JSONDecoder().decode(
      [String: [String]].self, from: Data(try fixture("Fixtures/asking.json").utf8))
  }

  @Test func theAnswersAreThoseOfTheScript() throws {
    let home = try askingHome()
    let answers = try AskingTests.answers.get()
    #expect(answers.count > 8)
    for (statement, expected) in answers {
      let lines = try ask(statement, home, now: "2024-11-21T08:00").lines
      #expect(lines.count == expected.count, "\(statement)")
      for (line, expected) in zip(lines, expected) {
        #expect(line == expected, "\(statement)")
      }
    }
  }
}
