import EnergyModel

/// Reads one line of a statement's text as tokens; whatever is in it, there is a token for it.
struct StatementLexer {
  /// What stands for itself, also without spaces around it.
  static let marks: [Unicode.Scalar] = ["@", "×", "=", "(", ")", ":", "*", "†", "-"]
  /// Lines that are longer are no table of a statement.
  private static let mostBytes = 4000

  private let scalars: [Unicode.Scalar]
  private let line: Int
  private var position = 0

  private init(_ text: String, line: Int) {
    scalars = text.unicodeScalars.map(StatementLexer.plain)
    self.line = line
  }

  static func tokens(of bytes: ArraySlice<UInt8>, line: Int) -> [StatementToken] {
    guard bytes.count <= mostBytes else {
      return [
        StatementToken(kind: .word(""), text: "", line: line, startsLine: true, startsCell: true)
      ]
    }
    var lexer = StatementLexer(String(decoding: bytes, as: UTF8.self), line: line)
    return lexer.tokens()
  }

  /// Spaces, dashes and digits in their plain form.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    // Spaces of a fixed width stand between words, and tabs between columns.
    case 0xA0, 0x2000...0x200A, 0x202F: " "
    case 0x2010...0x2015, 0x2212: "-"
    case 0xB3: "3"
    default: scalar
    }
  }

  private mutating func tokens() -> [StatementToken] {
    var tokens: [StatementToken] = []
    while case let gap = skipSpaces(), position < scalars.count {
      let start = position
      let kind = day() ?? clock() ?? amount() ?? number() ?? heading() ?? mark() ?? word()
      let text = String(String.UnicodeScalarView(scalars[start..<position]))
      tokens.append(
        StatementToken(
          kind: kind, text: text, line: line, startsLine: tokens.isEmpty,
          startsCell: tokens.isEmpty || gap > 1))
    }
    return tokens
  }

  /// Skips spaces, and returns their number; a tab or a page break is as good as two.
  private mutating func skipSpaces() -> Int {
    var count = 0
    while let next = peek, next == " " || next.value < 0x20 {
      count += next == " " ? 1 : 2
      position += 1
    }
    return count
  }

  // MARK: Kinds of token

  /// A date such as `3rd Jul 2024`, `7th Dec. 2021`, `2024-07-03` or `03/07/2024`.
  private mutating func day() -> StatementToken.Kind? {
    let start = position
    if let day = longDay() ?? numericDay(from: start), peek == "-" || isAtBoundary {
      return .day(day)
    }
    position = start
    return nil
  }

  private mutating func longDay() -> LocalDay? {
    guard let day = integer(1...2) else { return nil }
    _ = ["st", "nd", "rd", "th"].contains { consume($0) }
    guard consume(" "), let month = month() else { return nil }
    _ = consume(".")
    guard consume(" "), let year = integer(4...4) else { return nil }
    return LocalDay(year: year, month: month, day: day)
  }

  private mutating func numericDay(from start: Int) -> LocalDay? {
    position = start
    if let year = integer(4...4), consume("-"), let month = integer(2...2), consume("-"),
      let day = integer(2...2)
    {
      return LocalDay(year: year, month: month, day: day)
    }
    position = start
    guard let day = integer(1...2), consume("/"), let month = integer(1...2), consume("/"),
      let year = integer(4...4)
    else { return nil }
    return LocalDay(year: year, month: month, day: day)
  }

  /// The name of a month, whole or its first three letters.
  private mutating func month() -> Int? {
    let start = position
    while let next = peek, next.properties.isAlphabetic { position += 1 }
    let name = String(String.UnicodeScalarView(scalars[start..<position])).lowercased()
    let index = StatementLexer.months.firstIndex { month in
      name == month || name.count == 3 && month.hasPrefix(name)
    }
    return index.map { $0 + 1 } ?? (name == "sept" ? 9 : nil)
  }

  static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  private mutating func clock() -> StatementToken.Kind? {
    let start = position
    if let hour = integer(1...2), consume(":"), let minute = integer(2...2), minute < 60,
      hour * 60 + minute <= 1440, peek == "-" || isAtBoundary
    {
      return .clock(hour * 60 + minute)
    }
    position = start
    return nil
  }

  /// An amount such as `£49.706`, `-£1.00` or `£ 1.00`.
  private mutating func amount() -> StatementToken.Kind? {
    let start = position
    let isNegative = consume("-")
    if consume("£") {
      if !isNegative { while consume(" ") {} }
      if let figure = figure(isNegative: isNegative) {
        if consume("/year"), isAtBoundary { return .figure(.yearly, figure) }
        if isAtBoundary { return .figure(.amount, figure) }
      }
    }
    position = start
    return nil
  }

  /// A number with the unit behind it.
  private mutating func number() -> StatementToken.Kind? {
    let start = position
    guard let figure = figure(isNegative: false) else { return nil }
    let end = position
    for (unit, quantity) in StatementLexer.units {
      position = end
      _ = consume(" ")
      if consume(unit), isAtBoundary { return .figure(quantity, figure) }
    }
    position = end
    if isAtBoundary { return .figure(.bare, figure) }
    position = start
    return nil
  }

  /// The units of numbers, the longer first.
  private static let units: [(String, StatementToken.Quantity)] = [
    ("pence per kwh", .rate), ("p per kwh", .rate), ("p / kwh", .rate), ("p/kwh", .rate),
    ("pence per day", .dailyRate), ("p per day", .dailyRate), ("p / day", .dailyRate),
    ("p/day", .dailyRate), ("kwh", .energy), ("days", .days), ("day", .days), ("m3", .volume),
    ("%", .percent), ("p", .pence),
  ]

  /// A unit in the heading of a column, such as `(kWh)`.
  private mutating func heading() -> StatementToken.Kind? {
    let start = position
    for unit in ["kwh", "£", "p", "m3", "p/kwh"] {
      if consume("("), consume(unit), consume(")") { return .word("(\(unit))") }
      position = start
    }
    return nil
  }

  private mutating func mark() -> StatementToken.Kind? {
    guard let next = peek, StatementLexer.marks.contains(next) else { return nil }
    position += 1
    return .mark(next)
  }

  private mutating func word() -> StatementToken.Kind {
    let start = position
    // A hyphen is part of a word, and no mark of its own there.
    while let next = peek, next.value > 0x20, next == "-" || !StatementLexer.marks.contains(next) {
      position += 1
    }
    return .word(String(String.UnicodeScalarView(scalars[start..<position])).lowercased())
  }

  // MARK: Parts

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  /// Whether what comes next can't be part of the number, date or unit before it.
  private var isAtBoundary: Bool {
    guard let next = peek else { return true }
    return next.value <= 0x20 || next != "-" && next != ":" && StatementLexer.marks.contains(next)
  }

  /// Consumes `text`, which is in lower case, in any case; returns whether it was there.
  private mutating func consume(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars.count - position >= wanted.count else { return false }
    for (offset, scalar) in wanted.enumerated() {
      let next = scalars[position + offset].value
      guard next == scalar.value || (65...90).contains(next) && next + 32 == scalar.value
      else { return false }
    }
    position += wanted.count
    return true
  }

  /// Consumes a whole number with so many digits, which are few.
  private mutating func integer(_ lengths: ClosedRange<Int>) -> Int? {
    let start = position
    while position - start < lengths.upperBound, digit != nil { position += 1 }
    guard position - start >= lengths.lowerBound, digit == nil else { return nil }
    return scalars[start..<position].reduce(0) { $0 * 10 + Int($1.value - 48) }
  }

  private var digit: Int64? {
    guard let next = peek, ("0"..."9").contains(next) else { return nil }
    return Int64(next.value - 48)
  }

  /// Consumes a number such as `1,613.70`, which may have a minus sign if there was none before it.
  ///
  /// More than 12 digits, or 6 decimals, are no figure of a statement.
  private mutating func figure(isNegative: Bool) -> PrintedFigure? {
    let start = position
    let isMinus = !isNegative && consume("-")
    // Groups of digits between commas: the first has up to three, and all others three.
    var (digits, count, places): (Int64, Int, Int) = (0, 0, 0)
    var groups = [0]
    while count <= 12 {
      if let digit {
        digits = digits * 10 + digit
        groups[groups.count - 1] += 1
        count += 1
      } else if peek == ",", groups.last != 0 {
        groups.append(0)
      } else {
        break
      }
      position += 1
    }
    let isGrouped = groups.count > 1
    let isWhole = count > 0 && (!isGrouped || groups[0] <= 3 && groups[1...].allSatisfy { $0 == 3 })
    if isWhole, consume(".") {
      while count <= 12, let digit {
        digits = digits * 10 + digit
        (count, places, position) = (count + 1, places + 1, position + 1)
      }
      if places == 0 { count = 0 }
    }
    guard isWhole, (1...12).contains(count), places <= 6 else {
      position = start
      return nil
    }
    return PrintedFigure(
      digits: isNegative || isMinus ? -digits : digits, places: places, line: line)
  }
}
