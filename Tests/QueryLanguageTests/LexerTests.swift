import QueryLanguage
import Testing

/// Tokens as `KIND text:START-END`, without the kind for words.
private func described(_ tokens: some Sequence<Token>) -> [String] {
  tokens.map { token in
    let kind =
      switch token.kind {
      case .word: ""
      case .string: "string "
      case .sign: "sign "
      case .newline: "newline"
      case .unclosed: "unclosed "
      case .completionPoint: "completionPoint "
      }
    let text = token.kind == .newline ? "" : token.text
    return "\(kind)\(text):\(token.span.lowerBound)-\(token.span.upperBound)"
  }
}

@Suite struct LexerTests {
  @Test(
    arguments: [
      ("", []),
      ("cost import", ["cost:0-4", "import:5-11"]),
      ("by\u{A0}week\u{A0} é", ["by:0-2", "week:4-8", "é:11-13"]),
      (" \tcost\t 2023-07 ", ["cost:2-6", "2023-07:8-15"]),
      ("by day,halfhour", ["by:0-2", "day:3-6", "sign ,:6-7", "halfhour:7-15"]),
      (
        "a<=b>c>=d<e=f",
        [
          "a:0-1", "sign <=:1-3", "b:3-4", "sign >:4-5", "c:5-6", "sign >=:6-8", "d:8-9",
          "sign <:9-10", "e:10-11", "sign =:11-12", "f:12-13",
        ]
      ),
      ("(a+b);", ["sign (:0-1", "a:1-2", "sign +:2-3", "b:3-4", "sign ):4-5", "sign ;:5-6"]),
      (
        "E-1R-AGILE-24-10-01-C 4/7/2023 ~/x.csv",
        [
          "E-1R-AGILE-24-10-01-C:0-21", "4/7/2023:22-30", "~/x.csv:31-38",
        ]
      ),
      ("into! ./a.csv", ["into!:0-5", "./a.csv:6-13"]),
    ] as [(String, [String])])
  func wordsAndSigns(text: String, expected: [String]) {
    #expect(described(Lexer.lex(text).tokens) == expected)
  }

  @Test(arguments: [
    ("meter 'a b'", ["meter:0-5", "string a b:6-11"]),
    ("\"a, b\" c", ["string a, b:0-6", "c:7-8"]),
    ("'it''s'", ["string it's:0-7"]),
    ("\"a\"\"b\"", ["string a\"b:0-6"]),
    ("'a\"b'", ["string a\"b:0-5"]),
    ("''", ["string :0-2"]),
    ("'# no comment'", ["string # no comment:0-14"]),
    ("'open", ["unclosed 'open:0-5"]),
    ("'open\nnext", ["unclosed 'open:0-5", "newline:5-6", "next:6-10"]),
    ("it's", ["it's:0-4"]),
  ])
  func quotes(text: String, expected: [String]) {
    #expect(described(Lexer.lex(text).tokens) == expected)
  }

  /// Spans count UTF-8 bytes: ü has two, € three, the house four.
  @Test(arguments: [
    ("meter Küche x", ["meter:0-5", "Küche:6-12", "x:13-14"]),
    ("'€' a", ["string €:0-5", "a:6-7"]),
    ("🏠,b", ["🏠:0-4", "sign ,:4-5", "b:5-6"]),
  ])
  func spansAreBytes(text: String, expected: [String]) {
    #expect(described(Lexer.lex(text).tokens) == expected)
  }

  @Test(
    arguments: [
      ("cost # import", ["cost:0-4"]),
      ("# all of it", []),
      ("a#b", ["a#b:0-3"]),
      ("a # b\nc", ["a:0-1", "newline:5-6", "c:6-7"]),
      ("a,# b\nc", ["a:0-1", "sign ,:1-2", "c:6-7"]),
    ] as [(String, [String])])
  func comments(text: String, expected: [String]) {
    #expect(described(Lexer.lex(text).tokens) == expected)
  }

  @Test(arguments: [
    ("a\nb", ["a:0-1", "newline:1-2", "b:2-3"]),
    ("a\r\nb\r\n", ["a:0-1", "newline:2-3", "b:3-4", "newline:5-6"]),
    ("a\n  b", ["a:0-1", "b:4-5"]),
    ("a\n\tb", ["a:0-1", "b:3-4"]),
    ("a,\nb", ["a:0-1", "sign ,:1-2", "b:3-4"]),
    (
      "(a\nb)\nc",
      [
        "sign (:0-1", "a:1-2", "b:3-4", "sign ):4-5", "newline:5-6", "c:6-7",
      ]
    ),
    ("a \\\nb", ["a:0-1", "b:4-5"]),
    ("a \\\r\nb", ["a:0-1", "b:5-6"]),
    ("a \\ b", ["a:0-1", "\\:2-3", "b:4-5"]),
    ("a\n  \nb", ["a:0-1", "newline:1-2", "newline:4-5", "b:5-6"]),
    ("a\n# c\n  b", ["a:0-1", "b:8-9"]),
    ("a\n  # c\nb", ["a:0-1", "newline:1-2", "newline:7-8", "b:8-9"]),
  ])
  func linesThatGoOn(text: String, expected: [String]) {
    #expect(described(Lexer.lex(text).tokens) == expected)
  }

  @Test(arguments: [
    ("cost import", false), ("cost import,", true), ("cost import, # flows", true),
    ("cost import,\n", true), ("cost (", true), ("cost (a)", false), ("cost )", false),
    ("cost \\", true), ("cost \\\r", true), ("cost \\\nimport", false),
    ("cost \\\nimport \\", true),
    ("a\\", false), ("',", false), ("", false), ("# (", false),
  ])
  func textThatAsksForMore(text: String, isOpen: Bool) {
    #expect(Lexer.lex(text).isOpen == isOpen)
  }

  @Test func statementsEndAtSemicolonsAndLines() {
    let text = "a b; c\n\n  d;;\n# e\nf\n  g"
    let statements = Lexer.lex(text).statements.map { $0.map(\.text) }
    #expect(statements == [["a", "b"], ["c"], ["d"], ["f", "g"]])
  }

  /// Bytes that no keyboard makes are blanks like any other, and reading gets past them.
  @Test(
    arguments: ["\u{0}", "\u{1}", "\u{B}", "\u{C}", "\u{1B}", "\u{1F}"])
  func controlCharactersAreBlanks(byte: String) {
    #expect(described(Lexer.lex("a\(byte)b").tokens) == ["a:0-1", "b:2-3"])
  }

  @Test(arguments: [
    ("plain", "plain"), ("two words", "\"two words\""), ("a,b", "\"a,b\""),
    ("say \"x\"", "\"say \"\"x\"\"\""), ("#1", "\"#1\""), ("", "\"\""), ("it's", "it's"),
    ("'q'", "\"'q'\""), ("\\", "\"\\\""), ("E-1R-VAR-22-11-01-C", "E-1R-VAR-22-11-01-C"),
  ])
  func namesAreQuotedWhenTheyMustBe(name: String, quoted: String) {
    #expect(quotedIfNeeded(name) == quoted)
    #expect(Lexer.lex(quoted).tokens.map(\.text) == [name])
  }
}
