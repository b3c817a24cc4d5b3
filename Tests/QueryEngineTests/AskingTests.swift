import Foundation
import QueryEngine
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
      let lines = try answer(statement, home)
      #expect(lines.count == expected.count, "\(statement)")
      for (line, expected) in zip(lines, expected) {
        #expect(line == expected, "\(statement)")
      }
    }
  }

  /// The rows, or of an explanation as many lines at its end as there are parts of a change.
  private func answer(_ statement: String, _ home: MemoryHome) throws -> [String] {
    let now = "2024-11-21T08:00"
    guard statement.hasPrefix("explain") else { return try ask(statement, home, now: now).lines }
    let text = try Explanation(try plan(statement, home, now: now)).text(source: home)
    return text.split(separator: "\n").suffix(5).map(String.init)
  }
}
