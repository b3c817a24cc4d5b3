/// A reader that splits lines into pieces of one or more whole statements.
///
/// An indented line continues the statement before it, so a piece is complete only when the next
/// line is known or when it ends with `;`.
package struct ScriptReader {
  /// A piece: whole statements, and the number of the line on which they begin.
  package struct Piece: Hashable, Sendable {
    package var text: String
    package var line: Int
    /// Its tokens, where they are known.
    var tokens: [Token]?

    package init(text: String, line: Int) {
      self.text = text
      self.line = line
    }

    /// The tokens of each statement that is not empty.
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
  /// The open ends of the pending piece.
  private var ends = OpenEnds()
  /// Comment lines after the pending piece, which belong to it only if it continues.
  private var comments = ""
  private var line = 0

  package init() {}

  /// Adds the next line, without its terminator; returns the pieces that it completes.
  ///
  /// A returned piece may end before `text`, which then waits for its successor.
  package mutating func feed(_ text: String) -> [Piece] {
    line += 1
    var done: [Piece] = []
    let kind = Lexer.lineKind(text.utf8)
    if pending != nil, ends.isOpen {
      extend(by: text)
    } else if kind == .comment {
      if pending != nil { comments += "\n" + text }
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
    ends.consume(text)
  }

  private mutating func extend(by text: String) {
    pending?.text += "\n" + text
    ends.consume(text)
  }

  /// The pending piece, when no more lines follow.
  package mutating func finish() -> Piece? {
    defer { pending = nil }
    return pending?.lexed
  }

  /// The size in bytes of what waits for more lines.
  package var pendingBytes: Int { (pending?.text.utf8.count ?? 0) + comments.utf8.count }

  /// Whether a statement has begun and needs another line.
  package var isInside: Bool { pending != nil && ends.isOpen }
}
