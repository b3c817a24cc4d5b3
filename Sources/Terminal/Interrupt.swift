import CInterrupt
package import EnergyModel
import Glibc

/// Ctrl-C while statements run: it requests their cancellation, and kills nothing.
package enum Interrupt {
  /// A cancellation that is requested from the key press until ``forget()``.
  package static let cancellation = Cancellation { interrupt_is_raised() != 0 }

  /// Keeps the memory of this program, which may hold an API key, out of core dumps and debuggers
  /// from now on.
  package static func keepMemoryPrivate() { interrupt_keep_memory_private() }

  /// Makes Ctrl-C request cancellation from now on, instead of ending the program.
  package static func watch() { interrupt_catch() }

  /// Clears an earlier key press.
  package static func forget() { interrupt_lower() }

  /// Runs a step that waits for the user or a pipe, during which Ctrl-C ends the program, as
  /// nothing is half done.
  package static func withDefaultAction<Result>(_ step: () throws -> Result) rethrows -> Result {
    interrupt_release()
    defer { interrupt_catch() }
    return try step()
  }

  /// Runs a step in which another program has the terminal, and Ctrl-C is left to it.
  static func withTerminalLent<Result>(_ step: () throws -> Result) rethrows -> Result {
    var terminal = termios()
    let isTerminal = tcgetattr(STDIN_FILENO, &terminal) == 0
    // A program that is killed may leave the terminal in its own mode.
    defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal) } }
    interrupt_lend()
    defer { interrupt_take_back() }
    return try step()
  }

  /// Records presses of Ctrl-C from now on, while the terminal is lent.
  ///
  /// Call it once the other program has started: that inherits ignored signals but no handlers, so
  /// Ctrl-C would end it.
  static func recordWhileLent() { interrupt_note_lent() }

  static var wasPressedWhileLent: Bool { interrupt_was_noted() != 0 }

  /// Runs a step that writes a file, which is deleted if a signal ends the program meanwhile.
  package static func deletingAtEnd<Result>(
    _ path: String, _ step: () throws -> Result
  ) rethrows -> Result {
    // A path too long to be stored is also too long to be opened.
    _ = interrupt_delete_at_end(path)
    defer { _ = interrupt_delete_at_end(nil) }
    return try step()
  }

  /// Runs a step that cleans up behind itself when it is cancelled: a signal that ends the program
  /// requests that first.
  package static func endingLater<Result>(_ step: () throws -> Result) rethrows -> Result {
    interrupt_end_later()
    defer { interrupt_end_now() }
    return try step()
  }
}
