import QueryLanguage
import TestSupport
import Testing

/// Feeds all lines, as a script that ends without a last newline; pieces as `LINE: text`.
private func pieces(_ lines: [String]) -> [String] {
  var reader = ScriptReader()
  var pieces = lines.flatMap { reader.feed($0) }
  if let last = reader.finish() { pieces.append(last) }
  return pieces.map { "\($0.line): \($0.text)" }
}

@Suite struct ScriptReaderTests {
  @Test(
    arguments: [
      ([], []),
      (["usage"], ["1: usage"]),
      (["usage", "cost"], ["1: usage", "2: cost"]),
      (["usage", "", "  ", "cost"], ["1: usage", "4: cost"]),
      (["usage;", "cost;"], ["1: usage;", "2: cost;"]),
      (["usage; cost", "cost gas"], ["1: usage; cost", "2: cost gas"]),
      (
        ["cost import", "  by day", "  limit 3", "usage"],
        [
          "1: cost import\n  by day\n  limit 3", "4: usage",
        ]
      ),
      (["cost import,", "export", "usage"], ["1: cost import,\nexport", "3: usage"]),
      (["cost \\", "import"], ["1: cost \\\nimport"]),
      (["cost (", "import", ")", "usage"], ["1: cost (\nimport\n)", "4: usage"]),
      (["cost;", "  by day"], ["1: cost;", "2:   by day"]),
      (["usage\r", "  by day\r", "cost\r"], ["1: usage\r\n  by day\r", "3: cost\r"]),
      (["# hello", "usage # all", "# bye"], ["2: usage # all"]),
      (["#!/usr/bin/env -S octowatt -f", "usage"], ["2: usage"]),
      (["cost,"], ["1: cost,"]),
      // Only at the start of a statement does a `!` take the line as it is.
      (["usage", "  ! (", "cost"], ["1: usage\n  ! (\ncost"]),
      (["usage;", "  ! (", "cost"], ["1: usage;", "2:   ! (", "3: cost"]),
    ] as [([String], [String])])
  func cutsLinesIntoStatements(lines: [String], expected: [String]) {
    #expect(pieces(lines) == expected)
  }

  /// A comment between the lines of a statement, however far in, does not cut it.
  @Test(arguments: ["# by day", "  # by day"])
  func commentsInsideAStatement(comment: String) {
    let lines = ["cost import", comment, "  by month", "usage", comment, "cost"]
    #expect(
      pieces(lines) == ["1: cost import\n\(comment)\n  by month", "4: usage", "6: cost"])
  }

  /// At a prompt, where nothing more may come, what is left is whole unless it asks for more.
  @Test func whatDoesNotAskForMoreIsWhole() {
    var reader = ScriptReader()
    #expect(reader.feed("# nothing").isEmpty)
    #expect(!reader.isInside)
    #expect(reader.feed("cost import,").isEmpty)
    #expect(reader.isInside)
    #expect(reader.feed("  export").isEmpty)
    #expect(!reader.isInside)
    #expect(reader.finish()?.text == "cost import,\n  export")
    #expect(reader.feed("  usage").isEmpty)
    #expect(reader.finish()?.text == "  usage")
  }

  @Test func finishEmptiesTheReader() {
    var reader = ScriptReader()
    #expect(reader.feed("usage").isEmpty)
    #expect(reader.finish()?.text == "usage")
    #expect(reader.finish() == nil)
    #expect(reader.feed("cost;").map(\.text) == ["cost;"])
  }

  /// Pieces are complete as soon as they can be, so that a script runs while it is read.
  @Test func aPieceComesWithTheLineThatEndsIt() {
    var reader = ScriptReader()
    #expect(reader.feed("usage").isEmpty)
    #expect(reader.feed("cost").map(\.text) == ["usage"])
    #expect(reader.feed("rates;").map(\.text) == ["cost", "rates;"])
  }

  /// Read again from its start at each line, a statement of that length would take minutes.
  @Test(.timeLimit(.minutes(10))) func manyLinesInOneBracket() {
    let lines = ["cost where day in ("] + Array(repeating: "mon, # again", count: 40_000) + ["sun)"]
    let read = pieces(lines + ["usage"])
    #expect(read.count == 2)
    #expect(read.first?.hasSuffix("\nsun)") == true)
    #expect(read.last == "40003: usage")
  }

  /// Line by line any text has the statements that it has as a whole.
  @Test func linesHaveTheStatementsOfTheText() {
    var random = SeededGenerator(seed: 51)
    let words = [
      "usage", "by", "\n", "\n", "\n  ", "\n\t", "\n#", " #", "(", ")", ",", ";", "\\", "\\\n",
      "'a b'", "'", "\"", "! ls", "\r\n", "\r", " ", "é", "=", "\\ \n", "\u{0}",
    ]
    var count = 0
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 1...14, using: &random))
        .map { _ in words.randomElement(using: &random) ?? "" }.joined()
      var reader = ScriptReader()
      var pieces = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .flatMap { reader.feed(String(Substring($0))) }
      if let last = reader.finish() { pieces.append(last) }
      let fed = pieces.flatMap(\.statements).map { $0.map(\.text) }
      #expect(fed == Lexer.lex(text).statements.map { $0.map(\.text) }, "\(text.debugDescription)")
      count += fed.count
    }
    #expect(count > 5000)
  }
}
