import Glibc

/// Another program that shows what is more than a screen.
package struct Pager {
  /// What is used where nothing else is said: a page at a time, long lines uncut, colours kept.
  package static let usual = "less -FSRX"

  /// A line of the system's shell.
  private let command: String

  package init(command: String) { self.command = command }

  /// What became of a text that it was to show.
  package enum View: Hashable {
    /// There is no such program, and nothing was shown.
    case notThere
    /// It ended by itself, as `cat` does, however slowly.
    case seen
    /// It was quit.
    case quit
    /// Ctrl-C was pressed while it ran.
    case interrupted
  }

  /// A program that takes keys and yet ends by itself, as `less -F` does, does so this soon after
  /// the end of its input, and not before.
  private static let grace = Duration.milliseconds(100)

  /// Shows a text to its end, or until the person has seen enough.
  ///
  /// Ctrl-C meanwhile is the pager's own, and noted.
  package func show(_ text: [UInt8]) throws -> View {
    // Names and signs are in UTF-8, whatever the locale says.
    setenv("LESSCHARSET", "utf-8", 0)
    // What a plain 'less' needs to show colours and long lines.
    setenv("LESS", "FSRX", 0)
    return try Interrupt.lent { () throws -> View in
      guard let pipe = withUsualPipes({ popen(command, "we") }) else { return .notThere }
      Interrupt.noteWhileLent()
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
      if Interrupt.wasNotedWhileLent { return .interrupted }
      return isQuit || takesKeys && .now - end > Pager.grace ? .quit : .seen
    }
  }

  /// Whether the program that reads a pipe takes single keys from the terminal, and so can be quit;
  /// one that has read all without is only slow to show it.
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

  /// Whether nobody reads a pipe any more, or soon does not.
  private static func isClosed(_ pipe: Int32, within time: Duration) -> Bool {
    // Asks for nothing but what poll tells unasked.
    var state = pollfd(fd: pipe, events: 0, revents: 0)
    return poll(&state, 1, Int32(time / .milliseconds(1))) > 0
  }
}
