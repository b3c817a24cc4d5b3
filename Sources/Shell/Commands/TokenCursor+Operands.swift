import EnergyModel
import QueryLanguage

/// The operands that commands on meters and tariffs have in common.
extension TokenCursor {
  /// Steps over a word that the statement can't do without.
  mutating func require(_ keyword: String) throws(QueryError) {
    guard accept(keyword) else { throw expected("'\(keyword)'") }
  }

  /// The local day behind `from`.
  mutating func fromDay(_ session: Session) throws(QueryError) -> Located<LocalDay> {
    try require("from")
    return try day(session)
  }

  /// A local day, which may be typed as the unit that it opens: `2023-07-01`, `july 2023`.
  mutating func day(_ session: Session) throws(QueryError) -> Located<LocalDay> {
    try PeriodParser.firstDay(&self, in: session.periodContext)
  }

  /// A decimal number in units of `10^-scale`, rounded half-even, with the text that it was.
  mutating func decimal(
    _ what: String, scale: Int
  ) throws(QueryError) -> (text: Located<String>, number: DecimalText) {
    let typed = try operand(what)
    guard let number = DecimalText(typed.value.utf8, scale: scale) else {
      throw QueryError("expected \(what), found '\(typed.value)'", at: typed.span)
    }
    return (typed, number)
  }
}

extension Session {
  /// What dates in commands go by, which have no readings to look at.
  var periodContext: PeriodContext {
    PeriodContext(today: zone.day(of: now), readings: nil, years: zone.years)
  }

  /// Says that what was typed is probably not what was meant.
  func warn(_ text: String) throws { try tell("warning: \(text)") }
}
