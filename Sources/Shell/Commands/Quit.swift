extension Command {
  static let quit = Command(
    name: "quit", usage: ["quit"], summary: "leave; 'exit' and Ctrl-D do the same",
    examples: ["quit"],
    run: { cursor, session in
      try cursor.expectEnd()
      session.isOver = true
    })
}
