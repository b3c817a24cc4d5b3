import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

/// A price as typed, `0.3072`, `£0.3072` or `30.72p`, per kWh or per day.
struct TypedPrice: Hashable, Sendable {
  let kind: PriceKind
  let rate: Rate
  /// The number as typed, and whether all its digits were kept.
  let text: String
  let isExact: Bool

  /// A warning that the price was probably meant in another unit; nil if it is plausible.
  func doubt(about name: String) -> String? { kind.doubt(about: name, rate) }
}

extension TokenCursor {
  mutating func price(_ kind: PriceKind) throws(QueryError) -> TypedPrice {
    let what = "a price such as \(kind.example)"
    let typed = try operand(what)
    let text = AmountText(typed.value)
    var unit = text.unit
    if unit.isEmpty, let word, kind.units[word] != nil {
      unit = word
      next()
    }
    let span = typed.span.lowerBound..<lastEnd
    if word == "per" {
      next()
      try require(kind.period)
    }
    guard let scale = kind.units[unit], let number = DecimalText(text.digits.utf8, scale: scale)
    else {
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
  /// Notes which typed prices were rounded, and warns of implausible ones.
  func warn(about prices: [(name: String, price: TypedPrice)]) throws {
    for (_, price) in prices where !price.isExact {
      try note("'\(price.text)' was rounded to \(price.rate.inPounds)")
    }
    for (name, price) in prices {
      if let doubt = price.doubt(about: name) { try warn(doubt) }
    }
  }
}

extension PriceKind {
  /// The unit that a price is per, in lower case.
  fileprivate var period: String {
    switch self {
    case .unit: "kwh"
    case .standing: "day"
    }
  }

  /// The number of decimals that fit a ``Rate``, by unit.
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
  /// The amount with its sign: `£0.3072`, `-£0.015`.
  var inPounds: String { amountText(inMajorUnit.text, in: "GBP") }
}
