import EnergyModel
import QueryLanguage

/// A syntax of a command: the only place where its words are written.
///
/// Its parser, its completion and its usage line in the help are derived from it.
struct Form<each Value: Sendable>: CommandForm {
  /// The words that it begins with: `add`, `tariff`.
  let words: [String]
  private let parts: (repeat FormPart<each Value>)

  init(_ words: String, _ parts: repeat FormPart<each Value>) {
    self.words = words.split(separator: " ").map(String.init)
    self.parts = (repeat each parts)
  }

  /// The usage line: `assign TARIFF to METER from DATE [until DATE]`.
  var usage: [String] {
    var texts = words
    for part in repeat each parts { texts.append(part.usage) }
    return [texts.joined(separator: " ")]
  }

  /// The words with what stands in its place or has to be there, without what may be added:
  /// `import [KIND] FILE…`.
  var shortUsage: String {
    var texts = words
    for part in repeat each parts {
      if part.isPositional || part.defaultValue == nil { texts.append(part.usage) }
    }
    return texts.joined(separator: " ")
  }

  /// The parts that have a summary, with it.
  var options: [(usage: String, summary: String)] {
    var options: [(String, String)] = []
    for part in repeat each parts {
      if !part.summary.isEmpty { options.append((part.usage.trimmingBrackets, part.summary)) }
    }
    return options
  }

  /// Reads the statement after those words, up to its end.
  ///
  /// - Throws: all errors in it, including missing parts.
  func read(
    _ cursor: inout TokenCursor, in context: ReadingContext
  ) throws(QueryError) -> (repeat each Value) {
    let slots = (repeat FormSlot(each parts))
    var all: [any AnyFormSlot] = []
    for slot in repeat each slots { all.append(slot) }
    let clauses = Clauses(slots: all.filter { !$0.isPositional }, command: words.first ?? "")
    readPositional(all.filter(\.isPositional), before: clauses, &cursor, context)
    clauses.read(&cursor, context)
    if cursor.errors.isEmpty, let slot = all.first(where: { !$0.isComplete }) {
      cursor.errors.append(cursor.expected(slot.missing))
    }
    try cursor.finish()
    return (repeat try (each slots).result())
  }

  /// Reads operands in order; after an error, skips to the next clause.
  private func readPositional(
    _ slots: [any AnyFormSlot], before clauses: Clauses, _ cursor: inout TokenCursor,
    _ context: ReadingContext
  ) {
    guard !slots.isEmpty else { return }
    let mistakes = cursor.errors.count
    cursor.collecting { (cursor) throws(QueryError) in
      for slot in slots {
        _ = try cursor.reading { (cursor) throws(QueryError) in
          try slot.read(&cursor, context)
        }
      }
    }
    if cursor.errors.count > mistakes { clauses.skip(&cursor) }
  }
}

/// The parts of a form that may come in any order.
private struct Clauses {
  let slots: [any AnyFormSlot]
  /// The first word of the statement.
  let command: String

  /// The part that begins at the cursor.
  ///
  /// Of several opening words the first alone is enough to identify a part; an operand without
  /// opening words matches what nothing else does. A last word that opens a part already read, as
  /// the `for` of `for NAME` does, may begin another one: `for comparison`.
  private func slot(at cursor: TokenCursor) -> (any AnyFormSlot)? {
    let opened = slots.first { $0.isOpened(by: cursor) }
    if opened?.isFilled ?? false, isLastWord(cursor),
      let other = slots.first(where: { !$0.isFilled && $0.isBegun(by: cursor) })
    {
      return other
    }
    return opened ?? slots.first { $0.isBegun(by: cursor) }
      ?? slots.first { $0.openingWord == nil && $0.begins(at: cursor) }
  }

  /// Whether nothing follows the next word but the place of completion.
  private func isLastWord(_ cursor: TokenCursor) -> Bool {
    cursor.rest.dropFirst().allSatisfy { $0.kind == .completionPoint }
  }

  /// Skips to the next word that opens a clause, or to the end.
  func skip(_ cursor: inout TokenCursor) {
    while !cursor.isAtEnd, !slots.contains(where: { $0.isBegun(by: cursor) }) { cursor.next() }
  }

  /// Reads to the end of the statement; after an error, skips to the next clause.
  func read(_ cursor: inout TokenCursor, _ context: ReadingContext) {
    while !cursor.isAtEnd {
      let open = slots.filter { !$0.isFilled || $0.isRepeatable }
      for slot in open where slot.openingWord != nil { slot.expect(to: cursor) }
      for slot in open where slot.openingWord == nil { slot.expect(to: cursor) }
      let mistakes = cursor.errors.count
      cursor.collecting { (cursor) throws(QueryError) in
        guard let slot = slot(at: cursor) else { throw try unexpectedWord(&cursor) }
        if slot.isFilled, !slot.isRepeatable {
          cursor.errors.append(
            QueryError("'\(cursor.peek?.text ?? "")' is repeated", at: cursor.here))
        }
        try slot.read(&cursor, context)
      }
      if cursor.errors.count > mistakes { skip(&cursor) }
    }
  }

  /// The error for a word that begins no part.
  private func unexpectedWord(_ cursor: inout TokenCursor) throws(QueryError) -> QueryError {
    let open = slots.filter { !$0.isFilled || $0.isRepeatable }
    if let slot = open.first(where: { !$0.isComplete }), open.count == 1 {
      return cursor.expected(slot.missing)
    }
    let words = open.flatMap(\.vocabulary).distinct
    let end = open.allSatisfy(\.isComplete) ? ["the end of the statement"] : []
    let choices = words.map { "'\($0)'" } + end
    let choice =
      choices.count < 2
      ? choices.joined()
      : choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
    guard let text = cursor.peek?.text, closest(to: text, among: words) != nil || words.count > 3
    else { return cursor.expected(choice) }
    let typed = try cursor.term(choice)
    return .unknown("word", typed, among: words, hint: "see 'help \(command)'")
  }
}

/// A part of a form with the value read for it, with its type erased.
private protocol AnyFormSlot: AnyObject {
  var isPositional: Bool { get }
  var isRepeatable: Bool { get }
  var isFilled: Bool { get }
  /// Whether it has been read or is optional.
  var isComplete: Bool { get }
  var missing: String { get }
  var openingWord: String? { get }
  /// The words that it can begin with, if there is a list of them.
  var vocabulary: [String] { get }
  /// Whether all its opening words come next.
  func isOpened(by cursor: TokenCursor) -> Bool
  /// Whether the first of them comes next.
  func isBegun(by cursor: TokenCursor) -> Bool
  /// Whether its operand can come next.
  func begins(at cursor: TokenCursor) -> Bool
  func expect(to cursor: TokenCursor)
  func read(_ cursor: inout TokenCursor, _ context: ReadingContext) throws(QueryError)
}

private final class FormSlot<Value: Sendable>: AnyFormSlot {
  private let part: FormPart<Value>
  private var value: Value?

  init(_ part: FormPart<Value>) { self.part = part }

  var isPositional: Bool { part.isPositional }
  var isRepeatable: Bool { part.isRepeatable }
  var isFilled: Bool { value != nil }
  var isComplete: Bool { value != nil || part.defaultValue != nil }
  var missing: String { part.missing }
  var openingWord: String? { part.opening.first }

  var vocabulary: [String] { part.opening.first.map { [$0] } ?? part.start.vocabulary }

  func isOpened(by cursor: TokenCursor) -> Bool {
    var ahead = cursor
    return !part.opening.isEmpty
      && part.opening.allSatisfy { word in
        let fits = ahead.word == word
        ahead.next()
        return fits
      }
  }

  func isBegun(by cursor: TokenCursor) -> Bool {
    part.opening.first.map { $0 == cursor.word }
      ?? cursor.word.map(part.start.vocabulary.contains) ?? false
  }

  func begins(at cursor: TokenCursor) -> Bool { part.start.begins(cursor) }

  func expect(to cursor: TokenCursor) {
    guard let word = part.opening.first else { return part.start.expect(cursor, value) }
    cursor.expect([.word(word, summary: part.summary, isRare: false)])
  }

  func read(_ cursor: inout TokenCursor, _ context: ReadingContext) throws(QueryError) {
    for word in part.opening { try cursor.require(word) }
    value = try part.read(&cursor, value, context)
  }

  func result() throws(QueryError) -> Value {
    guard let value = value ?? part.defaultValue else {
      throw QueryError("expected \(part.missing)")
    }
    return value
  }
}

extension String {
  /// The text without the brackets of optional parts.
  fileprivate var trimmingBrackets: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
  }
}
