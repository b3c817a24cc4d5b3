import CReadline
import EnergyModel
import Glibc

/// The outcome of asking for a line.
package enum LineInput: Hashable, Sendable {
  /// A line; several lines if they were pasted, or come from the history.
  case line(String)
  /// A line with a byte that can't be in text.
  case notText(NonTextByte)
  /// Ctrl-C: the text typed is dropped.
  case interrupted
  /// The end of the input.
  case end

  /// Converts a line from C, which is freed, or null at the end.
  init(_ line: UnsafeMutablePointer<CChar>?, wasInterrupted: Bool) {
    defer { free(line) }
    switch line {
    case let line? where !wasInterrupted:
      let text = String(cString: line)
      let bytes = UnsafeBufferPointer(start: line, count: strlen(line)).map(UInt8.init(bitPattern:))
      self = NonTextByte(in: bytes, decoded: text).map(LineInput.notText) ?? .line(text)
    case nil where !wasInterrupted: self = .end
    default: self = .interrupted
    }
  }
}

/// A source of lines typed by the user.
package protocol LineEditor {
  /// Asks for statements.
  func line(prompt: String) -> LineInput
  /// Asks for something else, without completion or colours.
  func answer(to question: String) -> LineInput
  /// Adds a statement, with all its lines, to the history that the arrow keys walk through.
  func remember(_ entry: String)
}

/// Line editing on a dumb terminal: no escapes, no colours, no history.
package struct PlainEditor: LineEditor {
  /// The descriptor of the terminal for the prompt.
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
