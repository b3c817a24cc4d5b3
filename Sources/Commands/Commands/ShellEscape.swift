import EnergyModel
import Glibc
import QueryLanguage
import Terminal

extension CommandPage {
  static let shell = CommandPage(
    ShellEscape.self, summary: "run a command in the system's shell, up to the end of the line",
    details: [
      "The rest of the line is the command, including ; and #. It has the terminal while it runs,",
      "and gets Ctrl-C. The statement fails if the command's exit status is not 0.",
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
    try workspace.settings.refuseIfSafe("running other programs")
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
