/// A token: a word, sign or string of a statement.
package struct Token: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Letters, digits and the other characters of names, dates, codes and paths.
    case word
    /// Quoted text, which is never a keyword.
    case string
    /// One of `, ; ( ) + = < <= > >=`.
    case sign
    /// The end of a line that is not continued: it ends a statement, as `;` does.
    case newline
    /// A string without its closing quote.
    case unclosed
    /// The cursor of the line editor: no parser step consumes it; each records what it would
    /// accept.
    case completionPoint
  }

  package var kind: Kind
  /// The text, without its quotes.
  package var text: String
  package var span: SourceSpan

  package init(kind: Kind, text: String, span: SourceSpan) {
    self.kind = kind
    self.text = text
    self.span = span
  }

  /// Whether it separates two statements.
  package var endsStatement: Bool { kind == .newline || text(is: ";") }

  /// The completion point after a text of `end` bytes.
  package static func completionPoint(at end: Int) -> Token {
    Token(kind: .completionPoint, text: "", span: end..<end + 1)
  }
}

/// The tokens of a text of one or more statements.
package struct LexedText: Sendable {
  package var tokens: [Token] = []
  /// Whether the statement is unfinished: an open `(`, a trailing `,` or `\`.
  package var isOpen = false
  /// Whether the last line ends in a `\`.
  var endsInBackslash = false
}

/// The open ends of a text, kept up to date line by line.
///
/// Its state matches ``LexedText/isOpen`` of the whole text without lexing it again: strings end on
/// their line, so each line can be lexed by itself.
struct OpenEnds {
  private var depth = 0
  private var last: Token?
  private var endsInBackslash = false

  /// Whether the statement needs another line.
  var isOpen: Bool { endsInBackslash || depth > 0 || last?.text(is: ",") ?? false }
  /// Whether the last statement ended with `;`, or none has begun.
  var isEnded: Bool { last?.text(is: ";") ?? true }

  mutating func consume(_ line: String) {
    let lexed = Lexer.lex(line, insideStatement: !isEnded)
    for token in lexed.tokens where token.kind == .sign {
      if token.text == "(" { depth += 1 }
      if token.text == ")" { depth = max(0, depth - 1) }
    }
    last = lexed.tokens.last ?? last
    endsInBackslash = lexed.endsInBackslash || (line.isEmpty && endsInBackslash)
  }
}

extension Token {
  fileprivate func text(is sign: String) -> Bool { kind == .sign && text == sign }
}

/// The lexer, which turns text into tokens.
///
/// Comments run from a `#` that begins a word to the end of the line. After a `!` that begins a
/// statement, the rest of the line is one string. A no-break space, as pages have it, is a space.
package struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var result = LexedText()
  /// The end of the run of comment lines last skipped, and whether the line after it is indented.
  private var behindComments = (position: 0, isContinued: false)

  /// Whether the text goes on with a statement.
  private let isInside: Bool

  private init(_ text: String, isInside: Bool) {
    bytes = Array(text.utf8)
    self.isInside = isInside
  }

  package static func lex(_ text: String) -> LexedText { lex(text, insideStatement: false) }

  /// `isInside`: whether the text goes on with a statement, so that a `!` at its start opens none.
  static func lex(_ text: String, insideStatement isInside: Bool) -> LexedText {
    var lexer = Lexer(text, isInside: isInside)
    return lexer.run()
  }

  private static let signs = Set(",;()+=<>".utf8)

  private mutating func run() -> LexedText {
    var continued = false
    while let byte = peek {
      continued = continued && byte != UInt8(ascii: "\n")
      switch byte {
      case UInt8(ascii: "\n"):
        endLine()
      case ...UInt8(ascii: " "):
        position += 1
      case 0xC2 where isNoBreakSpace:
        position += 2
      case UInt8(ascii: "#"):
        while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\\") where isLineEnd(position + 1):
        continued = true
        position += 1
        while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
        if peek != nil { position += 1 }
        continued = peek == nil
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        string(quote: byte)
      case _ where Lexer.signs.contains(byte):
        sign(byte)
      case UInt8(ascii: "!") where opensStatement:
        shellCommand()
      default:
        word()
      }
    }
    let trailing = result.tokens.last { $0.kind != .newline }
    result.endsInBackslash = continued
    result.isOpen = continued || depth > 0 || trailing?.text(is: ",") ?? false
    return result
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Whether the next character is one, of the two bytes that it has in UTF-8.
  private var isNoBreakSpace: Bool {
    position + 1 < bytes.count && bytes[position] == 0xC2 && bytes[position + 1] == 0xA0
  }

  private var opensStatement: Bool {
    result.tokens.last.map(\.endsStatement) ?? !isInside
  }

  /// The role of a line, as seen from the statement before it.
  enum LineKind {
    /// Only a comment: it neither ends nor continues a statement.
    case comment
    /// White space followed by text other than a comment: it continues the statement.
    case indented
    /// Blank, or the start of a new statement.
    case other
  }

  /// The kind of the first line of `text`.
  static func lineKind(_ text: some Collection<UInt8>) -> LineKind {
    let rest = text.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let first = rest.first, first > 32 else { return .other }
    if first == UInt8(ascii: "#") { return .comment }
    return rest.startIndex > text.startIndex ? .indented : .other
  }

  private func isLineEnd(_ index: Int) -> Bool {
    var index = index
    while index < bytes.count, bytes[index] == UInt8(ascii: "\r") || bytes[index] == 32 {
      index += 1
    }
    return index >= bytes.count || bytes[index] == UInt8(ascii: "\n")
  }

  /// Emits a newline token unless the statement is open or the next line is indented.
  private mutating func endLine() {
    let isContinued =
      depth > 0 || result.tokens.last?.text(is: ",") ?? false
      || isContinuedAfterComments(from: position + 1)
    if !isContinued { append(.newline, from: position, to: position + 1) }
    position += 1
  }

  private mutating func isContinuedAfterComments(from start: Int) -> Bool {
    if start < behindComments.position { return behindComments.isContinued }
    var rest = bytes[start...]
    while Lexer.lineKind(rest) == .comment {
      rest = rest.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
    }
    behindComments = (rest.startIndex, Lexer.lineKind(rest) == .indented)
    return behindComments.isContinued
  }

  private mutating func sign(_ byte: UInt8) {
    let start = position
    position += 1
    switch byte {
    case UInt8(ascii: "("): depth += 1
    case UInt8(ascii: ")"): depth = max(0, depth - 1)
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      if peek == UInt8(ascii: "=") { position += 1 }
    default: break
    }
    append(.sign, from: start, to: position)
  }

  private mutating func word() {
    let start = position
    while let byte = peek, byte > 32, !Lexer.signs.contains(byte), !isNoBreakSpace { position += 1 }
    append(.word, from: start, to: position)
  }

  /// Reads `!` and the rest of the line as one string: its signs and quotes are the system shell's.
  private mutating func shellCommand() {
    append(.word, from: position, to: position + 1)
    position += 1
    while let byte = peek, byte != UInt8(ascii: "\n"), byte <= UInt8(ascii: " ") { position += 1 }
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
    if position > start { append(.string, from: start, to: position) }
  }

  /// Reads text up to the same quote; a doubled quote stands for itself.
  ///
  /// Strings end with their line.
  private mutating func string(quote: UInt8) {
    let start = position
    var text: [UInt8] = []
    position += 1
    while let byte = peek, byte != UInt8(ascii: "\n") {
      position += 1
      if byte == quote {
        guard peek == quote else {
          result.tokens.append(
            Token(
              kind: .string, text: String(decoding: text, as: UTF8.self), span: start..<position))
          return
        }
        position += 1
      }
      text.append(byte)
    }
    append(.unclosed, from: start, to: position)
  }

  private mutating func append(_ kind: Token.Kind, from start: Int, to end: Int) {
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    result.tokens.append(Token(kind: kind, text: text, span: start..<end))
  }
}

extension LexedText {
  /// The tokens of each statement that is not empty.
  package var statements: [ArraySlice<Token>] { tokens.split(whereSeparator: \.endsStatement) }
}
