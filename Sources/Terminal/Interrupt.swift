import CInterrupt
package import EnergyModel
import Glibc

/// Ctrl-C while statements run: it cancels them, and ends nothing by force.
package enum Interrupt {
  /// Holds from the press on, until it is forgotten.
  package static let cancellation = Cancellation { interrupt_is_raised() != 0 }

  /// Lets Ctrl-C cancel from now on, in place of ending the program.
  package static func watch() { interrupt_catch() }

  /// Forgets what was pressed before.
  package static func forget() { interrupt_lower() }

  /// Runs a step that waits for a person or a pipe, and which Ctrl-C may end together with the
  /// program, as nothing is half done.
  package static func released<Result>(_ step: () throws -> Result) rethrows -> Result {
    interrupt_release()
    defer { interrupt_catch() }
    return try step()
  }

  /// Runs a step in which another program has the terminal, and Ctrl-C with it.
  static func lent<Result>(_ step: () throws -> Result) rethrows -> Result {
    var terminal = termios()
    let isTerminal = tcgetattr(STDIN_FILENO, &terminal) == 0
    // A program that is killed leaves the terminal as it needed it.
    defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal) } }
    interrupt_lend()
    defer { interrupt_take_back() }
    return try step()
  }

  /// From now on a press of Ctrl-C is noted while it is lent.
  ///
  /// Said once the other program has begun, as it would inherit that and not be left alone.
  static func noteWhileLent() { interrupt_note_lent() }

  static var wasNotedWhileLent: Bool { interrupt_was_noted() != 0 }

  /// Runs a step in which a file is written, which goes when the program is told to end meanwhile.
  package static func deletingAtEnd<Result>(
    _ path: String, _ step: () throws -> Result
  ) rethrows -> Result {
    // A path too long to be kept in mind is too long to be opened as well.
    _ = interrupt_delete_at_end(path)
    defer { _ = interrupt_delete_at_end(nil) }
    return try step()
  }
}
