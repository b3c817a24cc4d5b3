import QueryLanguage

/// A statement that is not a query.
struct Command: Sendable {
  var name: String
  /// The forms that it takes.
  var usage: [String]
  /// One line for the list of commands.
  var summary: String
  /// What else there is to say, in whole lines.
  var details: [String] = []
  var examples: [String] = []
  /// Reads what stands behind the name, to the end, and does it.
  var run: @Sendable (inout TokenCursor, Session) throws -> Void
}

/// All commands: what is here is accepted, in the help, and nothing else.
enum CommandTable {
  static let all: [Command] = [
    .import, .fetch, .save, .show, .status, .describe, .last, .add, .assign, .unassign, .alias,
    .rename, .drop, .set, .let, .define, .run, .forget, .edit, .help, .shell, .quit,
  ]

  static func command(_ word: String) -> Command? {
    all.first { $0.name == word || (word == "exit" && $0.name == "quit") }
  }

  /// Notes the words that a statement can begin with; settings have a dot, so that nobody means
  /// them who has not typed one.
  static func offerOpenings(to cursor: TokenCursor) {
    guard cursor.isAtHole else { return }
    cursor.offer(Measure.allCases)
    cursor.offer([.word("explain", summary: Help.explain.summary, isRare: false)])
    cursor.offer(all.map { .word($0.name, summary: $0.summary, isRare: false) })
    cursor.offer(SettingTable.all.map { .word($0.name, summary: $0.summary, isRare: true) })
  }

  /// The words that a statement can begin with.
  static var openingWords: [String] {
    Parser.openingWords + all.map(\.name) + SettingTable.all.map(\.name)
  }
}

extension TokenCursor {
  /// The text of the token before.
  var lastWord: String { previous?.text ?? "" }

  /// - Throws: when something is left that the statement has no use for.
  mutating func expectEnd() throws(QueryErrors) {
    if !isAtEnd { errors.append(expected("the end of the statement")) }
    try finish()
  }

  /// Reads `as FORMAT` and `into FILE` behind a command, to the end of the statement.
  mutating func outputToEnd(formats: [String]) throws(QueryErrors) -> OutputSyntax {
    var output = OutputSyntax()
    while !isAtEnd {
      if output.format == nil { offer([Clause.as]) }
      if output.path == nil { offer([Clause.into]) }
      collecting { (cursor) throws(QueryError) in
        if try !Parser.output(&cursor, &output, formats: formats) {
          throw cursor.expected("'as', 'into' or the end of the statement")
        }
      }
    }
    try finish()
    return output
  }
}
