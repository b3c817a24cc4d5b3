import QueryLanguage

/// The talk with a person at a terminal: asks for lines, and runs and remembers what they say.
final class Conversation {
  private static let prompt = "octowatt> "
  private static let continuation = "     ...> "

  private let session: Session
  private let editor: any LineEditor
  private var reader = ScriptReader()

  init(_ session: Session, _ editor: any LineEditor) {
    self.session = session
    self.editor = editor
  }

  /// Goes on until the person leaves.
  func run() throws {
    session.ask = { [editor] question in
      if case .line(let answer) = editor.line(prompt: question) { answer } else { nil }
    }
    while !session.isOver {
      let prompt = reader.isInside ? Conversation.continuation : Conversation.prompt
      switch editor.line(prompt: prompt) {
      case .end: return try session.console.report("")
      case .interrupted: reader = ScriptReader()
      case .line(let text): try take(text)
      }
    }
  }

  /// Takes a line, or the several lines of a paste, and runs the statements that are whole by then.
  private func take(_ text: String) throws {
    // A carriage return and a newline are one character.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var pieces = lines.flatMap { reader.feed(String($0)) }
    if !reader.isInside, let piece = reader.finish() { pieces.append(piece) }
    // All of them first, so that none is lost when one of them ends the program.
    for piece in pieces where !StatementLog.holdsKey(piece.text) { editor.remember(piece.text) }
    // Only a lone statement still stands right above its answer.
    let origin: Origin =
      pieces.count == 1 ? .prompt(columns: Conversation.prompt.count) : .words
    for piece in pieces { _ = try session.run(piece, from: origin) }
  }
}
