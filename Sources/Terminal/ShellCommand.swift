import Glibc

/// A line of the system's shell, run at the terminal.
package struct ShellCommand {
  private let text: String

  package init(text: String) { self.text = text }

  /// Runs it to its end; Ctrl-C meanwhile is its own.
  ///
  /// - Returns: its exit status, or 128 and the number of the signal that ended it.
  package func run() -> Int32 {
    let status = withDefaultSIGPIPE { system(text) }
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
  }

  /// Whether the shell says by a status of `wait` that it could not start the command.
  static func isMissing(_ status: Int32) -> Bool { [126, 127].contains(status >> 8 & 0xff) }
}

/// Starts a program that is ended by a pipe that nobody reads, as it is used to.
func withDefaultSIGPIPE<Result>(_ start: () -> Result) -> Result {
  signal(SIGPIPE, SIG_DFL)
  defer { signal(SIGPIPE, SIG_IGN) }
  return start()
}
