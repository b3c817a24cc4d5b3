package import EnergyModel

/// Something that may stand where a person is typing.
package enum Expected: Hashable, Sendable {
  /// A word of the language itself, and what it means.
  ///
  /// One of many that are seldom meant is only worth a mention once its first letter is typed.
  case word(String, summary: String, isRare: Bool)
  case sign(String)
  /// A value, of which the reader of statements does not know what there is.
  case value(ValueKind)
}

/// What a value names.
package enum ValueKind: Hashable, Sendable {
  /// A tariff or a meter of one of these flows; of any where there are none.
  case tariff(Set<Flow> = [])
  case meter(Set<Flow> = [])
  case column
  /// A column that holds numbers.
  case figure
  case savedQuery, variable, format
  /// What the saved query just named leaves open.
  case parameter
  /// The name of an API key.
  case key
  /// A date, month or year.
  case date
  case year
  case file, script
}

/// What the steps of reading would have taken in the place of a ``Token/Kind/completionPoint``, in the order
/// of the grammar and each once.
package final class CompletionCollector {
  package private(set) var all: [Expected] = []
  /// Where names, numbers and periods stand, which are no words of the language.
  package private(set) var values: [SourceSpan] = []

  private var known: Set<Expected> = []

  package init() {}

  func noteValue(at span: SourceSpan) { values.append(span) }

  fileprivate func note(_ expected: Expected) {
    if known.insert(expected).inserted { all.append(expected) }
  }
}

extension TokenCursor {
  /// Whether a person is typing here.
  package var isAtHole: Bool { peek?.kind == .completionPoint }

  /// Notes what may stand here, if somebody asks.
  package func expect(_ expected: @autoclosure () -> [Expected]) {
    guard isAtHole, !isOutOfPlace, let expectations else { return }
    for expected in expected() { expectations.note(expected) }
  }

  /// Notes that a value of some kinds may stand here.
  package func expect(_ kinds: ValueKind...) { expect(kinds.map(Expected.value)) }

  /// Notes that words of a vocabulary may stand here.
  package func expect<Word: DescribedWord>(_ words: some Sequence<Word>) {
    expect(words.map { .word($0.word, summary: $0.summary, isRare: false) })
  }

  /// Notes that one of some words may stand here.
  package func expect(words: some Sequence<String>, isRare: Bool = false) {
    expect(words.map { .word($0, summary: "", isRare: isRare) })
  }
}
