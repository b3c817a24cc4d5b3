import EnergyModel
import JSONText
import Tariffs

/// Reads one tariff of a configuration, and gathers what should be said of it.
struct TariffReader {
  static let keys: Set = [
    "unit", "currency", "valid_from", "valid_until", "rates", "default_rate", "standing_charge",
    "vat", "tariff_code",
  ]
  private static let bandKeys: Set = ["interval_start", "interval_end", "rate"]

  private(set) var notes: [ImportNote]
  /// What the prices of the file were warned of, as one warning of a kind is enough.
  private(set) var flaws: [PriceKind: Set<PriceFlaw>]
  // What is usual is known of prices in pounds alone.
  private var isInPounds = true

  init(notes: [ImportNote], flaws: [PriceKind: Set<PriceFlaw>]) {
    self.notes = notes
    self.flaws = flaws
  }

  mutating func tariff(_ name: String, _ object: JSONObject) throws(Refusal) -> Tariff {
    guard let unit = object.value("unit") else {
      throw Refusal(line: object.line, message: "no unit")
    }
    let validFrom = try day("valid_from", of: object)
    let validUntil = try day("valid_until", of: object)
    if let validFrom, let validUntil, validFrom.day >= validUntil.day {
      throw Refusal(
        line: validUntil.line,
        message: "valid_until \(validUntil.day) is not after valid_from \(validFrom.day)")
    }
    let currency = try currency(of: object)
    isInPounds = currency == "GBP"
    return Tariff(
      name: name,
      unit: try ReadingUnit(word: try unit.string("unit"), line: unit.line),
      currency: currency,
      validFrom: validFrom?.day,
      validUntil: validUntil?.day,
      kind: .bands(try bands(of: object)),
      standingCharge: try price("standing_charge", .standing, of: object),
      vat: try vat(of: object),
      code: try object.value("tariff_code")?.string("tariff_code"))
  }

  private mutating func bands(of object: JSONObject) throws(Refusal) -> BandTariff {
    let defaultRate = try price("default_rate", .unit, of: object)
    var tariff = try bandTariff([], defaultRate, line: object.line)
    for entry in try object.value("rates")?.objects("rates") ?? [] {
      notes += entry.unknownKeys(beside: TariffReader.bandKeys)
      // One by one, so that the line of the band that overlaps is known.
      tariff = try bandTariff(tariff.bands + [try band(entry)], defaultRate, line: entry.line)
    }
    guard !tariff.bands.isEmpty || defaultRate != nil else {
      throw Refusal(line: object.line, message: "neither rates nor default_rate")
    }
    if !tariff.openHours.isEmpty {
      let hours = tariff.openHours.joined(separator: ", ")
      notes.append(ImportNote(line: object.line, text: "no rate for \(hours)", isWarning: true))
    }
    return tariff
  }

  private func bandTariff(
    _ bands: [Band], _ defaultRate: Rate?, line: Int
  ) throws(Refusal) -> BandTariff {
    do {
      return try BandTariff(bands: bands, defaultRate: defaultRate)
    } catch {
      throw Refusal(line: line, message: error.description)
    }
  }

  private mutating func band(_ entry: JSONObject) throws(Refusal) -> Band {
    let start = try minute("interval_start", of: entry, in: 0..<1440)
    let end = try minute("interval_end", of: entry, in: 0..<1441)
    guard let rate = try price("rate", .unit, of: entry) else {
      throw Refusal(line: entry.line, message: "no rate")
    }
    do {
      return try Band(start: start, end: end, rate: rate)
    } catch {
      throw Refusal(line: entry.line, message: error.description)
    }
  }

  /// Minutes since midnight of a clock time `HH:MM` or `HH:MM:00`.
  private func minute(
    _ name: String, of entry: JSONObject, in day: Range<Int>
  ) throws(Refusal) -> Int {
    guard let value = entry.value(name) else {
      throw Refusal(line: entry.line, message: "no \(name)")
    }
    let text = try value.string(name)
    let parts = numbers(text.prefix(5), separator: ":")
    guard let parts, parts.count == 2, ["", ":00"].contains(text.dropFirst(5)),
      case let minute = parts[0] * 60 + parts[1], day.contains(minute),
      clockText(minute: minute) == text.prefix(5)
    else {
      let last = clockText(minute: day.upperBound - 1)
      throw Refusal(
        line: value.line,
        message: "\(name) is \(quoted(text)), expected a time HH:MM from 00:00 to \(last)")
    }
    return minute
  }

  /// An amount in the major unit, as exactly as rates are kept.
  private mutating func price(
    _ name: String, _ kind: PriceKind, of object: JSONObject
  ) throws(Refusal) -> Rate? {
    guard let value = object.value(name) else { return nil }
    guard case .number(let text) = value.content else {
      throw value.isNot("a number", name: name)
    }
    guard let number = DecimalText(text.utf8, scale: 8),
      (-Rate.limit...Rate.limit).contains(number.value)
    else {
      throw Refusal(
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

  /// The local day of a date, or of a stamp without offset at its midnight.
  private func day(
    _ name: String, of object: JSONObject
  ) throws(Refusal) -> (day: LocalDay, line: Int)? {
    guard let value = object.value(name) else { return nil }
    let text = try value.string(name)
    let parts = numbers(text.prefix(10), separator: "-")
    guard let parts, parts.count == 3,
      ["", "T00:00", "T00:00:00"].contains(text.dropFirst(10)),
      let day = LocalDay(year: parts[0], month: parts[1], day: parts[2]),
      day.description == text.prefix(10)
    else {
      throw Refusal(
        line: value.line, message: "\(name) is \(quoted(text)), expected a date YYYY-MM-DD")
    }
    return (day, value.line)
  }

  private func currency(of object: JSONObject) throws(Refusal) -> String {
    guard let value = object.value("currency") else { return "GBP" }
    let text = try value.string("currency")
    guard text.utf8.count == 3, text.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      throw Refusal(
        line: value.line,
        message: "currency is \(quoted(text)), expected three letters such as GBP")
    }
    return text.uppercased()
  }

  private func vat(of object: JSONObject) throws(Refusal) -> VAT {
    guard let value = object.value("vat") else { return .included }
    let text = try value.text("vat")
    switch text {
    case "included": return .included
    case "excluded": return .excluded
    default:
      guard let rate = VATRate(text: text) else {
        throw Refusal(
          line: value.line,
          message: "vat is \(quoted(text)), expected included, excluded or a percentage such as 20")
      }
      return .percentage(rate)
    }
  }
}

/// The numbers between separators; nil when one of them is anything but digits.
private func numbers(_ text: some StringProtocol, separator: Character) -> [Int]? {
  let parts = text.split(separator: separator, omittingEmptySubsequences: false)
  let numbers = parts.compactMap { part in
    part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
  }
  return numbers.count == parts.count ? numbers : nil
}
