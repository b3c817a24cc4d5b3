import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

extension Session {
  /// Says how much energy a cubic metre of gas holds from a day on.
  func setCalorificValue(_ cursor: inout TokenCursor) throws {
    let syntax = try CalorificSyntax(&cursor, self)
    let value = syntax.value
    let values = try change { _ in
    } storing: { writer, home, _ in
      try writer.store(value)
      return home.calorificValues
    }
    let next = values.first { $0.from > value.from }
    let old = values.first { $0.from == value.from && $0.value != value.value }
    try tell(
      "a calorific value of \(value.number.text) MJ/m³ holds from \(value.from)"
        + (next.map { " until \($0.from)" } ?? "")
        + (old.map { ", in place of \($0.number.text)" } ?? ""))
    if !syntax.isExact { try note("'\(syntax.text)' was rounded to \(value.number.text)") }
    if !CalorificValue.usual.contains(value.value) {
      try warn("\(value.number.text) MJ/m³ is not usual, which is 37.5 to 43")
    }
  }
}

/// The parts of a `set calorific value` statement.
private struct CalorificSyntax {
  let value: CalorificValue
  /// The number as it was typed.
  let text: String
  /// Whether all its digits were kept.
  let isExact: Bool

  init(_ cursor: inout TokenCursor, _ session: Session) throws(QueryErrors) {
    var number: (text: Located<String>, number: DecimalText)?
    var from: Located<LocalDay>?
    cursor.collecting { (cursor) throws(QueryError) in
      try cursor.require("value")
      number = try cursor.reading { (c) throws(QueryError) in try CalorificSyntax.number(&c) }
      from = try cursor.reading { (c) throws(QueryError) in try c.fromDay(session) }
      try cursor.requireEnd()
    }
    try cursor.finish()
    guard let number, let from else { preconditionFailure("no parts and no error") }
    value = CalorificValue(from: from.value, value: number.number.value)
    text = number.text.value
    isExact = number.number.isExact
  }

  private static func number(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> (text: Located<String>, number: DecimalText) {
    let typed = try cursor.decimal("a calorific value such as 39.5", scale: 6)
    guard CalorificValue.possible.contains(typed.number.value) else {
      throw QueryError(
        "\(typed.text.value) MJ/m³ is no calorific value of gas", at: typed.text.span,
        hint: "usual are 37.5 to 43, and at most 30 to 50 are taken")
    }
    return typed
  }
}
