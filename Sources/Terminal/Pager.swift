import Glibc

/// An external program that shows output longer than the screen.
package struct Pager {
  /// The default: a page at a time, long lines uncut, colours kept.
  package static let defaultCommand = "less -FSRX"

  /// The command line for the system's shell.
  private let command: String

  package init(command: String) { self.command = command }

  /// The outcome of showing a text.
  package enum Outcome: Hashable {
    /// The program was not found, and nothing was shown.
    case notThere
    /// The program ended by itself, as `cat` does, however slowly.
    case seen
    /// The user quit it.
    case quit
    /// Ctrl-C was pressed while it ran.
    case interrupted
  }

  /// A program that reads keys but ends by itself, as `less -F` does, does so within this time
  /// after the end of its input.
  private static let grace = Duration.milliseconds(100)

  /// Shows a text to its end, or until the user quits.
  ///
  /// Ctrl-C meanwhile is left to the pager, and recorded.
  package func show(_ text: [UInt8]) throws -> Outcome {
    // The text is in UTF-8, whatever the locale.
    setenv("LESSCHARSET", "utf-8", 0)
    // The options that a plain 'less' needs to show colours and long lines.
    setenv("LESS", "FSRX", 0)
    return try Interrupt.withTerminalLent { () throws -> Outcome in
      guard let pipe = withDefaultSIGPIPE({ popen(command, "we") }) else { return .notThere }
      Interrupt.recordWhileLent()
      var isQuit = false
      var takesKeys = false
      do {
        try writeAll(text, to: fileno(pipe), named: "the pager")
        takesKeys = Pager.takesKeys(reading: fileno(pipe))
        isQuit = Pager.isClosed(fileno(pipe), within: Pager.grace)
      } catch is BrokenPipe {
        isQuit = true
      } catch {
        pclose(pipe)
        throw error
      }
      let end = ContinuousClock.now
      let status = pclose(pipe)
      if ShellCommand.isMissing(status) { return .notThere }
      if Interrupt.wasPressedWhileLent { return .interrupted }
      return isQuit || takesKeys && .now - end > Pager.grace ? .quit : .seen
    }
  }

  /// Whether the program reading a pipe takes single keys from the terminal, and so can be quit;
  /// one that has read everything without doing so is merely slow to show it.
  private static func takesKeys(reading pipe: Int32) -> Bool {
    while true {
      var terminal = termios()
      guard tcgetattr(STDIN_FILENO, &terminal) == 0 else { return false }
      if terminal.c_lflag & tcflag_t(ICANON) == 0 { return true }
      var unread: Int32 = 0
      guard ioctl(pipe, UInt(FIONREAD), &unread) == 0, unread > 0,
        !isClosed(pipe, within: .milliseconds(10))
      else { return false }
    }
  }

  /// Whether the reading end of a pipe is closed, or will be within `time`.
  private static func isClosed(_ pipe: Int32, within time: Duration) -> Bool {
    // No events: `poll` reports a closed pipe in any case.
    var state = pollfd(fd: pipe, events: 0, revents: 0)
    return poll(&state, 1, Int32(time / .milliseconds(1))) > 0
  }
}
