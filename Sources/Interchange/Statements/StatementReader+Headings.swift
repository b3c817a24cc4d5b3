import EnergyModel

/// What headings say: whose charges, of which tariff and days.
extension StatementReader {
  /// A tariff's name with the days of its charges.
  struct TariffHeading {
    var name: String?
    var first: LocalDay
    /// The last of the days.
    var last: LocalDay
    /// The number of its tokens.
    var count: Int
  }

  /// The most tokens of a name.
  private static let mostWords = 12

  /// The heading at this place, such as `Flexible Octopus (3rd Jul 2024 - 2nd Aug 2024)`.
  mutating func tariffHeading() -> TariffHeading? {
    var count = 0
    while count <= StatementReader.mostWords, let token = tokens.peek(count), !token.isMark("(") {
      // The name is in one cell, and the days may be below it.
      guard count == 0 || !token.startsCell else { return nil }
      count += 1
    }
    guard tokens.peek(count)?.isMark("(") == true,
      case .day(let first)? = tokens.peek(count + 1)?.kind,
      tokens.peek(count + 2)?.isRangeMark == true,
      case .day(let last)? = tokens.peek(count + 3)?.kind,
      tokens.peek(count + 4)?.isMark(")") == true
    else { return nil }
    // Words with a meaning of their own are no name: other headings, and names of charges.
    if let known = StatementPhrase.match(&tokens) {
      switch known.phrase {
      case .terms, .supply, .meter: return nil
      default: if known.count == count { return nil }
      }
    }
    let words = (0..<count).compactMap { tokens.peek($0)?.text }
    return TariffHeading(
      name: words.isEmpty ? nil : words.joined(separator: " "), first: first, last: last,
      count: count + 5)
  }

  mutating func begin(_ heading: TariffHeading, line: Int) {
    tokens.advance(heading.count)
    closeEntry()
    closePage()
    openBlock(line: line)
    var period = BilledPeriod(line: line, tariff: heading.name)
    if heading.first <= heading.last {
      period.days = heading.first..<heading.last + 1
    } else {
      block?.notes.append(
        ImportNote(
          line: line, text: "the period \(heading.first) to \(heading.last) ends before it starts",
          isWarning: true))
    }
    block?.begin(period)
  }

  mutating func beginSection(_ flow: Flow, line: Int) {
    closeEntry()
    closePage()
    closeBlock()
    section = (flow, nil)
    openBlock(line: line)
  }

  /// Begins the charges for a supply number, which follows.
  mutating func beginSupply(_ flow: Flow?, line: Int) {
    closeEntry()
    closePage()
    if let block, block.isUntouched {
      section = (flow ?? section.flow, nil)
    } else {
      closeBlock()
      section = (flow, nil)
    }
    openBlock(line: line)
    block?.isCertain = true
    section.number = takeSupplyNumber()
    block?.block.flow = section.flow
    block?.block.number = section.number
  }

  /// The MPAN or MPRN ahead, behind the codes of its upper line: `S 2 900 BBA 2600002170611`.
  private mutating func takeSupplyNumber() -> String? {
    for _ in 0..<8 {
      guard let token = tokens.peek() else { return nil }
      let text = token.text
      let isNumber = text.allSatisfy { ("0"..."9").contains($0) }
      if isNumber, text.count == 13 || section.flow == .gas && (6...10).contains(text.count) {
        tokens.advance()
        return text
      }
      let isCode =
        isNumber && text.count <= 5 || ["S", ":"].contains(text)
        || text.first == "S" && text.count == 2 && text.last?.isNumber == true
        || text.count == 3 && text.allSatisfy { ("A"..."Z").contains($0) }
      guard isCode else { return nil }
      tokens.advance()
    }
    return nil
  }

  /// Begins the charges of a meter whose serial number may follow.
  mutating func beginMeter(_ flow: Flow?, line: Int) {
    closeEntry()
    closePage()
    let serial = takeSerial()
    openBlock(line: line)
    if let flow { block?.note(flow, line: line) }
    guard let serial, block?.period?.serials.last != serial else { return }
    block?.update(at: line) { $0.serials.append(serial) }
  }

  mutating func takeSerial() -> String? {
    guard let token = tokens.peek(), (4...16).contains(token.text.utf8.count),
      !token.startsLine || tokens.isAtLineEnd(1),
      token.text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }),
      token.text.contains(where: \.isNumber)
    else { return nil }
    tokens.advance()
    return token.text
  }
}
