import QueryLanguage

/// One way to write a command: the only place where its words stand.
///
/// What reads it, completes it and shows it in the help is made from this.
struct Form<each Value: Sendable>: CommandForm {
  /// The words that it begins with: `add`, `tariff`.
  let words: [String]
  private let parts: (repeat FormPart<each Value>)

  init(_ words: String, _ parts: repeat FormPart<each Value>) {
    self.words = words.split(separator: " ").map(String.init)
    self.parts = (repeat each parts)
  }

  /// As the help shows it: `assign TARIFF to METER from DATE [until DATE]`.
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
      if part.isPositional || part.absent == nil { texts.append(part.usage) }
    }
    return texts.joined(separator: " ")
  }

  /// The parts that have something said of them, with that.
  var options: [(usage: String, summary: String)] {
    var options: [(String, String)] = []
    for part in repeat each parts {
      if !part.summary.isEmpty { options.append((part.usage.trimmingBrackets, part.summary)) }
    }
    return options
  }

  /// Reads what stands behind the words, to the end of the statement.
  ///
  /// - Throws: all that is wrong with it, or missing from it.
  func read(
    _ cursor: inout TokenCursor, in context: ReadingContext
  ) throws(QueryErrors) -> (repeat each Value) {
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

  /// Reads operands in their order; behind a mistake it goes on at the next clause.
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

/// The parts of a form that stand in any order.
private struct Clauses {
  let slots: [any AnyFormSlot]
  /// The word that the statement begins with.
  let command: String

  /// The part that begins where the cursor stands.
  ///
  /// Of several opening words the first alone says which is meant; an operand without any is what
  /// nothing else is.
  private func slot(at cursor: TokenCursor) -> (any AnyFormSlot)? {
    slots.first { $0.isOpened(by: cursor) } ?? slots.first { $0.isBegun(by: cursor) }
      ?? slots.first { $0.openingWord == nil && $0.begins(at: cursor) }
  }

  /// Goes to the next word that opens a clause, or to the end.
  func skip(_ cursor: inout TokenCursor) {
    while !cursor.isAtEnd, !slots.contains(where: { $0.isBegun(by: cursor) }) { cursor.next() }
  }

  /// Reads to the end of the statement; behind a mistake it goes on at the next clause.
  func read(_ cursor: inout TokenCursor, _ context: ReadingContext) {
    while !cursor.isAtEnd {
      let open = slots.filter { !$0.isFilled || $0.isRepeatable }
      for slot in open where slot.openingWord != nil { slot.expect(to: cursor) }
      for slot in open where slot.openingWord == nil { slot.expect(to: cursor) }
      let mistakes = cursor.errors.count
      cursor.collecting { (cursor) throws(QueryError) in
        guard let slot = slot(at: cursor) else { throw try surprise(&cursor) }
        if slot.isFilled, !slot.isRepeatable {
          cursor.errors.append(
            QueryError("'\(cursor.peek?.text ?? "")' stands here a second time", at: cursor.here))
        }
        try slot.read(&cursor, context)
      }
      if cursor.errors.count > mistakes { skip(&cursor) }
    }
  }

  /// What to say of a word that begins no part.
  private func surprise(_ cursor: inout TokenCursor) throws(QueryError) -> QueryError {
    let open = slots.filter { !$0.isFilled || $0.isRepeatable }
    if let slot = open.first(where: { !$0.isComplete }), open.count == 1 {
      return cursor.expected(slot.missing)
    }
    var words: [String] = []
    for word in open.flatMap(\.vocabulary) where !words.contains(word) { words.append(word) }
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

/// A part of a form with what was read of it, whatever its value is.
private protocol AnyFormSlot: AnyObject {
  var isPositional: Bool { get }
  var isRepeatable: Bool { get }
  var isFilled: Bool { get }
  /// Whether it is there or may be left out.
  var isComplete: Bool { get }
  var missing: String { get }
  var openingWord: String? { get }
  /// The words that it can begin with, as far as there is a list of them.
  var vocabulary: [String] { get }
  /// Whether all its opening words stand here.
  func isOpened(by cursor: TokenCursor) -> Bool
  /// Whether the first of them does.
  func isBegun(by cursor: TokenCursor) -> Bool
  /// Whether its operand can stand here.
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
  var isComplete: Bool { value != nil || part.absent != nil }
  var missing: String { part.missing }
  var openingWord: String? { part.opening.first }

  var vocabulary: [String] { part.opening.first.map { [$0] } ?? part.vocabulary }

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
      ?? cursor.word.map(part.vocabulary.contains) ?? false
  }

  func begins(at cursor: TokenCursor) -> Bool { part.begins(cursor) }

  func expect(to cursor: TokenCursor) {
    guard let word = part.opening.first else { return part.offers(cursor, value) }
    cursor.expect([.word(word, summary: part.summary, isRare: false)])
  }

  func read(_ cursor: inout TokenCursor, _ context: ReadingContext) throws(QueryError) {
    for word in part.opening { try cursor.require(word) }
    value = try part.read(&cursor, value, context)
  }

  func result() throws(QueryErrors) -> Value {
    guard let value = value ?? part.absent else {
      throw QueryErrors(QueryError("expected \(part.missing)"))
    }
    return value
  }
}

extension String {
  /// Without the brackets around what may be left out.
  fileprivate var trimmingBrackets: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
  }
}
