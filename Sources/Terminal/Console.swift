package import EnergyModel
import Glibc

/// The standard streams of a session, and the properties of its terminal.
package final class Console {
  /// Standard output, for results.
  package let output: OutputBuffer
  /// Writes to standard error: errors, notes, reports and progress.
  private let writeError: (String) -> Void
  package let outputIsTerminal: Bool
  package let errorIsTerminal: Bool
  /// The terminal's width in columns; nil when there is no terminal.
  package let width: () -> Int?
  /// Whether colours are used unless the settings decide.
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

  /// Prints a line to standard error, after flushing standard output.
  package func report(_ line: String) throws {
    try output.flush()
    writeError(line + "\n")
  }

  /// Writes to standard error as is: a progress bar that a later write replaces.
  package func progress(_ text: String) { writeError(text) }

  /// The lines of a text on standard error, which break between words at a terminal.
  package func wrapped(_ text: String) -> [String] {
    errorWidth.map { text.wrapped(to: $0) } ?? [text]
  }

  /// The columns that lines on standard error have; nil for any number.
  package var errorWidth: Int? { errorIsTerminal ? width() : nil }

  /// `text` in a terminal colour, or plain if colours are off.
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
