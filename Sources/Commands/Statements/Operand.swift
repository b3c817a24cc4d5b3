import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

/// A kind of value that stands in a command: how the usage line shows it, and how it is read.
struct Operand<Value: Sendable>: Sendable {
  /// As the usage line shows it: `DATE`.
  let label: String
  /// As a message names it: `a date`.
  let what: String
  let read: @Sendable (inout TokenCursor, ReadingContext) throws(QueryError) -> Value

  init(
    _ label: String, _ what: String,
    read: @escaping @Sendable (inout TokenCursor, ReadingContext) throws(QueryError) -> Value
  ) {
    self.label = label
    self.what = what
    self.read = read
  }

  /// The same, shown under another label in the usage line.
  func labelled(_ label: String) -> Operand { Operand(label, what, read: read) }
}

/// The operands that several commands have in common.
extension Operand<Located<String>> {
  static func text(_ label: String, _ what: String, _ kinds: ValueKind...) -> Operand {
    Operand(label, what) { (cursor, _) throws(QueryError) in
      cursor.expect(kinds.map(Expected.value))
      return try cursor.operand(what)
    }
  }

  /// A tariff that is there.
  static let tariff = known("TARIFF", "a tariff", .tariff()) { (name, catalog) throws(QueryError) in
    _ = try catalog.tariff(name)
  }
  /// A meter point that is there, by alias or number.
  static let meter = known("METER", "a meter's alias or number", .meter()) {
    (name, catalog) throws(QueryError) in
    _ = try catalog.point(name)
  }

  /// The name of something that is there; a mistake in it is collected, so that others show too.
  static func known(
    _ label: String, _ what: String, _ kind: ValueKind,
    check: @escaping @Sendable (Located<String>, Catalog) throws(QueryError) -> Void
  ) -> Operand {
    Operand(label, what) { (cursor, context) throws(QueryError) in
      let name = try cursor.operand(what, kind)
      // A cache that can't be read says so when the statement has been read.
      guard let catalog = try? context.catalog() else { return name }
      do throws(QueryError) {
        try check(name, catalog)
      } catch {
        cursor.errors.append(error)
      }
      return name
    }
  }

  /// A word that has its place in the language, and for which no variable can stand.
  static func term(_ label: String, _ what: String, offering words: [String]) -> Operand {
    Operand(label, what) { (cursor, _) throws(QueryError) in
      cursor.expect(words: words)
      return try cursor.term(what)
    }
  }
}

extension Operand<Located<Flow>> {
  static let flow = Operand("FLOW", "a flow") { (cursor, _) throws(QueryError) in
    try Parser.flow(&cursor)
  }
}

extension Operand<Located<LocalDay>> {
  /// A local day, which may be typed as the unit that it opens: `2023-07-01`, `july 2023`.
  static let day = Operand("DATE", "a date") { (cursor, context) throws(QueryError) in
    try PeriodParser.firstDay(&cursor, in: context.periods)
  }
}

extension Operand<TypedPrice> {
  /// With VAT and per kWh, or per day where it is a standing charge.
  static func price(_ kind: PriceKind) -> Operand {
    Operand("R", "a price such as \(kind.example)") { (cursor, _) throws(QueryError) in
      try cursor.price(kind)
    }
  }
}

extension Operand<Int> {
  static func count(_ label: String, _ what: String) -> Operand {
    Operand(label, what) { (cursor, _) throws(QueryError) in try cursor.count(what) }
  }
}
