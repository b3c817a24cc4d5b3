import EnergyModel
import JSONText
import Tariffs

/// Reads one tariff of a configuration, and collects the notes for the report.
struct TariffReader {
  static let keys: Set = [
    "unit", "currency", "valid_from", "valid_until", "rates", "default_rate", "standing_charge",
    "vat", "tariff_code", "bundle", "terms",
  ]
  private static let termKeys: Set = ["valid_from", "rates", "default_rate", "standing_charge"]
  private static let bandKeys: Set = ["interval_start", "interval_end", "rate"]

  private(set) var notes: [ImportNote]
  /// The flaws that the file was already warned of: one warning of each is enough.
  private(set) var flaws: [PriceKind: Set<PriceFlaw>]
  // Plausible amounts are known only for pounds.
  private var isInPounds = true

  init(notes: [ImportNote], flaws: [PriceKind: Set<PriceFlaw>]) {
    self.notes = notes
    self.flaws = flaws
  }

  mutating func tariff(_ name: String, _ object: JSONObject) throws(FormatError) -> Tariff {
    guard let unit = object.value("unit") else {
      throw FormatError(line: object.line, message: "no unit")
    }
    let readingUnit = try ReadingUnit(word: try unit.string("unit"), line: unit.line)
    let validFrom = try day("valid_from", of: object)
    let validUntil = try day("valid_until", of: object)
    if let validFrom, let validUntil, validFrom.day >= validUntil.day {
      throw FormatError(
        line: validUntil.line,
        message: "valid_until \(validUntil.day) is not after valid_from \(validFrom.day)")
    }
    let currency = try currency(of: object)
    isInPounds = currency == "GBP"
    let terms = try terms(of: object, from: validFrom?.day, until: validUntil?.day)
    var tariff = Tariff(
      name: name,
      unit: readingUnit,
      currency: currency,
      validFrom: terms[0].from,
      validUntil: validUntil?.day,
      kind: .bands(terms[0].bands),
      standingCharge: terms[0].standingCharge,
      vat: try vat(of: object),
      code: try object.value("tariff_code")?.string("tariff_code"))
    tariff.laterTerms = Array(terms.dropFirst())
    tariff.bundle = try object.value("bundle")?.string("bundle")
    return tariff
  }

  /// The terms of a tariff in order of time, of which there is one at least.
  ///
  /// What terms do not name stays as it was before them: their rates and the default rate together, or
  /// the charge.
  private mutating func terms(
    of object: JSONObject, from first: LocalDay?, until end: LocalDay?
  ) throws(FormatError) -> [TariffTerms] {
    let defaultRate = try price("default_rate", .unit, of: object)
    var charge = try price("standing_charge", .standing, of: object)
    guard let list = object.value("terms") else {
      let bands = try bands(of: object, defaultRate)
      return [TariffTerms(from: first, bands: bands, standingCharge: charge)]
    }
    if let rates = object.value("rates") {
      throw FormatError(line: rates.line, message: "a tariff has rates or terms, found both")
    }
    var entries: [(object: JSONObject, from: LocalDay?)] = []
    for entry in try list.objects("terms") {
      notes += entry.unknownKeys(beside: TariffReader.termKeys)
      entries.append((entry, try day("valid_from", of: entry)?.day))
    }
    entries.sort { ($0.from?.number ?? .min) < ($1.from?.number ?? .min) }
    guard !entries.isEmpty else {
      throw FormatError(line: list.line, message: "terms is empty, expected one at least")
    }
    var terms: [(terms: TariffTerms, line: Int)] = []
    for (entry, from) in entries {
      let isUnpriced = entry.value("rates") == nil && entry.value("default_rate") == nil
      let bands =
        if isUnpriced, let before = terms.last?.terms.bands { before } else {
          try bands(of: entry, try price("default_rate", .unit, of: entry) ?? defaultRate)
        }
      charge = try price("standing_charge", .standing, of: entry) ?? charge
      terms.append((TariffTerms(from: from, bands: bands, standingCharge: charge), entry.line))
    }
    try check(terms, from: first, until: end)
    terms[0].terms.from = terms[0].terms.from ?? first
    return terms.map(\.terms)
  }

  /// Refuses terms that begin on the same day as others, or outside the days of the tariff.
  private func check(
    _ terms: [(terms: TariffTerms, line: Int)], from first: LocalDay?, until end: LocalDay?
  ) throws(FormatError) {
    for (index, (terms:own, line:line)) in terms.enumerated() {
      guard let from = own.from ?? (index == 0 ? first : nil) else {
        if index == 0 { continue }
        throw FormatError(
          line: line, message: "terms without valid_from, of which one may have none")
      }
      if index > 0, from == terms[index - 1].terms.from ?? first {
        throw FormatError(line: line, message: "two terms are valid from \(from)")
      }
      if let first, index == 0 ? from != first : from < first {
        throw FormatError(
          line: line,
          message: "the terms from \(from) do not fit the tariff, which is valid from \(first)")
      }
      if let end, from >= end {
        throw FormatError(
          line: line,
          message: "the terms from \(from) do not fit the tariff, which is valid until \(end)")
      }
    }
  }

  /// The rates of a tariff, or of some of its terms.
  private mutating func bands(
    of object: JSONObject, _ defaultRate: Rate?
  ) throws(FormatError) -> BandTariff {
    var tariff = try bandTariff([], defaultRate, line: object.line)
    for entry in try object.value("rates")?.objects("rates") ?? [] {
      notes += entry.unknownKeys(beside: TariffReader.bandKeys)
      // One at a time, so that an overlap is reported at the line of its band.
      tariff = try bandTariff(tariff.bands + [try band(entry)], defaultRate, line: entry.line)
    }
    guard !tariff.bands.isEmpty || defaultRate != nil else {
      throw FormatError(line: object.line, message: "neither rates nor default_rate")
    }
    if !tariff.openHours.isEmpty {
      let hours = tariff.openHours.joined(separator: ", ")
      notes.append(ImportNote(line: object.line, text: "no rate for \(hours)", isWarning: true))
    }
    return tariff
  }

  private func bandTariff(
    _ bands: [Band], _ defaultRate: Rate?, line: Int
  ) throws(FormatError) -> BandTariff {
    do {
      return try BandTariff(bands: bands, defaultRate: defaultRate)
    } catch {
      throw FormatError(line: line, message: error.description)
    }
  }

  private mutating func band(_ entry: JSONObject) throws(FormatError) -> Band {
    let start = try minute("interval_start", of: entry, in: 0..<1440)
    let end = try minute("interval_end", of: entry, in: 0..<1441)
    guard let rate = try price("rate", .unit, of: entry) else {
      throw FormatError(line: entry.line, message: "no rate")
    }
    do {
      return try Band(start: start, end: end, rate: rate)
    } catch {
      throw FormatError(line: entry.line, message: error.description)
    }
  }

  /// Minutes from midnight to a clock time `HH:MM` or `HH:MM:00`.
  private func minute(
    _ name: String, of entry: JSONObject, in day: Range<Int>
  ) throws(FormatError) -> Int {
    guard let value = entry.value(name) else {
      throw FormatError(line: entry.line, message: "no \(name)")
    }
    let text = try value.string(name)
    let parts = numbers(text.prefix(5), separator: ":")
    guard let parts, parts.count == 2, ["", ":00"].contains(text.dropFirst(5)),
      case let minute = parts[0] * 60 + parts[1], day.contains(minute),
      clockText(minute: minute) == text.prefix(5)
    else {
      let last = clockText(minute: day.upperBound - 1)
      throw FormatError(
        line: value.line,
        message: "\(name) is \(quoted(text)), expected a time HH:MM from 00:00 to \(last)")
    }
    return minute
  }

  /// An amount in the major unit of the currency, rounded to micropence with a note.
  private mutating func price(
    _ name: String, _ kind: PriceKind, of object: JSONObject
  ) throws(FormatError) -> Rate? {
    guard let value = object.value(name) else { return nil }
    guard case .number(let text) = value.content else {
      throw value.mismatch("a number", name: name)
    }
    guard let number = DecimalText(text.utf8, scale: 8),
      (-Rate.limit...Rate.limit).contains(number.value)
    else {
      throw FormatError(
        line: value.line, message: "\(name) is \(quoted(text)), expected at most 1000000")
    }
    let rate = Rate(micropence: number.value)
    if !number.isExact {
      let text = "\(name) \(quoted(text)) rounded to \(rate.inMajorUnit.text)"
      notes.append(ImportNote(line: value.line, text: text))
    }
    if isInPounds, let flaw = kind.flaw(of: rate), let doubt = kind.doubt(about: name, rate),
      flaws[kind, default: []].insert(flaw).inserted
    {
      notes.append(ImportNote(line: value.line, text: doubt, isWarning: true))
    }
    return rate
  }

  /// The local day of a date, or of a stamp at midnight without an offset.
  private func day(
    _ name: String, of object: JSONObject
  ) throws(FormatError) -> (day: LocalDay, line: Int)? {
    guard let value = object.value(name) else { return nil }
    let text = try value.string(name)
    let parts = numbers(text.prefix(10), separator: "-")
    guard let parts, parts.count == 3,
      ["", "T00:00", "T00:00:00"].contains(text.dropFirst(10)),
      let day = LocalDay(year: parts[0], month: parts[1], day: parts[2]),
      day.description == text.prefix(10)
    else {
      throw FormatError(
        line: value.line, message: "\(name) is \(quoted(text)), expected a date YYYY-MM-DD")
    }
    return (day, value.line)
  }

  private func currency(of object: JSONObject) throws(FormatError) -> String {
    guard let value = object.value("currency") else { return "GBP" }
    let text = try value.string("currency")
    guard text.utf8.count == 3, text.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      throw FormatError(
        line: value.line,
        message: "currency is \(quoted(text)), expected three letters such as GBP")
    }
    return text.uppercased()
  }

  private func vat(of object: JSONObject) throws(FormatError) -> VAT {
    guard let value = object.value("vat") else { return .included }
    let text = try value.text("vat")
    switch text {
    case "included": return .included
    case "excluded": return .excluded
    default:
      guard let rate = VATRate(text: text) else {
        throw FormatError(
          line: value.line,
          message: "vat is \(quoted(text)), expected included, excluded or a percentage such as 20")
      }
      return .percentage(rate)
    }
  }
}

/// The numbers between separators; nil unless all consist of digits.
private func numbers(_ text: some StringProtocol, separator: Character) -> [Int]? {
  let parts = text.split(separator: separator, omittingEmptySubsequences: false)
  let numbers = parts.compactMap { part in
    part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
  }
  return numbers.count == parts.count ? numbers : nil
}
