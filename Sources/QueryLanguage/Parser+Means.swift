/// Reads `per`, and what it allows beside it.
extension Parser {
  /// The units that means are over.
  static let meanUnits: [GroupKey.Calendar] = [.day, .week, .month, .year]

  /// Reads the unit behind `per`.
  func meanUnit(
    _ cursor: inout TokenCursor
  ) throws(QueryError) -> Located<GroupKey.Calendar> {
    let keys = typedCalendarKeys
    cursor.expect(
      Parser.meanUnits.filter { unit in !keys.contains { $0 < unit } }.map {
        .word($0.rawValue, summary: "the mean \($0.rawValue)", isRare: false)
      })
    let typed = try cursor.term("day, week, month or year")
    let word = typed.value.lowercased()
    guard let unit = Parser.meanUnits.first(where: { $0.rawValue == word }) else {
      let key = GroupKey(word: word)
      throw QueryError(
        "expected day, week, month or year behind 'per', found '\(typed.value)'", at: typed.span,
        hint: word == "kwh"
          ? "for the price of a kWh: with price" : key.map { "for a row each: by \($0.word)" })
    }
    return Located(unit, at: typed.span)
  }

  /// Whether the next words are a clause like `per day`, and not the unit of a rate.
  static func opensMeans(_ cursor: TokenCursor) -> Bool {
    guard cursor.word == Clause.per.word, let next = cursor.rest.dropFirst().first else {
      return false
    }
    return meanUnits.contains { $0.rawValue == next.text.lowercased() }
  }
}
