import EnergyModel

/// The pages that list the half-hours of a day.
extension StatementReader {
  /// Begins a page under a day that stands alone on its line, with the head of a table below;
  /// returns whether it is one.
  mutating func beginPage(_ day: LocalDay, _ token: StatementToken) -> Bool {
    guard tokens.isAtLineEnd(1) else { return false }
    let isAtClock = if case .clock? = tokens.peek(1)?.kind { true } else { false }
    var ahead = tokens
    ahead.advance()
    switch StatementPhrase.match(&ahead)?.phrase {
    case .pageMeter, .column, .entry(.dayCost), .entry(.consumption): break
    default: guard isAtClock else { return false }
    }
    tokens.advance()
    closeEntry()
    closePage()
    closeBlock()
    page = BilledDay(day: day, line: token.line)
    return true
  }

  /// Begins the table of a page: what is below a day that can't be read belongs to no block.
  mutating func beginTable() {
    closeEntry()
    if page == nil { closeBlock() }
  }

  /// Takes a row such as `00:00 - 00:30  6.67  3.59  23.928`; returns whether it is one, at a time
  /// that the day has and no earlier row had.
  mutating func takeHalfHour() -> Bool {
    closeEntry()
    guard let page, case .clock(let start)? = tokens.peek()?.kind,
      tokens.peek(1)?.isRangeMark == true, case .clock(let end)? = tokens.peek(2)?.kind,
      case .figure(.bare, let rate)? = tokens.peek(3)?.kind,
      case .figure(.bare, let energy)? = tokens.peek(4)?.kind,
      case .figure(.bare, let cost)? = tokens.peek(5)?.kind,
      start % 30 == 0, (start + 30) % 1440 == end % 1440, start < 1440,
      zone.years.contains(page.day.civil.year)
    else { return false }
    let known = Set(page.halfHours.map(\.start))
    let instants = zone.instants(on: page.day, slot: start / 30)
    guard let instant = instants.first(where: { !known.contains($0) }) else { return false }
    tokens.advance(6)
    self.page?.halfHours.append(
      BilledHalfHour(start: instant, rate: rate, energy: energy, cost: cost))
    // What is below the last row is the foot of the page.
    if end % 1440 == 0 { closePage() }
    return true
  }

  mutating func closePage() {
    guard let closed = page else { return }
    page = nil
    statement.days.append(closed)
    let expected =
      zone.years.contains(closed.day.civil.year)
      ? zone.range(from: closed.day, to: closed.day + 1).halfHours.count : 0
    guard closed.halfHours.count == expected else {
      return note(
        closed.line,
        "\(closed.halfHours.count) of the \(expected) half-hours of \(closed.day) are listed")
    }
    guard let total = closed.energy else { return }
    let rows = closed.halfHours.map(\.energy)
    let sum = rows.reduce(FixedPoint(0)) { $0 + $1.number }
    // Some statements cut the digits of half-hours, by less than the last one that is printed.
    let bound = rows.reduce(total.halfLastDigit) { $0 + $1.halfLastDigit + $1.halfLastDigit }
    guard (sum - total.number).magnitude > bound else { return }
    note(
      total.line,
      "the half-hours of \(closed.day) come to \(sum.text) kWh, and the total is \(total.text) kWh")
  }

  private mutating func note(_ line: Int, _ text: String) {
    statement.notes.append(ImportNote(line: line, text: text, isWarning: true))
  }
}
