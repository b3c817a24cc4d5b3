import CReadline
import EnergyModel
import Glibc

/// What came of asking for a line.
package enum LineInput: Hashable, Sendable {
  /// Several lines when they were pasted, or come from the history.
  case line(String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// The end of the input.
  case end

  /// What C gives: a line that is to be freed, or null at the end.
  init(_ line: UnsafeMutablePointer<CChar>?, wasInterrupted: Bool) {
    defer { free(line) }
    switch line {
    case let line? where !wasInterrupted: self = .line(String(cString: line))
    case nil where !wasInterrupted: self = .end
    default: self = .interrupted
    }
  }
}

/// Reads lines from a person.
package protocol LineEditor {
  /// Asks for statements.
  func line(prompt: String) -> LineInput
  /// Asks for something else, which no completion or colours are for.
  func answer(to question: String) -> LineInput
  /// Takes a statement into the history that the arrows walk through, lines and all.
  func remember(_ entry: String)
}

/// Lines as a dumb terminal edits them: no escapes, no colours, no history to walk through.
package struct PlainEditor: LineEditor {
  /// The descriptor of the terminal that the prompt goes to.
  private let output: Int32

  package init(output: Int32) { self.output = output }

  package func line(prompt: String) -> LineInput {
    var interrupted: Int32 = 0
    let line = line_editor_read_plainly(prompt, output, &interrupted)
    return LineInput(line, wasInterrupted: interrupted != 0)
  }

  package func answer(to question: String) -> LineInput { line(prompt: question) }

  package func remember(_ entry: String) {}
}
