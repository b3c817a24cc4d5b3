import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

/// A price as people type it: `0.3072`, `£0.3072` or `30.72p`, per kWh or per day.
struct TypedPrice: Hashable, Sendable {
  let kind: PriceKind
  let rate: Rate
  /// The number as it was typed, and whether all its digits were kept.
  let text: String
  let isExact: Bool

  /// What a warning may be about: the unit was probably not the one that was meant.
  func doubt(about name: String) -> String? { kind.doubt(about: name, rate) }
}

extension TokenCursor {
  mutating func price(_ kind: PriceKind) throws(QueryError) -> TypedPrice {
    let what = "a price such as \(kind.example)"
    let typed = try operand(what)
    var text = typed.value.lowercased()
    // A sign stands before the pound or behind it.
    if text.hasPrefix("-£") { text = "£-" + text.dropFirst(2) }
    let sign = text.hasPrefix("£") ? String(text.removeFirst()) : ""
    let digits = text.prefix { $0.isNumber || "+-.".contains($0) }
    var unit = sign + text.dropFirst(digits.count)
    if unit.isEmpty, let word, kind.units[word] != nil {
      unit = word
      next()
    }
    let span = typed.span.lowerBound..<lastEnd
    if word == "per" {
      next()
      try require(kind.period)
    }
    guard let scale = kind.units[unit], let number = DecimalText(digits.utf8, scale: scale) else {
      throw QueryError("expected \(what), found '\(typed.value)'", at: span)
    }
    guard (-Rate.limit...Rate.limit).contains(number.value) else {
      throw QueryError("'\(typed.value)' is more than £1000000", at: span)
    }
    return TypedPrice(
      kind: kind, rate: Rate(micropence: number.value), text: typed.value, isExact: number.isExact)
  }
}

extension Reporter {
  /// Says what of typed prices was rounded, and which are not to be believed.
  func remark(on prices: [(name: String, price: TypedPrice)]) throws {
    for (_, price) in prices where !price.isExact {
      try note("'\(price.text)' was rounded to \(price.rate.inPounds)")
    }
    for (name, price) in prices {
      if let doubt = price.doubt(about: name) { try warn(doubt) }
    }
  }
}

extension PriceKind {
  /// What a price is per, in lower case.
  fileprivate var period: String {
    switch self {
    case .unit: "kwh"
    case .standing: "day"
    }
  }

  /// The decimals of a number in each unit that go into a ``Rate``.
  fileprivate var units: [String: Int] {
    let plain = ["": 8, "£": 8, "p": 6]
    let full = plain.map { ("\($0.key)/\(period)", $0.value) }
    return plain.merging(full) { one, _ in one }
  }

  var example: String {
    switch self {
    case .unit: "0.3072, £0.3072 or 30.72p"
    case .standing: "0.4793, £0.4793 or 47.93p"
    }
  }
}

extension Rate {
  /// `£0.3072`, `-£0.015`.
  var inPounds: String { amountText(inMajorUnit.text, in: "GBP") }
}
