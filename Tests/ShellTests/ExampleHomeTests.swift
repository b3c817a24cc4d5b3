import Foundation
import TestSupport
import Testing

/// The bundled home, whose answers a Python script computed from the files themselves.
@Suite struct ExampleHomeTests {
  /// An answer of `Fixtures/example-home.json`: a key, and figures as exact decimals.
  struct Answer: Decodable, CustomTestStringConvertible {
    var statement: String
    var rows: [[String: Figure]]
    var total: [String: Figure]

    var key: String { statement.split(separator: " ").last.map(String.init) ?? "" }
    var testDescription: String { statement }
  }

  /// A label, or a number that JSON has as text or as a literal.
  struct Figure: Decodable, Hashable {
    var text: String

    init(_ text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Decimal.self) {
        text = "\(number)"
      } else {
        text = try value.decode(String.self)
      }
    }

    /// The same number, whatever zeros end it; labels compare as they are.
    static func == (left: Figure, right: Figure) -> Bool {
      guard let first = left.number, let second = right.number else {
        return left.text == right.text
      }
      return first == second
    }

    func hash(into hasher: inout Hasher) { hasher.combine(number) }

    private var number: Decimal? {
      text.contains { !"0123456789.".contains($0) } ? nil : Decimal(string: text)
    }
  }

  private struct JSONAnswer: Decodable {
    var rows: [[String: Figure]]
    var totals: [String: Figure]
  }

  static func answers() -> [Answer] {
    guard let data = FileManager.default.contents(atPath: path("Fixtures/example-home.json")),
      let answers = try? JSONDecoder().decode([Answer].self, from: data)
    else { preconditionFailure("no answers to compare with") }
    return answers
  }

  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  @Test func thereAreFourAnswers() {
    #expect(ExampleHomeTests.answers().map(\.rows.count) == [48, 48, 11, 11])
  }

  @Test(arguments: answers())
  func csv(answer: Answer) throws {
    let outcome = try octowatt(
      answer.statement + " with coverage", "--format", "csv", "--today", "2023-11-02")
    #expect(outcome.status == 0)
    let lines = outcome.lines.map { $0.split(separator: ",").map(String.init) }
    try #require(
      lines.first == [answer.key, "usage_kwh", "cost_gbp", "halfhours", "expected", "unpriced"])
    try #require(lines.count == answer.rows.count + 1)
    for (line, row) in zip(lines.dropFirst(), answer.rows) {
      let figures = Dictionary(uniqueKeysWithValues: zip(lines[0], line.map { Figure($0) }))
      for (name, figure) in row { #expect(figures[name] == figure, "\(name) of \(line[0])") }
    }
  }

  @Test(arguments: answers())
  func json(answer: Answer) throws {
    let outcome = try octowatt(
      answer.statement + " with coverage as json", "--today", "2023-11-02")
    #expect(outcome.status == 0)
    let result = try JSONDecoder().decode(JSONAnswer.self, from: Data(outcome.outputBytes))
    try #require(result.rows.count == answer.rows.count)
    for (found, row) in zip(result.rows, answer.rows) {
      for (name, figure) in row { #expect(found[name] == figure, "\(name) of \(row)") }
    }
    for (name, figure) in answer.total { #expect(result.totals[name] == figure) }
  }

  @Test func totalsOfAnUngroupedQuery() throws {
    let answer = ExampleHomeTests.answers()[0]
    let statement = "cost import from 2023-07-01 to 2023-08-01"
    let outcome = try octowatt(statement, "--format", "csv", "--today", "2023-11-02")
    let figures = try #require(outcome.lines.last).split(separator: ",").map { Figure(String($0)) }
    #expect(figures == [answer.total["usage_kwh"], answer.total["cost_gbp"]])
  }
}
