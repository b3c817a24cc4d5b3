import QueryLanguage

extension CommandPage {
  static let edit = CommandPage(
    Edit.self, summary: "change a statement in your editor, and run what comes of it",
    details: [
      "N is its number in 'show history'; without it, it is the last. The editor is $VISUAL, else",
      "$EDITOR, else vi. An editor that fails, such as vi after ':cq', runs nothing.",
    ],
    examples: ["edit", "edit 12"])
}

/// Opens a statement of the history in the user's editor.
struct Edit: Command {
  static let form = Form("edit", .last(.count("N", "the number of a statement")))

  let number: Int?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    number = try Edit.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try workspace.settings.refuseIfSafe("other programs")
    return .edit(number)
  }
}
