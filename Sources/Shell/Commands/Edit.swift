import QueryLanguage

extension Command {
  static let edit = Command(
    name: "edit", usage: ["edit [N]"],
    summary: "change a statement in your editor, and run what comes of it",
    details: [
      "N is its number in 'show history'; without it, it is the last. The editor is $VISUAL, else",
      "$EDITOR, else vi. An editor that fails, such as vi after ':cq', runs nothing.",
    ],
    examples: ["edit", "edit 12"],
    run: { cursor, session in
      let number =
        cursor.isAtEnd
        ? nil
        : try located { () throws(QueryError) in try cursor.count("the number of a statement") }
      try cursor.expectEnd()
      try session.refuseIfSafe("other programs")
      guard let edit = session.edit else {
        throw CommandError("there is no prompt to edit at", hint: "run octowatt without words")
      }
      try edit(number)
    })
}
