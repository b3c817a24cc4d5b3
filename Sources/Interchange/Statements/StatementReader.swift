import EnergyModel

/// Reads the tokens of a statement one after another.
///
/// Words say what the figures behind them are, wherever lines and columns break: a
/// ``StatementEntry`` is open until its figures are complete or other words follow. What is under a
/// heading of charges and has no meaning here becomes a note.
struct StatementReader {
  var tokens: StatementTokens
  let zone: ClockZone
  var statement = BilledStatement()
  var block: BlockDraft?
  var page: BilledDay?
  var entry: StatementEntry?
  /// The flow and number that the headings above say, for all blocks until the next heading.
  var section: (flow: Flow?, number: String?) = (nil, nil)
  /// Whether this is below the heading of all charges.
  var isInDetail = false
  /// The line that says that it takes back a charge.
  private var reversalLine: Int?
  private var unreadLines: Set<Int> = []
  /// The last line of which anything was understood.
  private var lastReadLine: Int?
  /// Whether the words before were not understood, so that it is unknown what figures mean.
  private var isLost = false

  init(_ lines: [ArraySlice<UInt8>], zone: ClockZone) {
    (tokens, self.zone) = (StatementTokens(lines), zone)
  }

  mutating func read() -> BilledStatement {
    while let token = tokens.peek() { step(token) }
    closeAll()
    statement.notes.sort { ($0.line ?? 0) < ($1.line ?? 0) }
    return statement
  }

  private mutating func step(_ token: StatementToken) {
    if let heading = tariffHeading() {
      (lastReadLine, isLost) = (token.line, false)
      return begin(heading, line: token.line)
    }
    if let (phrase, count) = StatementPhrase.match(&tokens) {
      lastReadLine = token.line
      // Heads of tables and remarks do not say what figures below them mean.
      if phrase != .column, phrase != .remark { isLost = false }
      tokens.advance(count)
      return apply(phrase, line: token.line)
    }
    switch token.kind {
    case .figure(let quantity, let figure): take(quantity, figure, token)
    case .day(let day):
      if !takeRead(on: day, numberAt: 1), !beginPage(day, token) { fail(token) }
    case .clock:
      if !takeHalfHour() { fail(token, isCharge: true) }
    case .mark("×"), .word("x"): multiply()
    case .mark("("):
      // What a standing charge comes to in a year is no charge.
      guard case .figure(.yearly, _)? = tokens.peek(1)?.kind, tokens.peek(2)?.isMark(")") == true
      else { return fail(token) }
      tokens.advance(3)
    // These stand between a name and its figures. A lone minus could be a sign.
    case .mark(let mark) where mark != "-" && mark != ")": tokens.advance()
    case .word(let word) where StatementReader.weekdays.contains(word):
      guard case .day? = tokens.peek(1)?.kind else { return fail(token) }
      tokens.advance()
    default: fail(token)
    }
  }

  private static let weekdays: Set = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private mutating func apply(_ phrase: StatementPhrase, line: Int) {
    switch phrase {
    case .detail:
      closeAll()
      isInDetail = true
    case .section(let flow):
      guard isInDetail || block != nil else { return }
      beginSection(flow, line: line)
    case .supply(let flow): beginSupply(flow, line: line)
    case .meter(let flow): beginMeter(flow, line: line)
    case .pageMeter(let isOfGas):
      beginTable()
      let serial = takeSerial()
      page?.isOfGas = isOfGas
      page?.serial = serial
    case .terms:
      if entry?.isFull == true { closeEntry() }
      // Beside the charges they are a column of the same page.
      guard block?.isTotalled ?? true else { return }
      closeAll()
      isInDetail = false
    case .entry(let label):
      closeEntry()
      if label == .dayCost { beginTable() }
      if page != nil, label != .dayCost, label != .consumption { closePage() }
      entry = StatementEntry(label, line: line, isReversal: reversalLine == line)
    case .reversal:
      closeEntry()
      reversalLine = line
    case .cubicMetres:
      guard case .figure(.bare, let figure)? = tokens.peek()?.kind else { return }
      tokens.advance()
      setVolume(figure)
    case .remark: _ = skipLine()
    case .column: break
    }
  }

  // MARK: Figures

  private mutating func take(
    _ quantity: StatementToken.Quantity, _ figure: PrintedFigure, _ token: StatementToken
  ) {
    if quantity == .bare {
      if takeRead(on: nil, numberAt: 0) { return }
      if tokens.peek(1)?.isWord("units") == true, tokens.peek(2)?.isWord("(m3)") == true {
        tokens.advance(3)
        return setVolume(figure)
      }
    }
    // `6.381p × 701.0` is a rate and the energy.
    let isFactor = tokens.peek(1)?.isMark("×") == true || tokens.peek(1)?.isWord("x") == true
    let quantity = quantity == .pence && isFactor ? .rate : quantity
    if entry?.take(quantity, figure) == true {
      lastReadLine = token.line
      return tokens.advance()
    }
    switch quantity {
    case .rate, .energy:
      guard page == nil, !isLost else { return fail(token) }
      lastReadLine = token.line
      closeEntry()
      var next = StatementEntry(
        .energy(nil), line: token.line, isReversal: reversalLine == token.line)
      _ = next.take(quantity, figure)
      entry = next
      tokens.advance()
    case .volume:
      closeEntry()
      setVolume(figure)
      tokens.advance()
    default: fail(token)
    }
  }

  /// Takes the number behind `×` as the energy of the charge.
  private mutating func multiply() {
    tokens.advance()
    guard case .figure(.bare, let figure)? = tokens.peek()?.kind, entry?[.rate] != nil,
      entry?.take(.energy, figure) == true
    else { return }
    tokens.advance()
  }

  private mutating func setVolume(_ figure: PrintedFigure) {
    block?.set(\.volume, "the volume", to: figure, at: figure.line)
  }

  /// Takes a meter read such as `5th Sep 2026 5278.3 Smart meter reading`; returns whether it is
  /// one.
  private mutating func takeRead(on day: LocalDay?, numberAt start: Int) -> Bool {
    guard block != nil, page == nil, case .figure(.bare, let value)? = tokens.peek(start)?.kind
    else { return false }
    var words: [String] = []
    while words.count < 4, let next = tokens.peek(start + 1 + words.count),
      case .word(let word) = next.kind
    {
      if word == "reading" || word == "read" {
        guard !words.isEmpty else { return false }
        closeEntry()
        tokens.advance(start + 2 + words.count)
        let kind = words.joined(separator: " ")
        block?.update(at: value.line) {
          $0.reads.append(BilledRead(day: day, value: value, kind: kind))
        }
        return true
      }
      words.append(next.text)
    }
    return false
  }

  // MARK: What is not understood

  /// Notes that a token has no meaning here, and skips the rest of its line.
  ///
  /// The charge before it on the line is not used unless it was complete. What is plainly a charge
  /// is noted also where none are expected.
  mutating func fail(_ token: StatementToken, isCharge: Bool = false) {
    if let open = entry, !open.isFull, open.lastLine == token.line {
      entry = nil
      for line in open.lines { noteUnread(line) }
    } else {
      closeEntry()
    }
    noteUnread(token.line, isCharge: isCharge)
    // What stands in a column beside known words is something else, and a day begins no name.
    let isDay = if case .day = token.kind { true } else { false }
    if lastReadLine != token.line, !isDay { isLost = true }
    tokens.advance()
    let looksLikeHeading = skipLine(from: token)
    // Charges of a period that can't be read must not go to the one before.
    if looksLikeHeading, block?.isTotalled == false {
      block?.begin(BilledPeriod(line: token.line))
    }
  }

  mutating func noteUnread(_ line: Int, isCharge: Bool = false) {
    guard isCharge || page != nil || block?.isTotalled == false,
      unreadLines.insert(line).inserted
    else { return }
    let note = ImportNote(
      line: line, text: "'\(tokens.text(ofLine: line))' was not understood", isWarning: true)
    if block == nil { statement.notes.append(note) } else { block?.notes.append(note) }
  }

  /// Skips the rest of the line, up to a column that begins with known words.
  ///
  /// - Returns: whether it looks like the heading of a period.
  private mutating func skipLine(from first: StatementToken? = nil) -> Bool {
    var (dayCount, hasBracket, hasYear) = (0, false, false)
    func look(at token: StatementToken) {
      switch token.kind {
      case .day: dayCount += 1
      case .mark("("), .mark(")"): hasBracket = true
      case .figure(.bare, let figure):
        hasYear = hasYear || figure.places == 0 && (1900...2199).contains(figure.digits)
      default: break
      }
    }
    if let first { look(at: first) }
    while let token = tokens.peek(), !token.startsLine {
      if token.startsCell, StatementPhrase.match(&tokens) != nil || tariffHeading() != nil { break }
      look(at: token)
      tokens.advance()
    }
    return dayCount > 1 || hasBracket && (dayCount > 0 || hasYear)
  }
}
