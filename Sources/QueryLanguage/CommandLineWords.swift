extension ScriptReader.Piece {
  /// Reads the words of a command line, from which the system's shell has already removed quotes.
  ///
  /// A word that contains a space is one operand, as is one that `isFile` recognises and that a
  /// statement would have to quote. After a leading `!` all words go to the system's shell.
  package init(words: [String], isFile: (String) -> Bool) {
    self.init(text: "", line: 1)
    guard words.first?.hasPrefix("!") != true else {
      text = words.joined(separator: " ")
      return
    }
    var tokens: [Token] = []
    for (index, word) in words.enumerated() {
      if index > 0 { text += " " }
      for part in CommandLineWord(word, isFile: isFile).parts {
        let start = text.utf8.count
        text += part.isOperand ? quoted(part.text) : part.text
        tokens +=
          part.isOperand
          ? [Token(kind: .string, text: part.text, span: start..<text.utf8.count)]
          : Lexer.lex(part.text).tokens.map { $0.moved(by: start) }
      }
    }
    self.tokens = tokens
  }
}

/// A command-line word, split into the parts that a statement reads it as.
private struct CommandLineWord {
  /// Text to lex as usual, or single operands to take literally.
  let parts: [(text: String, isOperand: Bool)]

  init(_ word: String, isFile: (String) -> Bool) {
    let tokens = Lexer.lex(word).tokens
    let isOneToken = tokens.count == 1 && [.word, .string].contains(tokens[0].kind)
    let hasSpace = word.utf8.contains { $0 <= UInt8(ascii: " ") }
    if isOneToken && (!hasSpace || tokens[0].kind == .string) {
      parts = [(word, false)]
    } else if !hasSpace, !tokens.isEmpty, !word.hasPrefix("!"), !isFile(word) {
      parts = [(word, false)]
    } else if let sign = word.firstIndex(of: "="), Variables.isName(String(word[..<sign])),
      !isFile(word)
    {
      // In `p="last month"` the quotes were around the value only.
      let end = word.index(after: sign)
      parts = [(String(word[..<end]), false), (String(word[end...]), true)]
    } else {
      parts = [(word, true)]
    }
  }
}

extension Token {
  /// The same token, moved further along in a text.
  fileprivate func moved(by distance: Int) -> Token {
    var token = self
    token.span = span.lowerBound + distance..<span.upperBound + distance
    return token
  }
}
