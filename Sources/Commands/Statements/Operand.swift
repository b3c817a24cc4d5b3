import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

/// A kind of value in commands: its label in the usage line, and its parser.
struct Operand<Value: Sendable>: Sendable {
  /// The label in the usage line: `DATE`.
  let label: String
  /// The description for messages: `a date`.
  let description: String
  let read: @Sendable (inout TokenCursor, ReadingContext) throws(QueryError) -> Value

  init(
    _ label: String, _ description: String,
    read: @escaping @Sendable (inout TokenCursor, ReadingContext) throws(QueryError) -> Value
  ) {
    self.label = label
    self.description = description
    self.read = read
  }

  /// The same operand under another label in the usage line.
  func labelled(_ label: String) -> Operand { Operand(label, description, read: read) }
}

/// The operands that several commands share.
extension Operand<Located<String>> {
  static func text(_ label: String, _ description: String, _ kinds: ValueKind...) -> Operand {
    Operand(label, description) { (cursor, _) throws(QueryError) in
      cursor.expect(kinds.map(CompletionCandidate.value))
      return try cursor.operand(description)
    }
  }

  /// An existing tariff.
  static let tariff = known("TARIFF", "a tariff", .tariff()) { (name, catalog) throws(QueryError) in
    _ = try catalog.tariff(name)
  }
  /// An existing meter point, by alias or number.
  static let meter = known("METER", "a meter's alias or number", .meter()) {
    (name, catalog) throws(QueryError) in
    _ = try catalog.point(name)
  }

  /// The name of something that exists; an error in it is collected, so that others are found too.
  static func known(
    _ label: String, _ description: String, _ kind: ValueKind,
    check: @escaping @Sendable (Located<String>, Catalog) throws(QueryError) -> Void
  ) -> Operand {
    Operand(label, description) { (cursor, context) throws(QueryError) in
      let name = try cursor.operand(description, kind)
      // If the cache can't be read, that is reported once the statement has been read.
      guard let catalog = try? context.catalog() else { return name }
      cursor.errors.collect(try check(name, catalog))
      return name
    }
  }

  /// A word of the language, which no variable can stand for.
  static func term(_ label: String, _ description: String, offering words: [String]) -> Operand {
    Operand(label, description) { (cursor, _) throws(QueryError) in
      cursor.expect(words: words)
      return try cursor.term(description)
    }
  }
}

extension Operand<Located<Flow>> {
  static let flow = Operand("FLOW", "a flow") { (cursor, _) throws(QueryError) in
    try Parser.flow(&cursor)
  }
}

extension Operand<Located<LocalDay>> {
  /// A local day, which may be typed as the unit that it begins: `2023-07-01`, `july 2023`.
  static let day = Operand("DATE", "a date") { (cursor, context) throws(QueryError) in
    try PeriodParser.firstDay(&cursor, in: context.periods)
  }
}

extension Operand<TypedPrice> {
  /// A price with VAT, per kWh, or per day if it is a standing charge.
  static func price(_ kind: PriceKind) -> Operand {
    Operand("R", "a price such as \(kind.example)") { (cursor, _) throws(QueryError) in
      try cursor.price(kind)
    }
  }
}

extension Operand<Int> {
  static func count(_ label: String, _ description: String) -> Operand {
    Operand(label, description) { (cursor, _) throws(QueryError) in try cursor.count(description) }
  }
}
