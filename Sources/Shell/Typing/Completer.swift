import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// Finds what a person may mean by the word they are typing: words that the reader of statements
/// would take there, and values that there are.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The candidates for the word that ends `text`, the likeliest first, and the byte at which it
  /// begins.
  ///
  /// Nothing waits for a network or another program.
  func candidates(for text: String) -> (start: Int, candidates: [Candidate]) {
    // With a letter more there is a word where the person types, unless that is in a comment.
    let tokens = Lexer.lex(text + "x").tokens
    let end = text.utf8.count
    guard let word = tokens.last, word.span.upperBound == end + 1,
      word.kind == .word || word.kind == .unclosed
    else { return (end, []) }
    let isQuoted = word.kind == .unclosed
    let typed = String(word.text.dropFirst(isQuoted ? 1 : 0).dropLast())
    let start = word.span.upperBound - 1 - typed.utf8.count
    let before = tokens.dropLast()
    let statement = before[(before.lastIndex(where: \.endsStatement).map { $0 + 1 } ?? 0)...]
    let expected = session.analyse(statement, end: start).expected
    let values = CompletionValues(session.workspace, typed: typed, isQuoted: isQuoted)
    var found: [Candidate] = []
    for expected in expected {
      switch expected {
      case .word(let word, let summary, let isRare):
        guard !isQuoted, !(isRare && typed.isEmpty), word.begins(with: typed) else { continue }
        found.append(Candidate(word, summary: summary))
      case .value(.variable):
        found += values.variables.filter { fits($0, behind: statement, at: start) }
      case .value(let kind):
        found += session.workspace.cacheHandle.withoutWaiting {
          values.candidates(of: kind, behind: statement)
        }
      case .sign: break
      }
    }
    if found.isEmpty, typed.isEmpty, !isQuoted {
      found = expected.compactMap { if case .sign(let sign) = $0 { Candidate(sign) } else { nil } }
    }
    var seen: Set<String> = []
    // The line editor would write what steers a terminal as it is.
    return (start, found.filter { $0.text == $0.text.visible && seen.insert($0.text).inserted })
  }

  /// Whether the value of a variable makes sense where it would stand.
  private func fits(
    _ candidate: Candidate, behind statement: ArraySlice<Token>, at start: Int
  ) -> Bool {
    let end = start + candidate.text.utf8.count
    let token = Token(kind: .word, text: candidate.text, span: start..<end)
    return session.analyse(statement + [token], end: end).errors.isEmpty
  }
}

extension String {
  /// Whether it begins so, in any case of the letters.
  func begins(with start: String) -> Bool { lowercased().hasPrefix(start.lowercased()) }
}
