package import EnergyModel
import Glibc

/// The world's three streams as a session sees them, with what it may do there.
package final class Console {
  /// Results.
  package let output: OutputBuffer
  /// Errors, notes, reports and progress.
  private let writeError: (String) -> Void
  package let outputIsTerminal: Bool
  package let errorIsTerminal: Bool
  /// Columns of the terminal; nil when there is none.
  package let width: () -> Int?
  /// Whether colours are used where nothing else is said.
  private let automaticColor: Bool
  package var color = ColorChoice.auto
  package let usesUnicode: Bool

  package init(
    output: OutputBuffer, error: @escaping (String) -> Void, outputIsTerminal: Bool,
    errorIsTerminal: Bool, width: @escaping () -> Int?, usesColor: Bool, usesUnicode: Bool
  ) {
    self.output = output
    writeError = error
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.width = width
    automaticColor = usesColor
    self.usesUnicode = usesUnicode
  }

  package var usesColor: Bool {
    switch color {
    case .auto: automaticColor
    case .always: true
    case .never: false
    }
  }

  /// Prints a line to standard error, behind what standard output has so far.
  package func report(_ line: String) throws {
    try output.flush()
    writeError(line + "\n")
  }

  /// Writes to standard error as it is: a progress bar that a later write replaces.
  package func progress(_ text: String) { writeError(text) }

  /// `text` in a colour of the terminal, or plain where colours are not wanted.
  package func colored(_ text: String, _ code: String) -> String {
    usesColor && errorIsTerminal ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// When colours are used.
package enum ColorChoice: String, CaseIterable, Sendable {
  /// At a terminal that shows them.
  case auto
  case always, never
}
