import EnergyModel
import Glibc
import QueryLanguage

extension Command {
  static let shell = Command(
    name: "!", usage: ["! COMMAND"],
    summary: "a command of the system's shell, up to the end of the line",
    details: [
      "All of the line is the command's, also ; and #. It has the terminal while it runs, and",
      "Ctrl-C with it. One that ends with another status than 0 is a statement that failed.",
    ],
    examples: ["! date", "! ls *.octowatt || echo none"],
    run: { cursor, session in
      let text = try located { () throws(QueryError) in try cursor.operand("a command") }.value
      try cursor.expectEnd()
      try session.refuseIfSafe("other programs")
      try session.flush()
      let status = ShellCommand(text: text).run()
      if status == 128 + SIGINT {
        // Meant for all that was to run, as in any shell.
        raise(SIGINT)
        throw Cancelled()
      }
      guard status == 0 else {
        throw CommandError("the shell command ended with status \(status)")
      }
    })
}

extension Session {
  /// - Throws: a ``CommandError`` where `--safe` forbids what is about to be done.
  func refuseIfSafe(_ what: String) throws(CommandError) {
    if settings.isSafe { throw CommandError("--safe allows no \(what)") }
  }
}
