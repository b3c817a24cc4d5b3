/// Cuts lines into pieces of one or more whole statements.
///
/// In scripts an indented line continues the statement before it, so a piece is complete only
/// when the next line is known, or when it ends with `;`.
package struct ScriptReader {
  /// Whole statements and the number of the line on which they begin.
  package struct Piece: Hashable, Sendable {
    package var text: String
    package var line: Int

    package init(text: String, line: Int) {
      self.text = text
      self.line = line
    }
  }

  private var pending: Piece?
  /// Comment lines behind the pending piece, which go with it only if it goes on.
  private var comments = ""
  private var line = 0
  private let indentContinues: Bool

  package init(indentContinues: Bool = true) { self.indentContinues = indentContinues }

  /// Takes the next line, without its end; gives the piece that it completes, if it does.
  ///
  /// The piece may be the one before the line: the line itself then waits for its successor.
  package mutating func feed(_ text: String) -> [Piece] {
    line += 1
    var done: [Piece] = []
    let kind = Lexer.lineKind(text.utf8)
    if let open = pending, isOpen(open.text) {
      pending?.text += "\n" + text
    } else if kind == .comment {
      comments += "\n" + text
    } else if let open = pending {
      if indentContinues && kind == .indented {
        pending?.text += comments + "\n" + text
      } else {
        done.append(open)
        pending = Piece(text: text, line: line)
      }
      comments = ""
    } else {
      pending = Piece(text: text, line: line)
      comments = ""
    }
    if let piece = pending, isClosed(piece.text) {
      done.append(piece)
      pending = nil
    }
    return done.filter { !Lexer.lex($0.text).statements.isEmpty }
  }

  /// What is left when no line follows.
  package mutating func finish() -> Piece? {
    defer { pending = nil }
    return pending.flatMap { Lexer.lex($0.text).statements.isEmpty ? nil : $0 }
  }

  /// Whether a statement has begun that asks for more.
  package var isInside: Bool { pending.map { isOpen($0.text) } ?? false }

  private func isOpen(_ text: String) -> Bool { Lexer.lex(text).isOpen }

  /// Whether nothing that follows can belong to it.
  private func isClosed(_ text: String) -> Bool {
    let lexed = Lexer.lex(text)
    guard !lexed.isOpen else { return false }
    guard indentContinues, let last = lexed.tokens.last else { return true }
    return last.kind == .sign && last.text == ";"
  }
}
