import QueryLanguage

extension CommandPage {
  static let help = CommandPage(
    ShowHelp.self, summary: "explain what can be typed",
    details: ["A topic is any word of the language, or one of those that 'help' lists."],
    examples: ["help", "help cost", "help periods", "help errors"])
}

/// Shows a page of the help.
struct ShowHelp: Command {
  static let form = Form("help", .last(.topic))

  let topic: Located<String>?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    topic = try ShowHelp.form.read(&cursor, in: context)
    _ = try text()
  }

  /// - Throws: ``QueryError`` when there is no such topic.
  private func text() throws(QueryError) -> String {
    guard let topic else { return Help.overview }
    guard let text = Help.text(on: topic.value.lowercased()) else {
      throw QueryError.unknown("topic", topic, among: Help.topics, hint: "type 'help' for the list")
    }
    return text
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try workspace.output.present(text: try text(), OutputSyntax())
    return .nothing
  }
}

extension Operand<Located<String>> {
  fileprivate static let topic = Operand("TOPIC", "a topic") { (cursor, _) throws(QueryError) in
    cursor.expect(words: Help.listTopics)
    cursor.expect(words: Help.topics, isRare: true)
    return try cursor.term("a topic")
  }
}
