/// Steps that change what stands next, for words that are several in one.
extension TokenCursor {
  /// Takes `A..B` apart where it stands as one word whose first part is expected here.
  mutating func takeRangeApart(if isExpected: (String) -> Bool = { _ in true }) {
    guard let token = peek, token.kind == .word, let dots = token.text.firstRange(of: "..")
    else { return }
    let first = String(token.text[..<dots.lowerBound])
    guard !first.isEmpty, dots.upperBound < token.text.endIndex, isExpected(first) else { return }
    takeApart(token, at: dots, isSign: true)
  }

  /// Takes `2023-07-04T16:00` apart into day and time.
  mutating func takeStampApart() {
    guard let token = peek, token.kind == .word, token.text.utf8.count > 11 else { return }
    let bytes = Array(token.text.lowercased().utf8)
    guard bytes.count == token.text.utf8.count, bytes[10] == UInt8(ascii: "t"),
      isDigit(bytes[0]), isDigit(bytes[9]), isDigit(bytes[11])
    else { return }
    let letter = token.text.utf8.index(token.text.startIndex, offsetBy: 10)
    takeApart(token, at: letter..<token.text.utf8.index(after: letter), isSign: false)
  }

  private mutating func takeApart(_ token: Token, at range: Range<String.Index>, isSign: Bool) {
    let (first, last) = (token.text[..<range.lowerBound], token.text[range.upperBound...])
    let start = token.span.lowerBound + first.utf8.count
    let end = token.span.upperBound - last.utf8.count
    var parts = [
      Token(kind: .word, text: String(first), span: token.span.lowerBound..<start),
      Token(kind: .word, text: String(last), span: end..<token.span.upperBound),
    ]
    if isSign {
      parts.insert(Token(kind: .sign, text: String(token.text[range]), span: start..<end), at: 1)
    }
    replaceNext(1, with: parts)
  }

  /// Puts words in the place of the next `count` tokens, all of which they span.
  mutating func replaceNext(_ count: Int, with words: [String]) {
    let start = here.lowerBound
    let span = start..<(rest.prefix(count).last?.span.upperBound ?? start)
    replaceNext(count, with: words.map { Token(kind: .word, text: $0, span: span) })
  }
}
