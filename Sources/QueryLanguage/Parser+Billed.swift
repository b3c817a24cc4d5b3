import EnergyModel

extension Parser {
  /// Reads `usage 312.4 kWh, energy £74.12, …`, or `from FILE`.
  static func billed(_ cursor: inout TokenCursor) throws(QueryError) -> Located<Billed> {
    let start = cursor.here.lowerBound
    if cursor.accept("from") {
      let file = try cursor.operand("the file of a bill's text", .file)
      return Located(.file(file.value), at: start..<cursor.lastEnd)
    }
    var left = BillLine.allCases
    let figures = try cursor.list { (cursor) throws(QueryError) in
      try figure(&cursor, offering: &left)
    }
    try refuseRepeats(figures, "figure", \.line.word)
    if let word = cursor.word, BillLine(word: word) != nil {
      throw QueryError(
        "expected a comma before '\(word)'", at: cursor.here,
        hint: "type: usage 312.4 kWh, total £129.59")
    }
    return Located(.figures(figures.map(\.value)), at: start..<cursor.lastEnd)
  }

  /// The largest number of a bill; sums of such figures are far from what can be added up.
  private static let mostDigits = 15

  private static func figure(
    _ cursor: inout TokenCursor, offering left: inout [BillLine]
  ) throws(QueryError) -> Located<BilledFigure> {
    let start = cursor.here.lowerBound
    cursor.expect(left)
    let lines = BillLine.words.joined(separator: ", ")
    let typed = try cursor.term("a line of the bill (\(lines)), or 'from'")
    guard let line = BillLine(word: typed.value) else {
      let ending = typed.value.split(separator: ".").dropFirst().last
      if typed.value.contains("/") || ending?.first?.isLetter == true {
        throw QueryError(
          "expected 'from' before the file '\(typed.value)'", at: typed.span,
          hint: "type: billed from \(quotedIfNeeded(typed.value))")
      }
      if typed.value.contains(where: \.isNumber) {
        throw QueryError(
          "expected a line of the bill before '\(typed.value)'", at: typed.span,
          hint: "lines are \(lines), each with its number: total £129.59")
      }
      throw .unknown("line of a bill", typed, among: BillLine.words, hint: "lines are \(lines)")
    }
    left.removeAll { $0 == line }
    var typedNumber = try cursor.operand("the number of the bill").value
    while let thousands = cursor.takeThousands() { typedNumber += thousands }
    var text = AmountText(typedNumber)
    if text.unit.isEmpty {
      // The pound sign comes before a number.
      let words = units.filter { $0.isMoney == line.isMoney && $0.name != "£" }.map(\.name)
      cursor.expect(words: words)
      if let word = cursor.word, units.contains(where: { $0.name.lowercased() == word }) {
        text.unit = word
        typedNumber += " \(cursor.next()?.text ?? "")"
      }
    }
    let span = start..<cursor.lastEnd
    let unit = text.unit.isEmpty ? (line.isMoney ? "£" : "kwh") : text.unit
    let parts = text.digits.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.dropFirst().first?.count ?? 0
    let known = units.first { $0.name.lowercased() == unit && $0.isMoney == line.isMoney }
    guard let unit = known, text.digits.count <= mostDigits,
      let digits = DecimalText.digits(of: text.digits.utf8, scale: decimals)
    else {
      let kind = line.isMoney ? "£ or p" : "kWh or Wh"
      throw QueryError(
        "expected a number with \(kind) for '\(line.word)', found '\(typedNumber)'", at: span)
    }
    return Located(
      BilledFigure(line, digits: digits.value, places: decimals + unit.shift), at: span)
  }

  /// The units of figures, and the decimal places by which each is smaller than kWh or pounds.
  private static let units = [
    (name: "kWh", isMoney: false, shift: 0), (name: "Wh", isMoney: false, shift: 3),
    (name: "£", isMoney: true, shift: 0), (name: "p", isMoney: true, shift: 2),
  ]

  /// Reads the one key of a measure that has keys of its own.
  func key(
    _ cursor: inout TokenCursor, of own: [GroupKey]
  ) throws(QueryError) -> Located<GroupKey> {
    let measure = query.measure.value.word
    let choice = own.map(\.word).joined(separator: ", ")
    cursor.expect(own)
    let typed = try cursor.term("a key (\(choice))")
    guard let key = GroupKey(word: typed.value) else {
      throw .unknown("key", typed, among: own.map(\.word), hint: "its keys are \(choice)")
    }
    guard own.contains(key) else {
      throw QueryError(
        "'\(measure)' takes no 'by \(key.word)'", at: typed.span, hint: "its keys are \(choice)")
    }
    if cursor.isSign(",") { throw QueryError("'\(measure)' takes one key", at: cursor.here) }
    return Located(key, at: typed.span)
  }
}

extension TokenCursor {
  /// Reads the three digits behind a thousands mark, as in `£1,129.59`, with what follows them.
  fileprivate mutating func takeThousands() -> String? {
    guard isSign(","), here.lowerBound == lastEnd, let digits = rest.dropFirst().first,
      digits.span.lowerBound == here.upperBound,
      digits.text.wholeMatch(of: #/[0-9]{3}(?:[.][0-9]+)?[A-Za-z]*/#) != nil
    else { return nil }
    next()
    next()
    return digits.text
  }
}
