import QueryLanguage

extension CommandPage {
  static let edit = CommandPage(
    Edit.self, summary: "edit a statement in your editor, and run the result",
    details: [
      "N is its number in 'show history', or the last if left out. The editor is $VISUAL, else",
      "$EDITOR, else vi. If it is left without saving, or fails, nothing is run.",
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
    try workspace.settings.refuseIfSafe("running other programs")
    return .edit(number)
  }
}
