import EnergyModel
import JSONText
import Tariffs

/// The prices of a file so far, with the notes for the report.
struct RateCollector {
  /// A price and the line on which its row begins.
  struct Entry {
    var rate: DatedRate
    var line: Int
  }

  private let kind: PriceKind
  /// Whether VAT is added to a price that lacks it; there is none on export income.
  private let carriesVAT: Bool
  /// The word for the place of a row in messages: `line` or `row`.
  private let unit: String
  private var entries: [Entry] = []
  private var notes: [ImportNote] = []
  private var rounded = Tally()
  private var withoutVAT = Tally()
  private var empty = Tally()
  private var contradicting = Tally()

  init(kind: PriceKind, carriesVAT: Bool, countedIn unit: String = "line") {
    self.kind = kind
    self.carriesVAT = carriesVAT
    self.unit = unit
  }

  mutating func noteNextPage(line: Int) {
    notes.append(
      ImportNote(
        line: line, text: "the answer has a next page, whose prices are not in this file",
        isWarning: true))
  }

  mutating func add(_ row: RawRateRow) throws(FormatError) {
    let excludingVAT = try price(.excludingVAT, of: row)
    let includingVAT = try price(.includingVAT, of: row)
    let paymentMethod = try paymentMethod(of: row)
    let validFrom = try instant(.validFrom, of: row)
    let validTo = try instant(.validTo, of: row)
    guard includingVAT != nil || excludingVAT != nil else {
      throw FormatError(line: row.line, message: "neither value_inc_vat nor value_exc_vat")
    }
    if let validFrom, let validTo, validTo.instant <= validFrom.instant {
      guard validTo.instant == validFrom.instant else {
        throw FormatError(
          line: validTo.line,
          message: "valid_to \(validTo.text) is before valid_from \(validFrom.text)")
      }
      return empty.add(row.line)
    }
    if includingVAT == nil { withoutVAT.add(row.line) }
    let rate = DatedRate(
      validFrom: validFrom?.instant, validTo: validTo?.instant, paymentMethod: paymentMethod,
      excludingVAT: excludingVAT, includingVAT: includingVAT)
    if includingVAT != nil, excludingVAT != nil, rate.statedVAT(near: .usual)?.isWhole != true {
      contradicting.add(row.line)
    }
    entries.append(Entry(rate: rate, line: row.line))
  }

  private mutating func price(_ name: RateField, of row: RawRateRow) throws(FormatError) -> Rate? {
    guard let (text, line) = try row.text(of: name) else { return nil }
    guard let number = DecimalText(text.utf8, scale: 6),
      (-Rate.limit...Rate.limit).contains(number.value)
    else {
      throw FormatError(
        line: line,
        message: "\(name.rawValue) is \(quoted(text)), expected pence, at most 100000000")
    }
    if !number.isExact { rounded.add(line) }
    return Rate(micropence: number.value)
  }

  private func instant(
    _ name: RateField, of row: RawRateRow
  ) throws(FormatError) -> (instant: Instant, text: String, line: Int)? {
    guard let (text, line) = try row.text(of: name) else { return nil }
    let instant = Instant(seconds: try Stamp(text, name: name.rawValue, line: line).seconds)
    guard instant.seconds % 1800 == 0 else {
      throw FormatError(line: line, message: "\(name.rawValue) \(text) is not on a half-hour")
    }
    return (instant, text, line)
  }

  private func paymentMethod(of row: RawRateRow) throws(FormatError) -> PaymentMethod? {
    guard let (text, line) = try row.text(of: .paymentMethod) else { return nil }
    guard let method = PaymentMethod(rawValue: text) else {
      let words = PaymentMethod.allCases.map(\.rawValue).joined(separator: " or ")
      throw FormatError(
        line: line, message: "payment_method is \(quoted(text)), expected \(words)")
    }
    return method
  }

  /// All prices and notes.
  ///
  /// - Throws: when two prices hold for the same customer at the same time.
  func contents() throws(FormatError) -> RatesFile.Contents {
    let rows = try withoutOverlap(entries, countedIn: unit).map(\.rate)
    return RatesFile.Contents(rows: rows, notes: notes + tallies + [unitWarning].compactMap(\.self))
  }

  private var tallies: [ImportNote] {
    [
      rounded.note("rounded to 6 decimals of a penny", of: "price"),
      withoutVAT.note(
        carriesVAT
          ? "without value_inc_vat: VAT is added to value_exc_vat, see 'show vat'"
          : "without value_inc_vat: taken as value_exc_vat, as export income has no VAT", of: "row"),
      empty.note("with valid_to equal to valid_from left out", of: "row"),
      contradicting.note(
        "whose value_inc_vat is not value_exc_vat with a whole per cent of VAT", of: "row",
        isWarning: true),
    ].compactMap(\.self)
  }

  private var unitWarning: ImportNote? {
    guard let (flaw, first) = kind.flaw(ofMost: entries.map(\.rate.stated)) else {
      return nil
    }
    let looks =
      switch flaw {
      case .tooSmall: "like pounds given as pence"
      case .tooLarge: "a hundred times too large"
      }
    let entry = entries[first]
    return ImportNote(
      line: entry.line, text: kind.warning("the price", entry.rate.stated, looks: looks),
      isWarning: true)
  }
}

/// A count of rows with a peculiarity, and the line of the first.
private struct Tally {
  private var count = 0
  private var firstLine: Int?

  mutating func add(_ line: Int) {
    count += 1
    firstLine = firstLine ?? line
  }

  /// A note such as `3 rows …`, at the line of the first; nil when there are none.
  func note(_ text: String, of noun: String, isWarning: Bool = false) -> ImportNote? {
    guard count > 0 else { return nil }
    let counted = "\(count) \(noun)\(count == 1 ? "" : "s")"
    return ImportNote(line: firstLine, text: "\(counted) \(text)", isWarning: isWarning)
  }
}
