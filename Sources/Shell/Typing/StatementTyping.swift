import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// The language's help with a line while it is typed: completions, colours, suggestions.
final class StatementTyping: LineEditorDelegate {
  private let session: Session
  private let history: History

  init(_ session: Session, _ history: History) {
    self.session = session
    self.history = history
  }

  func candidates(for text: String) -> (start: Int, candidates: [Candidate]) {
    Completer(session).candidates(for: text)
  }

  func marks(in line: String, below earlierLines: String, point: Int) -> [Mark]? {
    guard session.settings.display.highlights, session.workspace.reporter.console.usesColor else {
      return nil
    }
    return Highlighter(session).marks(in: earlierLines, then: line, point: point)
  }

  func suggestion(for line: String) -> String? {
    history.suggestion(for: line) { text in
      // Accepted in passing, it would overwrite a file.
      !Lexer.lex(text).tokens.contains { $0.kind == .word && $0.text.lowercased() == "into!" }
    }
  }
}
