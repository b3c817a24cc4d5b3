import Glibc
import Rendering

/// The size of a terminal, in characters.
package struct ScreenSize: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  /// The size of the terminal that a descriptor is of; nil where it is none, or has no size.
  package init?(of descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    columns = Int(size.ws_col)
    rows = Int(size.ws_row)
  }

  /// Whether a text would run out of it, with a line for the prompt behind the text.
  func isExceeded(by text: [UInt8]) -> Bool {
    var lines = 0
    return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
      .contains { line in
        lines += 1
        return lines >= rows
          || (line.count > columns && String(decoding: line, as: UTF8.self).screenWidth > columns)
      }
  }
}

/// Another program that shows what is more than a screen.
struct Pager {
  /// What is used where nothing else is said: a page at a time, long lines uncut, colours kept.
  static let usual = "less -FSRX"

  /// A line of the system's shell.
  let command: String

  /// Shows a text to its end, or until the person has seen enough.
  ///
  /// Ctrl-C meanwhile is the pager's own.
  ///
  /// - Returns: false when there is no such program, and nothing was shown.
  func show(_ text: [UInt8]) throws -> Bool {
    // Names and signs are in UTF-8, whatever the locale says.
    setenv("LESSCHARSET", "utf-8", 0)
    // What a plain 'less' needs to show colours and long lines.
    setenv("LESS", "FSRX", 0)
    let status = try Interrupt.lent { () throws -> Int32? in
      guard let pipe = withUsualPipes({ popen(command, "we") }) else { return nil }
      do {
        try writeAll(text, to: fileno(pipe), named: "the pager")
      } catch is BrokenPipe {
        // It was quit before the end.
      } catch {
        pclose(pipe)
        throw error
      }
      return pclose(pipe)
    }
    return status.map { !ShellCommand.isMissing($0) } ?? false
  }
}

/// A line of the system's shell, run at the terminal.
struct ShellCommand {
  let text: String

  /// Runs it to its end; Ctrl-C meanwhile is its own.
  ///
  /// - Returns: its exit status, or 128 and the number of the signal that ended it.
  func run() -> Int32 {
    let status = withUsualPipes { system(text) }
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
  }

  /// Whether the shell says by a status of `wait` that it could not start the command.
  static func isMissing(_ status: Int32) -> Bool { [126, 127].contains(status >> 8 & 0xff) }
}

/// Starts a program that is ended by a pipe that nobody reads, as it is used to.
private func withUsualPipes<Result>(_ start: () -> Result) -> Result {
  signal(SIGPIPE, SIG_DFL)
  defer { signal(SIGPIPE, SIG_IGN) }
  return start()
}
