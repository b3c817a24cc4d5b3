import Testing

@testable import QueryLanguage

/// The words of a command line as the text and tokens of a statement.
@Suite struct CommandLineWordTests {
  private func piece(_ words: [String]) -> ScriptReader.Piece {
    ScriptReader.Piece(words: words) { $0.hasPrefix("file") }
  }

  @Test(arguments: [
    (["usage", "import", "2023-07"], "usage import 2023-07"),
    (["by", "day,", "halfhour"], "by day, halfhour"),
    (["in", "(mon,", "tue)", "cost>=3"], "in (mon, tue) cost>=3"),
    (["meter", "the roof"], "meter \"the roof\""),
    (["meter", "'the roof'"], "meter 'the roof'"),
    (["meter", "the \"roof\""], "meter \"the \"\"roof\"\"\""),
    (["run", "q", "p=last month"], "run q p=\"last month\""),
    ([".null", ""], ".null \"\""),
    (["meter", "#1"], "meter \"#1\""),
    (["meter", "!x"], "meter \"!x\""),
    (["import", "file(1).json", "file", "file=a b"], "import \"file(1).json\" file \"file=a b\""),
    (["usage;", "cost"], "usage; cost"),
    (["!", "echo", "a  b", ";", "date"], "! echo a  b ; date"),
  ])
  func textSaysTheSame(words: [String], text: String) {
    let piece = piece(words)
    #expect(piece.text == text)
    #expect(piece.statements == ScriptReader.Piece(text: text, line: 1).statements)
  }

  /// No string of a text goes over lines, but an operand may.
  @Test func whatNoTextCanHoldIsOneOperand() {
    let tokens = piece(["let", "x", "=", "a\nb"]).statements.flatMap(Array.init)
    #expect(tokens.map(\.text) == ["let", "x", "=", "a\nb"])
    #expect(tokens.last?.kind == .string)
  }
}
