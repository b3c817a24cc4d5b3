package import EnergyModel

/// A completion candidate: something the grammar accepts at the cursor.
package enum CompletionCandidate: Hashable, Sendable {
  /// A word of the language, with its meaning.
  ///
  /// Rare words are one of many and seldom wanted: they are listed only once their first letter is
  /// typed.
  case word(String, summary: String, isRare: Bool)
  case sign(String)
  /// A value, whose candidates the parser does not know.
  case value(ValueKind)
}

/// The kind of thing that a value names.
package enum ValueKind: Hashable, Sendable {
  /// A tariff or a meter of one of these flows; of any flow if there are none.
  case tariff(Set<Flow> = [])
  case meter(Set<Flow> = [])
  case column
  /// A column of numbers.
  case numericColumn
  case savedQuery, variable, format
  /// A parameter of the saved query that was just named.
  case parameter
  /// The name of an API key.
  case key
  /// A date, month or year.
  case date
  case year
  case file, script
  /// A table of the cache, or a column of those named already.
  case table
}

/// The candidates that the grammar accepts at a ``Token/Kind/completionPoint``, in grammar order
/// and each once.
package final class CompletionCollector {
  package private(set) var all: [CompletionCandidate] = []
  /// The spans of names, numbers and periods, which are not words of the language.
  package private(set) var values: [SourceSpan] = []
  /// The spans of periods and dates.
  package private(set) var periods: [SourceSpan] = []

  private var known: Set<CompletionCandidate> = []

  package init() {}

  func noteValue(at span: SourceSpan) { values.append(span) }

  func notePeriod(at span: SourceSpan) { periods.append(span) }

  fileprivate func note(_ expected: CompletionCandidate) {
    if known.insert(expected).inserted { all.append(expected) }
  }
}

extension TokenCursor {
  /// Whether the next token is the completion point.
  package var isAtCompletionPoint: Bool { peek?.kind == .completionPoint }

  /// Records candidates for this place, if a collector is attached and this is the completion
  /// point.
  package func expect(_ expected: @autoclosure () -> [CompletionCandidate]) {
    guard isAtCompletionPoint, !suppressesCompletion, let completions else { return }
    for expected in expected() { completions.note(expected) }
  }

  /// Records that a value of one of these kinds may come next.
  package func expect(_ kinds: ValueKind...) { expect(kinds.map(CompletionCandidate.value)) }

  /// Records that words of a vocabulary may come next.
  package func expect<Word: DescribedWord>(_ words: some Sequence<Word>) {
    expect(words.map { .word($0.word, summary: $0.summary, isRare: false) })
  }

  /// Records that one of these words may come next.
  package func expect(words: some Sequence<String>, isRare: Bool = false) {
    expect(words.map { .word($0, summary: "", isRare: isRare) })
  }
}
