/// Cuts lines into pieces of one or more whole statements.
///
/// An indented line continues the statement before it, so a piece is complete only when the next
/// line is known, or when it ends with `;`.
package struct ScriptReader {
  /// Whole statements and the number of the line on which they begin.
  package struct Piece: Hashable, Sendable {
    package var text: String
    package var line: Int
    /// Its tokens, where they are known.
    var tokens: [Token]?

    package init(text: String, line: Int) {
      self.text = text
      self.line = line
    }

    /// The tokens of each statement that has any.
    package var statements: [ArraySlice<Token>] {
      (tokens ?? Lexer.lex(text).tokens).split(whereSeparator: \.endsStatement)
    }

    /// The piece with its tokens, so that its text is read once; nil for one without any statement.
    fileprivate var lexed: Piece? {
      var piece = self
      piece.tokens = tokens ?? Lexer.lex(text).tokens
      return piece.statements.isEmpty ? nil : piece
    }
  }

  private var pending: Piece?
  /// What the pending piece asks for.
  private var ends = OpenEnds()
  /// Comment lines behind the pending piece, which go with it only if it goes on.
  private var comments = ""
  private var line = 0

  package init() {}

  /// Takes the next line, without its end; gives the piece that it completes, if it does.
  ///
  /// The piece may be the one before the line: the line itself then waits for its successor.
  package mutating func feed(_ text: String) -> [Piece] {
    line += 1
    var done: [Piece] = []
    let kind = Lexer.lineKind(text.utf8)
    if pending != nil, ends.isOpen {
      extend(by: text)
    } else if kind == .comment {
      comments += "\n" + text
    } else {
      if pending != nil, kind == .indented {
        pending?.text += comments
        extend(by: text)
      } else {
        done += [pending].compactMap(\.self)
        begin(text)
      }
      comments = ""
    }
    if let piece = pending, !ends.isOpen, ends.isEnded {
      done.append(piece)
      pending = nil
    }
    return done.compactMap(\.lexed)
  }

  private mutating func begin(_ text: String) {
    pending = Piece(text: text, line: line)
    ends = OpenEnds()
    ends.take(text)
  }

  private mutating func extend(by text: String) {
    pending?.text += "\n" + text
    ends.take(text)
  }

  /// What is left when no line follows.
  package mutating func finish() -> Piece? {
    defer { pending = nil }
    return pending?.lexed
  }

  /// Whether a statement has begun that asks for more.
  package var isInside: Bool { pending != nil && ends.isOpen }
}
