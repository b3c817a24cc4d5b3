import EnergyModel
import QueryLanguage
import Testing

/// What is offered where a period is being typed.
@Suite struct PeriodOfferTests {
  private func offers(_ text: String) throws -> (
    all: [CompletionCandidate], errors: [QueryError.Mistake]
  ) {
    let collector = CompletionCollector()
    let tokens = Lexer.lex(text).tokens + [.completionPoint(at: text.utf8.count)]
    let cursor = TokenCursor(tokens[...], variables: Variables(), completions: collector)
    do {
      _ = try Parser.query(cursor)
      return (collector.all, [])
    } catch {
      return (collector.all, error.mistakes)
    }
  }

  private func words(_ text: String) throws -> [String] {
    try offers(text).all.compactMap { if case .word(let word, _, _) = $0 { word } else { nil } }
  }

  @Test(arguments: [
    ("usage ", ["month", "week", "quarter", "year", "mtd", "ytd", "last", "this"]),
    ("usage month ", ["to"]), ("usage year to ", ["date"]),
    ("usage last ", ["week", "month", "quarter", "year", "weekend", "july"]),
    ("usage this ", ["week", "weekend", "december"]),
    ("usage july ", ["last", "this", "through", "by"]), ("usage july last ", ["year"]),
    ("usage 2023-07 ", ["through", "by"]), ("usage from 2023-07 ", ["to", "through"]),
    ("usage from 2023-07-04 16:00 ", ["to", "through"]),
    ("usage 2023-07 through ", ["today", "last", "this"]),
    ("cost wiht ", ["standing", "price"]), ("cost sort by cost ", ["desc", "asc"]),
    ("cost nonsense more ", ["by", "import", "last"]),
  ])
  func offered(text: String, expected: [String]) throws {
    let offered = try words(text)
    for word in expected { #expect(offered.contains(word), "\(text)\(word)") }
  }

  @Test(arguments: [
    ("usage month to date ", ["through", "to", "last", "2023"]),
    ("usage 2023-07-04 16:00..2023-07-05 ", ["through", "from"]),
    ("usage 2023-06 through 2023-07 ", ["through"]), ("usage last july ", ["last", "year"]),
  ])
  func notOffered(text: String, unwanted: [String]) throws {
    let offered = try words(text)
    for word in unwanted { #expect(!offered.contains(word), "\(text)\(word)") }
  }

  /// Behind any word that is offered reading goes on.
  @Test(arguments: [
    "usage ", "usage month ", "usage quarter to ", "usage last ", "usage this ", "usage july ",
    "usage july last ", "usage july this ", "usage 2023-07 ", "usage since yesterday 16:00 ",
    "usage june 2023 through ", "usage from july last year ", "usage 2023..july ",
    "usage 2023-07-04T16:00..2023-07-05 16:00 ", "usage for ", "usage until ", "usage latest 2 ",
  ])
  func whatIsOfferedIsAccepted(text: String) throws {
    let words = try words(text)
    #expect(!words.isEmpty)
    for word in words {
      let longer = "\(text)\(word) "
      let errors = try offers(longer).errors
      // What is missing is missing at the point where it would be typed.
      #expect(errors.allSatisfy { ($0.span?.lowerBound ?? 0) >= longer.utf8.count }, "\(longer)")
    }
  }
}
