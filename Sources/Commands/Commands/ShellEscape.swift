import EnergyModel
import Glibc
import QueryLanguage
import Terminal

extension CommandPage {
  static let shell = CommandPage(
    ShellEscape.self, summary: "a command of the system's shell, up to the end of the line",
    details: [
      "All of the line is the command's, also ; and #. It has the terminal while it runs, and",
      "Ctrl-C with it. One that ends with another status than 0 is a statement that failed.",
    ],
    examples: ["! date", "! ls *.octowatt || echo none"])
}

/// Runs a command in the system's shell.
struct ShellEscape: Command {
  static let form = Form("!", .operand(.text("COMMAND", "a command")))

  let text: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    text = try ShellEscape.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try workspace.settings.refuseIfSafe("other programs")
    try workspace.output.flush()
    let status = ShellCommand(text: text.value).run()
    if status == 128 + SIGINT {
      // Ctrl-C was meant for the whole run, as in any shell.
      raise(SIGINT)
      throw Cancelled()
    }
    guard status == 0 else {
      throw Failure("the shell command ended with status \(status)")
    }
    return .nothing
  }
}
