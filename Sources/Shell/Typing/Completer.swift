import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// Finds completions for the word being typed: words that the parser would accept there, and
/// existing values.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The candidates for the word at the end of `text`, likeliest first, and the byte at which the
  /// word begins.
  ///
  /// It never waits for the network or another program.
  func candidates(for text: String) -> (start: Int, candidates: [Candidate]) {
    // With another letter there is a word at the cursor, unless that is in a comment.
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
    var found: [Candidate] = []
    for match in WordMatch.allCases where found.isEmpty {
      let values = CompletionValues(
        session.workspace, typed: typed, isQuoted: isQuoted, match: match)
      found = candidates(expected, among: values, behind: statement, at: start)
    }
    if found.isEmpty, typed.isEmpty, !isQuoted {
      found = expected.compactMap { if case .sign(let sign) = $0 { Candidate(sign) } else { nil } }
    }
    var seen: Set<String> = []
    // The line editor writes control characters as they are, so such candidates are left out.
    return (start, found.filter { $0.text == $0.text.visible && seen.insert($0.text).inserted })
  }

  /// The words and values that were expected, as far as they match what was typed.
  private func candidates(
    _ expected: [CompletionCandidate], among values: CompletionValues,
    behind statement: ArraySlice<Token>, at start: Int
  ) -> [Candidate] {
    expected.flatMap { expected -> [Candidate] in
      switch expected {
      case .word(let word, let summary, let isRare):
        values.matches(word, isRare: isRare) ? [Candidate(word, summary: summary)] : []
      case .value(.variable):
        values.variables.filter { fits($0, behind: statement, at: start) }
      case .value(let kind):
        session.workspace.cacheHandle.withoutWaiting {
          values.candidates(of: kind, behind: statement)
        }
      case .sign: []
      }
    }
  }

  /// Whether the value of a variable is valid where it would be inserted.
  private func fits(
    _ candidate: Candidate, behind statement: ArraySlice<Token>, at start: Int
  ) -> Bool {
    let end = start + candidate.text.utf8.count
    let token = Token(kind: .word, text: candidate.text, span: start..<end)
    return session.analyse(statement + [token], end: end).errors.isEmpty
  }
}

extension String {
  /// Whether it begins with `start`, ignoring case.
  func begins(with start: String) -> Bool { lowercased().hasPrefix(start.lowercased()) }
}
