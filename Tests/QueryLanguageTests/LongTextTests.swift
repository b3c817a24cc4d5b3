import QueryLanguage
import TestSupport
import Testing

/// Long texts take long in proportion, and not by the square: each of these took minutes.
@Suite struct LongTextTests {
  private func query(_ text: String) throws -> Query {
    let start = processorTime()
    defer { #expect(processorTime() - start < .seconds(60)) }
    let statement = try #require(Lexer.lex(text).statements.first)
    return try Parser.query(statement)
  }

  @Test func manyMistakes() throws {
    let text = "usage " + String(repeating: "(", count: 50_000)
    let errors = #expect(throws: QueryError.self) { try query(text) }
    #expect(errors?.mistakes.map(\.span) == [6..<7])
  }

  @Test(arguments: ["imoprt ", "sort by cost ", "2023..2024 ", "time 16-19 ", "lats july "])
  func manySlips(typed: String) throws {
    let text = "usage " + String(repeating: typed, count: 20_000)
    #expect(throws: QueryError.self) { try query(text) }
  }

  @Test func aLongList() throws {
    let text = "usage by " + Array(repeating: "day", count: 20_000).joined(separator: ", ")
    let errors = #expect(throws: QueryError.self) { try query(text) }
    #expect(errors?.mistakes.first?.message == "the key 'day' is repeated")
  }

  @Test func manyComments() throws {
    let text = "usage 2023\n" + String(repeating: "# why\n", count: 40_000) + "  by month"
    #expect(try query(text).keys.map(\.value) == [.calendar(.month)])
    let ended = "usage 2023\n" + String(repeating: "# why\n", count: 1_000) + "cost 2023"
    #expect(Lexer.lex(ended).statements.count == 2)
  }
}
