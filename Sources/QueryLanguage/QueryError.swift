import EnergyModel

/// The mistakes in one statement, in the order of its text.
package struct QueryError: Diagnosable, Hashable {
  /// One thing that is wrong, with the place and, where there is one, the way out.
  package struct Mistake: Hashable, Sendable {
    /// The span to put the caret under; nil when the error is in the statement as a whole.
    package var span: SourceSpan?
    /// What was found and what was expected, without a full stop.
    package var message: String
    /// The word that was probably meant.
    package var suggestion: String?
    /// A hint, such as what to type instead.
    package var hint: String?

    /// The whole message, as in `unknown word 'imoprt'. Did you mean 'import'?`.
    package var text: String {
      var text = message
      if let suggestion { text += ". Did you mean '\(suggestion)'?" }
      if let hint { text += "; \(hint)" }
      return text
    }
  }

  /// More would bury the first, which is usually the cause.
  package static let most = 3

  /// At least one, and at most ``most``.
  package private(set) var mistakes: [Mistake]

  /// `mistakes`: at least one, in any order.
  init(_ mistakes: [Mistake]) {
    let sorted = mistakes.sorted { ($0.span?.lowerBound ?? 0) < ($1.span?.lowerBound ?? 0) }
    self.mistakes = Array(sorted.prefix(QueryError.most))
  }

  package init(
    _ message: String, at span: SourceSpan? = nil, suggestion: String? = nil, hint: String? = nil
  ) {
    mistakes = [Mistake(span: span, message: message, suggestion: suggestion, hint: hint)]
  }

  package var message: String { mistakes.map(\.text).joined(separator: "; ") }

  /// An unknown name of some kind, with the closest known name.
  package static func unknown(
    _ kind: String, _ name: Located<String>, among names: some Sequence<String>,
    hint: String? = nil
  ) -> QueryError {
    let suggestion = closest(to: name.value, among: names)
    return QueryError(
      "unknown \(kind) '\(name.value)'", at: name.span, suggestion: suggestion,
      hint: suggestion == nil ? hint : nil)
  }

  /// The same mistakes in the value of a variable, all at the place where it is referred to.
  func inValue(_ value: Located<String>, of reference: String) -> QueryError {
    var error = self
    for index in mistakes.indices {
      error.mistakes[index].span = value.span
      error.mistakes[index].message =
        "\(reference) is '\(value.value)': \(mistakes[index].message)"
    }
    return error
  }
}

/// The name that `typed` most probably stands for; nil when none is close.
///
/// A name is close if `typed` is a prefix of at least three letters, or differs by two typing slips
/// (one in short words), where swapped neighbours count as one.
package func closest(to typed: String, among names: some Sequence<String>) -> String? {
  let typed = Array(typed.lowercased().unicodeScalars)
  guard typed.count > 1 else { return nil }
  var best: (name: String, distance: Int)?
  for name in names {
    let letters = Array(name.lowercased().unicodeScalars)
    let slips = distance(typed, letters)
    let isStart = typed.count >= 3 && letters.starts(with: typed)
    let score = isStart ? min(slips, 1) : slips
    guard score <= (typed.count <= 4 ? 1 : 2), score < best?.distance ?? .max else { continue }
    best = (name, score)
  }
  return best?.name
}

/// Whether a name begins with `typed`, but for one typing slip.
package func begins(_ name: String, nearlyWith typed: String) -> Bool {
  let typed = Array(typed.lowercased().unicodeScalars)
  let letters = Array(name.lowercased().unicodeScalars)
  return (typed.count - 1...typed.count + 1).contains { count in
    count <= letters.count && distance(typed, Array(letters.prefix(count))) <= 1
  }
}

/// The edit distance: insertions, deletions, replacements and swaps of neighbouring characters.
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  guard abs(left.count - right.count) <= 2 else { return 3 }
  var twoBack: [Int] = []
  var before = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      var cost = min(
        before[j + 1] + 1, row[j] + 1, before[j] + (left[i] == right[j] ? 0 : 1))
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        cost = min(cost, twoBack[j - 1] + 1)
      }
      row.append(cost)
    }
    (twoBack, before) = (before, row)
  }
  return before[right.count]
}
