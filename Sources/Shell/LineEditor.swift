import CReadline
import EnergyModel
import Glibc

/// What came of asking for a line.
enum LineInput: Hashable, Sendable {
  case line(String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// The end of the input.
  case end
}

/// Reads lines from a person.
protocol LineEditor {
  func line(prompt: String) -> LineInput
  /// Takes a statement into the history, lines and all.
  func remember(_ entry: String)
}

/// The line editor that GNU readline is.
///
/// There is one terminal, so there should be one of these.
struct ReadlineEditor: LineEditor {
  private let historyPath: String?
  private let report: (String) -> Void

  /// - Parameters:
  ///   - output: the descriptor of the terminal for prompt and echo.
  ///   - historyPath: nil for a history in memory only.
  ///   - report: told when the history can't be read or written.
  init?(output: Int32, historyPath: String?, report: @escaping (String) -> Void) {
    guard line_editor_setup("octowatt", output) == 0 else { return nil }
    self.historyPath = historyPath
    self.report = report
    guard let historyPath else { return }
    let code = line_editor_load_history(historyPath)
    if code != 0, code != ENOENT {
      report("the history \(historyPath) can't be read: \(text(code))")
    }
  }

  func line(prompt: String) -> LineInput {
    var interrupted: Int32 = 0
    guard let typed = line_editor_read(prompt, &interrupted) else { return .end }
    defer { free(typed) }
    return interrupted != 0 ? .interrupted : .line(String(cString: typed))
  }

  func remember(_ entry: String) {
    line_editor_remember(entry)
    guard let historyPath else { return }
    // Made by us, so that nobody else can read what was asked.
    let descriptor = open(historyPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
    let code = descriptor < 0 ? errno : line_editor_append_history(historyPath)
    if code != 0 { report("the history \(historyPath) can't be written: \(text(code))") }
  }

  private func text(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}

/// Lines of standard input as they are, for pipes and scripts.
struct PlainReader {
  /// The next line without its end; nil at the end of the input.
  ///
  /// Ctrl-C ends the program while it waits, unless it was pressed before: then it is cancelled.
  func next(unless cancellation: Cancellation) throws -> String? {
    try Interrupt.released {
      try cancellation.check()
      return readLine(strippingNewline: true)
    }
  }
}
