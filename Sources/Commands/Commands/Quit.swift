import QueryLanguage

extension CommandPage {
  static let quit = CommandPage(
    Quit.self, summary: "leave; 'exit' and Ctrl-D do the same", examples: ["quit"])
}

/// Leaves the shell.
struct Quit: Command {
  static let form = Form("quit")

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    try Quit.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) -> FollowUp { .quit }
}
