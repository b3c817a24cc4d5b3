import Commands
import EnergyModel
import OctopusAPI
import QueryLanguage
import Tariffs

@testable import Shell

extension Surface {
  /// Line by line and as a whole a text has the same statements; each is read or refused.
  func checkStatements(_ text: String) {
    var reader = ScriptReader()
    var pieces = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .flatMap { reader.feed(String(Substring($0))) }
    if let piece = reader.finish() { pieces.append(piece) }
    let whole = Lexer.lex(text).statements.map { $0.map(\.text) }
    let fed = pieces.flatMap(\.statements).map { $0.map(\.text) }
    must(whole == fed, "the statements are \(whole), and \(fed) when they are fed by lines")
    for piece in pieces {
      for tokens in piece.statements { checkStatement(tokens, in: piece) }
    }
  }

  private func checkStatement(_ tokens: ArraySlice<Token>, in piece: ScriptReader.Piece) {
    if let query = try? Parser.query(tokens) {
      let again = Lexer.lex(query.description).statements
      must(
        again.count == 1 && (try? Parser.query(again[0])) == query,
        "the canonical text is the query: \(query)")
    }
    let workspace = FuzzedHome.shared.session.workspace
    var cursor = TokenCursor(tokens, variables: workspace.scopes.visible)
    do {
      _ = try Statement(reading: &cursor, in: workspace.readingContext(piece.text))
    } catch let error as QueryError {
      must((1...QueryError.most).contains(error.mistakes.count), "a refusal has 1 to 3 reasons")
      let places = 0...piece.text.utf8.count + 1
      for span in error.mistakes.compactMap(\.span) {
        must(
          places.contains(span.lowerBound) && places.contains(span.upperBound), "\(span) is there")
      }
      for origin in [.words, .prompt(columns: 10), .script(name: "x")] as [Origin] {
        let lines = Diagnostic(piece: piece, origin: origin, width: 60).lines(error)
        must(!lines.isEmpty, "a refusal is shown")
      }
    } catch {
      must(error is any Diagnosable, "every error is for people: \(error)")
    }
  }

  /// A period is the one that its canonical text says, and is half-open, inside the clock's years.
  func checkPeriod(_ text: String) {
    var cursor = TokenCursor(Lexer.lex(text).tokens[...])
    _ = PeriodParser.opensPeriod(cursor)
    _ = PeriodParser.day(text)
    guard let period = try? PeriodParser.period(&cursor) else { return }
    let canonical = period.value.description
    var again = TokenCursor(Lexer.lex(canonical).tokens[...])
    must(
      (try? PeriodParser.period(&again))?.value == period.value && again.isAtEnd,
      "the canonical text is the period: \(canonical)")
    let zone = FuzzedHome.shared.zone
    let today = LocalDay(firstOfMonth: 11, year: 2023)
    for readings in [nil, today - 400...today - 1] as [ClosedRange<LocalDay>?] {
      let context = PeriodContext(today: today, readings: readings, years: zone.years)
      guard let resolved = try? period.value.resolved(in: context, on: zone, at: 0..<1) else {
        continue
      }
      let days = resolved.days
      let halfHours = resolved.range.halfHours
      let touched = zone.range(from: days.lowerBound, to: days.upperBound).halfHours
      must(
        halfHours.isEmpty ? days.isEmpty : halfHours.clamped(to: touched) == halfHours,
        "the days of \(canonical) hold its half-hours")
      for day in [days.lowerBound, days.upperBound - 1] where !days.isEmpty {
        must(zone.years.contains(day.civil.year), "\(day) is in the clock's years")
      }
    }
  }

  /// A number that was read exactly is printed as one of the same value.
  func checkNumbers(_ bytes: [UInt8]) {
    for scale in [0, 6, 8, 12] {
      guard let number = DecimalText(bytes, scale: scale) else { continue }
      let printed = FixedPoint(Int128(number.value), scale: scale)
      let again = DecimalText(printed.text.utf8, scale: scale)
      must(again?.value == number.value && again?.isExact == true, "\(printed.text) is the same")
      for places in [0, 2, scale] { _ = printed.text(places: places) }
    }
    if let (digits, isExact) = DecimalText.digits(of: bytes, scale: SupplierCost.decimals),
      isExact, digits.magnitude < FixedPoint.power(30)
    {
      let printed = FixedPoint(digits, scale: SupplierCost.decimals).text
      must(
        DecimalText.digits(of: printed.utf8, scale: SupplierCost.decimals)?.value == digits,
        "\(printed) keeps its value")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if let rate = Rate(typed: text) {
      must(Rate(typed: rate.inPence) == rate, "\(rate.inPence) is the rate")
    }
    _ = Rate.advice(onName: text)
    _ = TariffCode(text)
    if let day = LocalDay(iso: text) { must(day.description == text, "\(day) is the day") }
  }
}
