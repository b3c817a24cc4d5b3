import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

/// Sets the energy in a cubic metre of gas from a day on.
struct SetCalorificValue: Command {
  static let form = Form(
    "set calorific value", .operand(.calorificValue),
    .clause("from", .day, "the day from which it holds"))
  static let summary = "the heat in a cubic metre of gas"

  let number: TypedNumber
  let from: Located<LocalDay>

  /// A calorific value in millionths of MJ/m³, and its text as typed.
  struct TypedNumber: Sendable {
    var value: Int64
    var text: String
    /// Whether all its digits were kept.
    var isExact: Bool
  }

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (number, from) = try SetCalorificValue.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let value = CalorificValue(from: from.value, value: number.value)
    let values = try workspace.change { writer, catalog in
      try writer.store(value)
      return catalog.calorificValues
    }
    let next = values.first { $0.from > value.from }
    let old = values.first { $0.from == value.from && $0.value != value.value }
    let reporter = workspace.reporter
    try reporter.info(
      "a calorific value of \(value.number.text) MJ/m³ holds from \(value.from)"
        + (next.map { " until \($0.from)" } ?? "")
        + (old.map { ", in place of \($0.number.text)" } ?? ""))
    if !number.isExact {
      try reporter.note("'\(number.text)' was rounded to \(value.number.text)")
    }
    if !CalorificValue.typicalRange.contains(value.value) {
      try reporter.warn("\(value.number.text) MJ/m³ is outside the typical range, 37.5 to 43")
    }
    return .nothing
  }
}

extension Operand<SetCalorificValue.TypedNumber> {
  fileprivate static let calorificValue = Operand("V", "a calorific value such as 39.5") {
    (cursor, _) throws(QueryError) in
    let typed = try cursor.decimal("a calorific value such as 39.5", scale: 6)
    guard CalorificValue.acceptedRange.contains(typed.number.value) else {
      throw QueryError(
        "\(typed.text.value) MJ/m³ is not a calorific value of gas", at: typed.text.span,
        hint: "typical values are 37.5 to 43; 30 to 50 are accepted")
    }
    return SetCalorificValue.TypedNumber(
      value: typed.number.value, text: typed.text.value, isExact: typed.number.isExact)
  }
}
