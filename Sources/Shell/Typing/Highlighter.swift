import Commands
import QueryLanguage
import Terminal

/// Highlights words of the language, periods, strings, variables, comments and errors while a
/// statement is typed, according to the parser.
struct Highlighter {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The marks of a line that follows `earlier` lines of its statement, in order.
  ///
  /// The word at the cursor is never marked as an error, as it may be unfinished.
  func marks(in earlier: String, then line: String, point: Int) -> [Mark] {
    let text = earlier + line
    let tokens = Lexer.lex(text).tokens
    var marks = comments(in: text, between: tokens)
    for statement in tokens.split(whereSeparator: \.endsStatement) {
      let view = session.analyse(statement, end: text.utf8.count)
      let errors = view.errors.compactMap(\.span)
      for token in statement {
        var style = style(of: token, in: view)
        if let error = errors.first(where: { $0.overlaps(token.span) }) {
          let isInProgress =
            (error.lowerBound...error.upperBound).contains(point + earlier.utf8.count)
          style = isInProgress ? nil : .error
        }
        if let style { marks.append(Mark(span: token.span, style: style)) }
      }
    }
    let start = earlier.utf8.count
    return marks.filter { $0.span.lowerBound >= start }
      .map { Mark(span: $0.span.lowerBound - start..<$0.span.upperBound - start, style: $0.style) }
      .sorted { $0.span.lowerBound < $1.span.lowerBound }
  }

  private func style(of token: Token, in view: StatementAnalysis) -> Mark.Style? {
    switch token.kind {
    case .string, .unclosed: .string
    case .word where token.text.hasPrefix("$"): .variable
    case .word where view.isInPeriod(token): .period
    case .word: view.isValue(token) ? nil : .keyword
    case .sign, .newline, .completionPoint: nil
    }
  }

  /// The comments in the gaps between tokens, each from a `#` to the end of its line.
  private func comments(in text: String, between tokens: [Token]) -> [Mark] {
    let bytes = Array(text.utf8)
    var start = 0
    return (tokens + [.completionPoint(at: bytes.count)]).flatMap { token in
      defer { start = token.span.upperBound }
      return bytes[start..<token.span.lowerBound].split(separator: UInt8(ascii: "\n"))
        .compactMap { line in
          line.firstIndex(of: UInt8(ascii: "#")).map { sign in
            Mark(span: sign..<line.endIndex, style: .comment)
          }
        }
    }
  }
}
